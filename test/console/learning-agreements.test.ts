import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'
import { buildConsole, byKeyboard, chromiumOfMachine, expectAccessible, expectNoFindings, launch, signIn, tabTo } from './browser.ts'

const chromium = chromiumOfMachine()
const missing = chromium ? '' : ' (SKIPPED: no browser found; apt-get install -y chromium, or name one in HUB_TEST_CHROMIUM)'

const sending = 'office@uni-birke.example'
const receiving = 'office@uni-alder.example'
const student = 'learner@uni-birke.example'

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const part = (page: Page, agreements: number, word: string) => page.getByRole('link', { name: new RegExp(`^${agreements} ${word}: show`) })
const rows = (page: Page) => page.getByRole('table').locator('tbody tr')

describe.skipIf(!chromium)(`the screens of learning agreements${missing}`, { timeout: 240_000 }, () => {
  let hub: TestHub
  let browser: Browser
  const people = new Map<string, BrowserContext>()

  const open = async (person: string, path: string) => {
    const known = people.get(person)
    const tabs = known ?? (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', colorScheme: 'light' }))
    tabs.setDefaultTimeout(45_000)
    people.set(person, tabs)
    const page = await tabs.newPage()
    if (!known) await signIn(page, hub.url, person)
    await page.goto(`${hub.url}${path}`)
    return page
  }
  const sign = async (page: Page) => {
    await page.getByLabel('Position').fill('Coordinator')
    await page.getByLabel('E-mail address').fill('office@signer.example')
  }

  beforeAll(async () => {
    buildConsole()
    hub = await Hub.start()
    browser = await launch(chromium ?? '')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  test('an office approves in bulk by keyboard alone, sees an outcome for each, and every count equals its list (H02)', async () => {
    const page = await open(receiving, '/agreements')
    await part(page, 2, 'your turn').waitFor()
    await expectAccessible(page, 'the list of agreements')
    await byKeyboard(page, part(page, 2, 'your turn'))
    await page.waitForURL(/turn=mine/)
    await expect.poll(() => rows(page).count(), { timeout: 30_000 }).toBe(2)
    await tabTo(page, page.getByLabel(/^Choose all 2 on this page/))
    await page.keyboard.press('Space')
    await byKeyboard(page, page.getByRole('button', { name: 'Approve 2 agreements' }))
    const dialog = page.getByRole('dialog')
    await heading(page, 'Approve these 2 agreements?').waitFor()
    for (const [label, value] of [
      ['Position', 'Coordinator'],
      ['E-mail address', 'office@signer.example'],
    ] as const) {
      await tabTo(page, dialog.getByLabel(label))
      await page.keyboard.type(value)
      await expect.poll(() => dialog.getByLabel(label).inputValue(), { timeout: 30_000 }).toBe(value)
    }
    await expectNoFindings(page, 'the preview of a bulk approval', ['[role=dialog]'])
    await byKeyboard(page, dialog.getByRole('button', { name: 'Approve 2 agreements' }))
    await dialog
      .getByText('2 of 2 done.')
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`The dialog says: ${await dialog.innerText()}`, { cause: error })
      })
    expect(await dialog.getByText('approved', { exact: true }).count()).toBe(2)
    await byKeyboard(page, dialog.getByRole('button', { name: 'Close' }).last())
    await page.goto(`${hub.url}/agreements`)
    for (const [word, turn] of [
      ['your turn', 'mine'],
      ['partner’s turn', 'partner'],
      ['student’s turn', 'learner'],
      ['past their day', 'stuck'],
      ['done', 'nobody'],
    ] as const) {
      const link = page.getByRole('link', { name: new RegExp(`^\\d+ ${word}: show`) })
      const counted = Number.parseInt((await link.textContent()) ?? '', 10)
      await link.click()
      await page.waitForURL(new RegExp(`turn=${turn}`))
      if (counted === 0) await page.getByText('No agreement that fits').waitFor()
      else await page.getByText(`${counted} of ${counted} shown`).waitFor()
    }
    await page.close()
  })

  test('what was agreed stands on its page: tables with links, versions, timeline; changes are proposed with a reason, and differ in words (H02)', async () => {
    const page = await open(sending, '/agreements?status=agreed')
    await rows(page).first().getByRole('link').click()
    await page.waitForURL(/\/agreements\/[\w-]+$/)
    await heading(page, /^Learning agreement of /).waitFor()
    await page.getByRole('table').filter({ hasText: 'Table A' }).getByText('Statistics II').waitFor()
    await expectAccessible(page, 'the page of an agreement')
    await page.getByRole('button', { name: 'Propose changes' }).click()
    await page.getByLabel(/Table A.*Urban Ecology/).check()
    await page.getByLabel('Reason for Urban Ecology').selectOption('timetable-conflict')
    await page.getByRole('button', { name: 'Add a component' }).click()
    await page.getByLabel('Title').fill('Remote Sensing')
    await page.getByLabel('ECTS').fill('7,5')
    await page.getByRole('checkbox', { name: 'Stadsekologi', exact: true }).check()
    await expectAccessible(page, 'proposing changes', ['section:has(#agreement-moves)'])
    await page.getByRole('button', { name: 'Propose these changes' }).click()
    await page.getByText('Urban Ecology replaced by Remote Sensing, because of').waitFor()
    await page.getByLabel('Language', { exact: true }).selectOption('sv')
    await page.getByText('schemakrock').first().waitFor()
    await page.getByLabel('Språk', { exact: true }).selectOption('en')
    await page.close()
  })

  test('a student takes a precedent over, loses nothing to a fault, saves, signs, and answers a comment (H02)', async () => {
    const page = await open(student, '/')
    await page.waitForURL(/\/my-agreement/)
    await heading(page, 'My learning agreement').waitFor()
    await page.getByText('1 thing to mend before it can be signed').waitFor()
    await expectAccessible(page, 'a draft being written')
    await byKeyboard(page, page.getByRole('button', { name: 'Take over: Etik och data' }))
    await page.getByText('Etik och data stands in table B.').waitFor()
    await page.getByLabel('Your level').selectOption('B2')
    await page.getByText('Save the draft first').waitFor()

    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('alert').getByText('The hub does not answer.').first().waitFor()
    await page.unroute('**/graphql')
    expect(await page.getByLabel('Your level').inputValue()).toBe('B2')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByText('to mend before it can be signed').waitFor({ state: 'detached' })
    await byKeyboard(page, page.getByRole('button', { name: 'Sign', exact: true }))
    await byKeyboard(page, page.getByRole('form', { name: 'Sign' }).getByRole('button', { name: 'Sign' }))
    await page.getByText('Birke University’s turn').waitFor()

    const office = await open(sending, '/agreements?text=Astrid')
    await rows(office).first().getByRole('link').click()
    await office.getByRole('button', { name: 'Sign for the sending institution' }).click()
    await sign(office)
    await office.getByRole('form').getByRole('button', { name: 'Sign for the sending institution' }).click()
    await office.getByText('University of Alder’s turn').waitFor()
    const address = new URL(office.url()).pathname
    await office.close()

    const partner = await open(receiving, address)
    await partner.getByRole('button', { name: 'Ask for changes' }).click()
    await partner.getByLabel('What should be different').fill('Data Ethics is taught in the first term.')
    await sign(partner)
    await partner.getByRole('form').getByRole('button', { name: 'Ask for changes' }).click()
    await partner.getByText('changes asked for').first().waitFor()
    await partner.close()

    await page.reload()
    await heading(page, 'The receiving institution asks for changes').waitFor()
    await page.getByText('Data Ethics is taught in the first term.').first().waitFor()
    await page.getByRole('group', { name: 'Data Ethics', exact: true }).getByLabel('Term').selectOption('1/2')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByLabel('Compare with').selectOption('1')
    await page.getByText(/Data Ethics: .*1\/2/).waitFor()
    await expectAccessible(page, 'a draft after a comment')
    await page.close()
  })

  test('an office keeps a view under a name, notes and files to itself, and is told of what others do while it looks (H02)', async () => {
    const page = await open(sending, '/agreements?turn=learner')
    await page.getByText('live', { exact: true }).waitFor()
    await page.getByText('Saved views').click()
    await page.getByLabel('Name of this view').fill('Students to remind')
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByText('Saved. Its address').waitFor()
    await page.getByRole('link', { name: 'Show all of this year' }).click()
    await page.waitForURL(/\/agreements$/)
    await page.getByRole('link', { name: /^Students to remind \(\d+\)$/ }).click()
    await page.waitForURL(/\/agreements\?turn=learner$/)
    const exported = await page.getByRole('link', { name: 'Export all of these (CSV)' }).getAttribute('href')
    expect((await page.request.get(`${hub.url}${exported}`)).headers()['content-type']).toContain('text/csv')

    await page.goto(`${hub.url}/agreements?text=Elsa`)
    await rows(page).first().getByRole('link').click()
    await page.getByLabel('New note').fill('Called on Monday.')
    await page.getByRole('button', { name: 'Add this note' }).click()
    await page.getByText('Called on Monday.').waitFor()
    await page.getByLabel('Add a file').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\ntrailer<<>>\n%%EOF') })
    await page.getByRole('link', { name: 'form.pdf' }).waitFor()
    await expectAccessible(page, 'notes and attachments', ['section:has(#agreement-dossier)'])

    await page.getByText('live', { exact: true }).waitFor()
    const colleague = await open(sending, new URL(page.url()).pathname)
    await colleague.getByRole('button', { name: 'Sign for the sending institution' }).click()
    await sign(colleague)
    // The page of the other one must not look by itself: whatever it shows then it was told of.
    await page.clock.install()
    await colleague.getByRole('form').getByRole('button', { name: 'Sign for the sending institution' }).click()
    await page.getByText('University of Alder’s turn').waitFor()
    await colleague.close()
    await page.close()
  })

  test('an office opens an agreement for a student, writes it, and is told what a refusal is about (H02)', async () => {
    const page = await open(sending, '/agreements')
    await byKeyboard(page, page.getByRole('link', { name: 'Open an agreement for a student' }))
    await heading(page, 'Open an agreement for a student').waitFor()
    await tabTo(page, page.getByLabel('Student'))
    await page.keyboard.type('Astrid')
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('radio').first())
    await page.keyboard.press('Space')
    await page.getByLabel('Mobility').selectOption('short-term-blended')
    await page.getByRole('button', { name: 'Open an agreement' }).click()
    await page.getByRole('alert').getByText('Name the programme').waitFor()
    await expectAccessible(page, 'opening an agreement')
    await page.getByLabel('Mobility', { exact: true }).selectOption('semester')
    await page.getByRole('button', { name: 'Open an agreement' }).click()
    await page.waitForURL(/\/agreements\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: 'Take over: Etik och data' }).click()
    await page.getByLabel('First day of the stay').fill('2027-03-01')
    await page.getByLabel('Last day of the stay').fill('2027-07-31')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByText('Saved.').waitFor()

    await page.getByRole('button', { name: 'Change units and contacts' }).click()
    const own = page.getByRole('group', { name: /^sending institution/ })
    await own.getByLabel('Unit').fill('Department of Statistics')
    await own.getByLabel('Contact: given names').fill('Ada')
    await expectAccessible(page, 'naming units and contacts', ['section:has(#agreement-parties)'])
    await page.getByRole('button', { name: 'Save units and contacts' }).click()
    await page.getByRole('alert').getByText('Missing: contact of the sending institution: family name').waitFor()
    await own.getByLabel('Contact: family name').fill('Demo')
    await own.getByLabel('Contact: e-mail address').fill('ada@office.example')
    await page.getByRole('button', { name: 'Save units and contacts' }).click()
    await page.getByText('Department of Statistics').waitFor()

    const address = new URL(page.url())
    const mine = await open(student, `/my-agreement?id=${address.pathname.split('/').at(-1)}`)
    await mine.getByRole('button', { name: 'Sign', exact: true }).click()
    await mine.getByRole('form', { name: 'Sign' }).getByRole('button', { name: 'Sign' }).click()
    await mine.getByRole('alert').getByText('Field of education: two to four digits are needed').waitFor()
    await expectNoFindings(mine, 'a refusal with what it is about', ['[role=alert]'])
    await mine.close()
    await page.close()
  })

  test('speaks Portuguese and Swedish with the programme’s words', async () => {
    const page = await open(student, '/my-agreement')
    for (const [language, title, label] of [
      ['pt', 'O meu Contrato de Estudos (Learning Agreement)', 'Língua'],
      ['sv', 'Mitt studieavtal (Learning Agreement)', 'Språk'],
    ] as const) {
      await page.locator('header select').first().selectOption(language)
      await heading(page, title).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await page.locator('header select').first().getAttribute('aria-label')).toBe(label)
    }
    await page.close()
  })
})
