import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { demoResults, writeDemoXlsx } from '@collegium/exchange'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'
import { resultsCsv } from '../journeys/results-csv.ts'
import { buildConsole, byKeyboard, byMouse, chromiumOfMachine, expectAccessible, expectNoFindings, launch, signIn, tabTo } from './browser.ts'

const chromium = chromiumOfMachine()
const missing = chromium ? '' : ' (SKIPPED: no browser found; apt-get install -y chromium, or name one in HUB_TEST_CHROMIUM)'

const office = 'office@uni-alder.example'
const homeOffice = 'office@uni-birke.example'
const results = demoResults({ rows: 40, seed: 11 })
const mistakes = Object.entries(results.mistakes)
const rowsWith = (code: string) => mistakes.find(([one]) => one === code)?.[1] ?? 0
/** What the generator spoiled on purpose, by what it does to its row: this is the test's own list. */
const waiting = rowsWith('learner-without-identifier')
const unchanged = rowsWith('row-doubled')
const refused = mistakes.reduce((sum, [, rows]) => sum + rows, 0) - waiting - unchanged
const good = results.rows.length - refused - waiting - unchanged

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const count = (page: Page, rows: number, word: string) => page.getByRole('link', { name: `${rows} ${word}: show` })
const standing = (page: Page) => page.getByRole('status').first()

describe.skipIf(!chromium)(`the screen joint-course results${missing}`, { timeout: 180_000 }, () => {
  let hub: TestHub
  let browser: Browser
  let officeTabs: BrowserContext
  let homeTabs: BrowserContext
  let folder: string
  let runAddress = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'collegium-console-'))
    buildConsole()
    hub = await Hub.start()
    browser = await launch(chromium ?? '')
    const options = { viewport: { width: 1280, height: 900 }, locale: 'en-GB', colorScheme: 'light', acceptDownloads: true } as const
    officeTabs = await browser.newContext(options)
    homeTabs = await browser.newContext(options)
    for (const tabs of [officeTabs, homeTabs]) tabs.setDefaultTimeout(20_000)
    const out = new PassThrough()
    const [bytes] = await Promise.all([buffer(out), writeDemoXlsx(results, out)])
    await writeFile(join(folder, 'results.xlsx'), bytes)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const openCourse = async (page: Page) => {
    await page.goto(`${hub.url}/joint-course-results/ALD-DATA-2026`)
    await heading(page, 'Data and Society · ALD-DATA-2026').waitFor()
  }
  const handIn = async (page: Page, file: string) => {
    await openCourse(page)
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Check the file' }).click()
  }

  test('asks who comes, and shows nothing before', async () => {
    const page = await officeTabs.newPage()
    await page.goto(`${hub.url}/`)
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await expectAccessible(page, 'before the sign-in')
    await page.close()
  })

  test('by keyboard alone: sign in, choose the course, hand in a file, look at the refused rows, accept', async () => {
    const page = await officeTabs.newPage()
    await signIn(page, hub.url, office, byKeyboard)
    await byKeyboard(page, page.getByRole('link', { name: 'Data and Society' }))
    await heading(page, 'Data and Society · ALD-DATA-2026').waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await page.getByText('No file was handed in for this course yet').waitFor()

    const asksForFile = page.waitForEvent('filechooser')
    await byKeyboard(page, page.locator('input[type=file]'))
    await (await asksForFile).setFiles(join(folder, 'results.xlsx'))
    const check = page.getByRole('button', { name: 'Check the file' })
    await expect.poll(() => check.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')

    await expect.poll(() => standing(page).textContent(), { timeout: 30_000 }).toContain('It is your turn')
    runAddress = page.url()
    for (const [rows, word] of [
      [good, 'good'],
      [refused, 'refused'],
      [waiting, 'waiting for a person'],
      [unchanged, 'unchanged'],
    ] as const)
      await count(page, rows, word).waitFor({ timeout: 5000 })
    await page
      .getByText(`${good} good + ${refused} refused + ${waiting} waiting for a person + ${unchanged} unchanged = ${results.rows.length} rows in the file`)
      .waitFor()

    await byKeyboard(page, count(page, refused, 'refused'))
    await page.waitForURL(/fate=refused/)
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(refused + 1)
    const firstRow = page.getByRole('table').getByRole('row').nth(1)
    expect(await firstRow.textContent()).toContain('refused')
    expect(
      await firstRow
        .getByRole('link', { name: /^About / })
        .first()
        .getAttribute('href'),
    ).toMatch(/^\/docs\/errors\/[a-z-]+$/)

    await tabTo(page, firstRow.locator('summary'))
    await page.keyboard.press('Enter')
    expect(await firstRow.locator('details li').first().textContent()).toMatch(/ → .+ \(.+\)/)

    await byKeyboard(page, page.getByRole('button', { name: `Accept ${good} rows` }))
    await expect.poll(() => standing(page).textContent(), { timeout: 90_000 }).toContain('Done')
    await page.close()
  })

  test('a run is found again after its tab was closed, and its report adds up', async () => {
    const page = await officeTabs.newPage()
    await openCourse(page)
    await page.getByRole('link', { name: 'results.xlsx' }).click()
    await page.waitForURL((url) => url.pathname === new URL(runAddress).pathname)
    await heading(page, 'What became of the rows').waitFor()
    const ends = await page
      .locator('section', { has: heading(page, 'Report') })
      .getByRole('list')
      .nth(1)
      .getByRole('link')
      .allTextContents()
    expect(ends.map((end) => Number.parseInt(end, 10)).reduce((sum, rows) => sum + rows, 0)).toBe(results.rows.length)

    await page.getByRole('link', { name: /recorded: show/ }).click()
    await page.waitForURL(/end=recorded/)
    const recognised = page.getByRole('table').getByRole('row').filter({ hasText: 'recognised in full' })
    await recognised.first().waitFor()
    expect(await recognised.first().textContent()).toContain('credential issued')
    await expectAccessible(page, 'a run that is done')
    await page.close()
  })

  test('only the bad rows can be downloaded, with their problems', async () => {
    const page = await officeTabs.newPage()
    await page.goto(runAddress)
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: `Download ${refused + waiting} bad rows (CSV)` }).click()])
    expect((await readFile(await csv.path(), 'utf8')).trim().split('\r\n').length).toBe(refused + waiting + 1)
    const [xlsx] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: `Download ${refused + waiting} bad rows (XLSX)` }).click()])
    expect((await readFile(await xlsx.path())).subarray(0, 2).toString()).toBe('PK')
    await page.close()
  })

  test('the home office sees its own learners: result, credential with verdicts, decision with agreement and clause, deliveries', async () => {
    const page = await homeTabs.newPage()
    await signIn(page, hub.url, homeOffice)
    await expectAccessible(page, 'the list of courses')
    await page.getByRole('link', { name: 'Data and Society' }).click()
    const seen = (await (await hub.as(homeOffice)).ask('{ enrolments { totalCount } }')).data as { enrolments: { totalCount: number } }
    await page.getByText(`${seen.enrolments.totalCount} learners`, { exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: 'Hand in results' }).count()).toBe(0)
    const recognised = page.getByRole('table').getByRole('row').filter({ hasText: 'recognised in full' }).first()
    for (const part of [
      'passed',
      'credential issued',
      'checks passed',
      'Under “Joint courses in data and society',
      'Clause ',
      'Decided by the commitment made in advance',
      'deliver',
    ])
      expect(await recognised.textContent()).toContain(part)
    await recognised.locator('summary').first().click()
    await recognised.getByText(/^Seal: (passed|not made|failed)$/).waitFor()
    await expectAccessible(page, 'outcomes of learners')
    const learners = await page.getByRole('table').locator('tbody tr td:first-child').allTextContents()
    expect(
      learners.filter((learner) => !learner.includes('uni-birke.example:')),
      'learners of other institutions',
    ).toEqual([])
    await page.close()
  })

  test('a row under a name that the home does not know waits for the home, which settles it', async () => {
    const known = { learner: '2026-90001', givenNames: 'Saga', familyName: 'Lindqvist' }
    await writeFile(join(folder, 'known.csv'), resultsCsv([{ ...known, outcome: 'failed', grade: '5.0' }]))
    await writeFile(join(folder, 'differs.csv'), resultsCsv([{ ...known, givenNames: 'Selma', familyName: 'Nyberg', attempt: '2' }]))
    const page = await officeTabs.newPage()
    await handIn(page, join(folder, 'known.csv'))
    await page.getByRole('button', { name: 'Accept 1 row' }).waitFor()
    const address = new URL(page.url()).pathname
    await handIn(page, join(folder, 'known.csv'))
    await page.getByText('This file was handed in before').waitFor()
    expect(new URL(page.url()).pathname, 'the same file again leads to the run that there is').toBe(address)
    await page.getByRole('button', { name: 'Accept 1 row' }).click()
    await expect.poll(() => standing(page).textContent(), { timeout: 30_000 }).toContain('Done')
    await handIn(page, join(folder, 'differs.csv'))
    await page.getByRole('button', { name: 'Accept 1 row' }).click()
    await page.getByText(`Whose turn: uni-birke.example`).waitFor({ timeout: 30_000 })

    const home = await homeTabs.newPage()
    await openCourse(home)
    await heading(home, 'Rows that wait for you').waitFor()
    const row = home
      .locator('section', { has: heading(home, 'Rows that wait for you') })
      .getByRole('row')
      .nth(1)
    for (const part of ['Selma Nyberg', 'Saga Lindqvist', 'born 17 Apr 2003']) expect(await row.textContent(), 'what the home decides on').toContain(part)
    await expectAccessible(home, 'a row that waits', ['section:has(#waiting-rows)'])
    await home.getByRole('button', { name: 'It is our learner' }).click()
    await heading(home, 'Record this result?').waitFor()
    await expectNoFindings(home, 'settling a row', ['[role=dialog]'])
    await home.getByRole('dialog').getByRole('button', { name: 'It is our learner' }).click()
    await heading(home, 'Rows that wait for you').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByText('Whose turn: uni-birke.example').count(), { timeout: 60_000 }).toBe(0)
    await home.close()
    await page.close()
  })

  test('undoing a run says what it does and to how many rows, and does it', async () => {
    const page = await officeTabs.newPage()
    await page.goto(runAddress)
    await byKeyboard(page, page.getByRole('button', { name: 'Undo this run' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`${good} accepted rows are taken back`).waitFor()
    await expectNoFindings(page, 'asking whether to undo', ['[role=dialog]'])
    // Keeping the run is what a hasty Enter does.
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await standing(page).textContent()).toContain('Done')
    await byKeyboard(page, page.getByRole('button', { name: 'Undo this run' }))
    await byKeyboard(page, dialog.getByRole('button', { name: `Undo ${good} rows` }))
    await expect.poll(() => standing(page).textContent(), { timeout: 60_000 }).toContain('Undone')
    await expect.poll(() => page.getByText('credential revoked').count(), { timeout: 60_000 }).toBeGreaterThan(0)
    await expectAccessible(page, 'a run that was undone', ['section:has(#run-report)', 'tbody tr:nth-child(-n+3)'])
    await page.close()
  })

  test('a file that cannot be read, a run that is not there and a hub that is away are each said plainly', async () => {
    await writeFile(join(folder, 'not-a-sheet.xlsx'), Buffer.from('%PDF-1.7 this is no workbook at all'))
    const page = await officeTabs.newPage()
    await handIn(page, join(folder, 'not-a-sheet.xlsx'))
    await expect.poll(() => standing(page).textContent(), { timeout: 30_000 }).toContain('File refused')
    await page.getByText('whatever its name says').waitFor()
    await expectAccessible(page, 'a file that was refused')

    await page.goto(`${hub.url}/joint-course-results/ALD-DATA-2026/runs/00000000-0000-7000-8000-000000000000`)
    const fault = page.getByRole('alert')
    await fault.getByText('There is nothing here that you can see.').waitFor()
    expect(await fault.locator('code').textContent()).toMatch(/^[\w-]{8,}$/)
    await fault.getByRole('button', { name: 'Copy for support' }).waitFor()
    await expectAccessible(page, 'a run that is not there')

    await openCourse(page)
    await page.locator('input[type=file]').setInputFiles(join(folder, 'results.xlsx'))
    await page.route('**/api/imports', (route) => route.abort())
    await byMouse(page, page.getByRole('button', { name: 'Check the file' }))
    await page.getByRole('alert').getByText('The hub does not answer.').waitFor()
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor()
    await page.close()
  })

  test('language and colours are kept, and the page says its language', async () => {
    const page = await homeTabs.newPage()
    await openCourse(page)
    await page.getByLabel('Language').selectOption('de')
    await heading(page, 'Ergebnisse Ihrer Lernenden').waitFor()
    await page.reload()
    await heading(page, 'Ergebnisse Ihrer Lernenden').waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
    await page.getByRole('button', { name: 'Abmelden' }).click()
    await page.getByRole('link', { name: 'Anmelden' }).waitFor()
    await page.close()
  })
})
