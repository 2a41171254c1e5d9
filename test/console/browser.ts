import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { root } from '../hub.ts'

/** The browser of this machine: `HUB_TEST_CHROMIUM`, else the first of its usual names on the path. */
export function chromiumOfMachine(): string | undefined {
  const given = process.env.HUB_TEST_CHROMIUM
  if (given) return given
  const folders = (process.env.PATH ?? '').split(delimiter)
  return ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file))
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** The console that the hub will serve, from today's sources. In a process of its own: the builder is not part of any test. */
export function buildConsole(): void {
  const bundle = pathToFileURL(join(root, 'deploy', 'single-node', 'bundle.mjs')).href
  execFileSync(process.execPath, ['--input-type=module', '--eval', `import { bundleConsole } from ${JSON.stringify(bundle)}; await bundleConsole()`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

export type Press = (page: Page, target: Locator) => Promise<void>

/** Presses as most people do. */
export const byMouse: Press = (_page, target) => target.click()

/** Presses without a mouse: Tab until the focus is there and can be seen, then Enter. */
export const byKeyboard: Press = async (page, target) => {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes on with Tab until the target has the focus; fails where it cannot be reached, or where the focus cannot be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  const hasFocus = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; !(await hasFocus()); presses++) {
    if (presses > 400) throw new Error(`Tab never reaches ${String(target)}: it cannot be used without a mouse.`)
    await page.keyboard.press('Tab')
  }
  const outline = await target.evaluate((element) => {
    const seen = element.closest('label') ?? element
    const { outlineStyle, outlineWidth } = getComputedStyle(seen)
    return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
  })
  expect(outline, `The focus on ${String(target)} can be seen`).toBeGreaterThanOrEqual(1)
}

/** Signs a demo person in and comes back to the list of courses. */
export async function signIn(page: Page, url: string, person: string, press: Press = byMouse): Promise<void> {
  await page.goto(`${url}/joint-course-results`)
  await press(page, page.getByRole('link', { name: 'Sign in' }))
  await press(page, page.locator(`a[href$="/${encodeURIComponent(person)}"]`))
  await page.getByRole('heading', { level: 1, name: 'Joint-course results' }).waitFor()
}

const wide = { width: 1280, height: 900 }
/** The narrowest screen of WCAG 1.4.10. */
const narrow = { width: 320, height: 800 }

/**
 * No serious finding, in English and in German, light and dark, wide and narrow; and nobody has to scroll sideways.
 * `within` names the parts that are new in this state: a long table that was looked at before takes seconds.
 */
export async function expectAccessible(page: Page, state: string, within: readonly string[] = []): Promise<void> {
  await expectNoFindings(page, `${state}, English, light, wide`, within)
  await page.setViewportSize(narrow)
  await page.getByLabel('Language', { exact: true }).selectOption('de')
  await page.getByLabel('Farben').selectOption('dark')
  await page.locator('html[lang=de]').waitFor()
  // A live page is never idle: it has a moment to be, and no more.
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined)
  await expectNoFindings(page, `${state}, German, dark, narrow`, within)
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${state} fits into 320 px`).toBeLessThanOrEqual(narrow.width)
  await page.getByLabel('Sprache', { exact: true }).selectOption('en')
  await page.getByLabel('Colours').selectOption('light')
  await page.setViewportSize(wide)
  await page.locator('html[lang=en]').waitFor()
}

/** For what lies over the page, where language and colours cannot be changed. */
export async function expectNoFindings(page: Page, state: string, within: readonly string[] = []): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  for (const part of within) axe.include(part)
  const { violations } = await axe.analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))
  expect(grave, state).toEqual([])
}
