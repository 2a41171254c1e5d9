import type { AddressInfo } from 'node:net'
import type { Dependencies } from '@collegium/service-kit'
import { SMTPServer } from 'smtp-server'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'
import { keptMails } from './kept-mails.ts'
import { mailWork } from './send-mails.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
let server: SMTPServer
let smtpUrl: string
const inbox: { to: string; raw: string }[] = []
/** What the mail server answers to the next messages; nothing is taken as long as there is something. */
let answers: number[] = []

beforeAll(async () => {
  hub = await mobilityUnderTest({ now: new Date('2027-02-26T05:00:00.000Z') })
  await hub.feed(...theAlliance())
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const code = answers.shift()
        if (code !== undefined) return callback(Object.assign(new Error('not now'), { responseCode: code }))
        inbox.push({ to: session.envelope.rcptTo.map((one) => one.address).join(), raw: Buffer.concat(chunks).toString('utf8') })
        callback()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await new Promise<void>((resolve) => server.close(resolve))
})

const hour = 3_600_000
/** A process of the service, as it comes up again after a restart. */
async function working(settings: Partial<Dependencies['settings']> = { smtpUrl }): Promise<void> {
  const work = mailWork({ ...hub.dependencies, settings: { ...hub.dependencies.settings, ...settings } })
  await work.idle()
  await work.close()
}
const received = () => inbox.splice(0)

async function aLearner(email: string | null, esi = `urn:schac:personalUniqueCode:int:esi:${birke}:mail-${newId()}`): Promise<string> {
  const learner = { esi, givenNames: 'Åsa', familyName: 'Öberg', birthDate: '2003-05-06', email }
  const { data } = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }',
    { learner },
    officeOf(birke),
  )
  return data.registerLearner.id
}
/** An agreement as the lists see it. How it comes about is the business of other tests. */
async function anAgreement(turn: 'learner' | 'sending' | 'receiving', dueOn: string, learnerId: string = newId()): Promise<string> {
  const id = newId()
  await hub.database.write(
    { tenants: [birke, alder] },
    { correlationId: 'test' },
    ({ sql }) => sql`
      insert into learning_agreements (id, version, learner_id, sending, receiving, receiver_sees, teaching_partners, type, academic_year, student, student_commitment, rule_pack, state, status,
        turn, turn_since, due_on, search_text, name_tokens, opened_at, changed_at)
      values (${id}::uuid, 1, ${learnerId}::uuid, ${birke}::text, ${alder}::text, ${alder}::text, '{}', 'semester', '2026/2027', '\\x00', '', '2026/2027', 'negotiating', 'proposed',
        ${turn}::text, '2027-02-20T10:00:00Z', ${dueOn}::text::date, '', '{}', '2027-02-20T10:00:00Z', '2027-02-20T10:00:00Z')`,
  )
  return id
}
const settle = (id: string) =>
  hub.database.write(
    { tenants: [birke, alder] },
    { correlationId: 'test' },
    ({ sql }) => sql`update learning_agreements set turn = 'nobody' where id = ${id}::uuid`,
  )
interface Reminder {
  id: string
  kind: string
  subjectId: string
  dueOn: string
}
const listed = async (who: Who, putOff = false): Promise<Reminder[]> =>
  (
    await hub.graph<{ myReminders: { edges: { node: Reminder }[] } }>(
      'query ($putOff: Boolean!) { myReminders(first: 100, putOff: $putOff) { totalCount edges { node { id kind subjectId dueOn partner { schacId } } } } }',
      { putOff },
      who,
    )
  ).data.myReminders.edges.map(({ node }) => node)
const reminderOf = async (who: Who, subjectId: string) => (await listed(who, true)).find((one) => one.subjectId === subjectId)
const states = () =>
  hub.database.write(
    { tenants: [birke, alder, cedro] },
    { correlationId: 'test' },
    ({ sql }) => sql<{ state: string; office: string | null; reason: string | null; wiped: boolean; day: string }[]>`
      select state, office, reason, items is null as wiped, day::text from mails order by created_at, office`,
  )

describe('the digest of a day', () => {
  test('goes out at seven by the office’s clock, one to each person, in their language, and says nothing twice', async () => {
    const learner = await aLearner('asa@mail.example')
    await anAgreement('receiving', '2027-03-05')
    await anAgreement('receiving', '2027-04-05')
    await anAgreement('learner', '2027-02-20', learner)
    await working()
    expect(received()).toEqual([])
    hub.pass(hour + 1)
    await working()
    const mails = received()
    expect(mails.map((mail) => mail.to).toSorted()).toEqual(['asa@mail.example', `office@${alder}`])
    const office = mails.find((mail) => mail.to === `office@${alder}`)?.raw ?? ''
    expect(office).toMatch(/^Subject: 2 zu erledigen an uni-alder.example$/m)
    expect(office).toMatch(/^Message-ID: <[0-9a-f-]{36}@127.0.0.1>$/m)
    expect(office).toMatch(/^Auto-Submitted: auto-generated$/m)
    // A mail is a postcard: it names the matter and the partner, no learner.
    expect(office).not.toContain('berg')
    await working()
    hub.pass(24 * hour)
    await working()
    expect(received()).toEqual([])
    expect((await states()).map((one) => [one.state, one.wiped])).toEqual([
      ['sent', true],
      ['sent', true],
    ])
  })

  test('is made by one of two workers, and sent by one', async () => {
    await anAgreement('receiving', '2027-03-06')
    hub.pass(24 * hour)
    await Promise.all([working(), working(), working()])
    expect(received().map((mail) => mail.to)).toEqual([`office@${alder}`])
  })

  test('survives a restart in the middle: what was made is sent by whoever comes up next, under the same message id', async () => {
    await anAgreement('receiving', '2027-04-20')
    hub.pass(24 * hour)
    answers = [451]
    await working()
    expect((await states()).at(-1)).toMatchObject({ state: 'pending', reason: 'mail-server-refused', wiped: false })
    // Another process, a minute later; the first one's memory is gone.
    hub.pass(60_000)
    await working()
    expect(received()).toHaveLength(1)
    expect((await states()).at(-1)).toMatchObject({ state: 'sent', reason: null, wiped: true })
  })

  test('that no server takes is parked with its reason after a day; one that is refused for good at once', async () => {
    await anAgreement('receiving', '2027-04-21')
    hub.pass(24 * hour)
    const nowhere = { smtpUrl: 'smtp://127.0.0.1:1' }
    await working(nowhere)
    expect((await states()).at(-1)).toMatchObject({ state: 'pending', reason: 'mail-server-unreachable' })
    hub.pass(24 * hour)
    await working(nowhere)
    expect((await states()).at(-1)).toMatchObject({ state: 'parked', reason: 'mail-server-unreachable' })
    await anAgreement('receiving', '2027-04-22')
    hub.pass(24 * hour)
    answers = [550]
    await working()
    expect((await states()).at(-1)).toMatchObject({ state: 'parked', reason: 'mail-server-refused' })
    expect(received()).toEqual([])
  })

  test('to a learner opens name and address at the sending, and writes the opening down; without an address it is dropped', async () => {
    const learner = await aLearner('birgit@mail.example')
    const unreachable = await aLearner(null)
    await anAgreement('learner', '2027-03-20', learner)
    await anAgreement('learner', '2027-03-20', unreachable)
    hub.pass(24 * hour)
    await working()
    expect(received().map((mail) => mail.to)).toEqual(['birgit@mail.example'])
    expect((await states()).map((one) => one.reason)).toContain('no-address')
    const records = await hub.database.write(
      { tenants: [birke] },
      { correlationId: 'test' },
      ({ sql }) => sql`select caller, purpose from access_records where learner_id = ${learner}::uuid and purpose = 'send-mail'`,
    )
    expect(records).toEqual([{ caller: 'mobility', purpose: 'send-mail' }])
    // Nothing of the person lies in the outbox of mails.
    const raw = await hub.database.write({ tenants: [birke] }, { correlationId: 'test' }, ({ sql }) => sql`select m::text as row from mails m`)
    expect(JSON.stringify(raw)).not.toMatch(/birgit|Öberg/)
  })
})

describe('reminders in the graph', () => {
  test('show what is open, to its office or its learner alone, and are gone once it is done', async () => {
    const learner = await aLearner('carl@mail.example')
    const mine = await anAgreement('learner', '2027-03-08', learner)
    const theirs = await anAgreement('receiving', '2027-03-08')
    expect(await reminderOf(learnerOf(birke, learner), mine)).toMatchObject({ kind: 'DUE_SOON' })
    expect(await reminderOf(officeOf(birke), mine)).toBeUndefined()
    expect(await reminderOf(officeOf(alder), theirs)).toMatchObject({ kind: 'DUE_SOON' })
    expect(await reminderOf(officeOf(cedro), theirs)).toBeUndefined()
    expect(await reminderOf({ institution: alder, roles: ['examinations-office'] }, theirs)).toBeUndefined()
    await settle(theirs)
    expect(await reminderOf(officeOf(alder), theirs)).toBeUndefined()
    expect((await hub.graph('{ myReminders { totalCount } }', {}, { institution: alder, roles: ['analyst'] })).errors?.[0]?.extensions?.code).toBe('forbidden')
  })

  const snooze =
    'mutation ($id: ID!, $until: Date!) { snoozeReminder(id: $id, until: $until) { __typename ... on Reminder { snoozedUntil } ... on Problem { code } } }'
  const mute = 'mutation ($id: ID!, $muted: Boolean!) { muteReminder(id: $id, muted: $muted) { __typename ... on Reminder { muted } ... on Problem { code } } }'
  test('are put off by their recipient and come once more on the day; muted ones never do', async () => {
    await hub.database.write({ tenants: [birke, alder] }, { correlationId: 'test' }, ({ sql }) => sql`update learning_agreements set turn = 'nobody'`)
    const later = await anAgreement('receiving', '2027-05-20')
    const never = await anAgreement('receiving', '2027-05-21')
    const today = hub.dependencies.clock().toISOString().slice(0, 10)
    const until = new Date(Date.parse(today) + 48 * hour).toISOString().slice(0, 10)
    const id = (await reminderOf(officeOf(alder), later))?.id
    expect((await hub.graph<Record<string, object>>(snooze, { id, until }, officeOf(cedro))).data.snoozeReminder).toMatchObject({ code: 'not-found' })
    expect((await hub.graph<Record<string, object>>(snooze, { id, until: today }, officeOf(alder))).data.snoozeReminder).toMatchObject({
      code: 'snooze-out-of-range',
    })
    expect((await hub.graph<Record<string, object>>(snooze, { id, until }, officeOf(alder))).data.snoozeReminder).toMatchObject({ snoozedUntil: until })
    const other = (await reminderOf(officeOf(alder), never))?.id
    expect((await hub.graph<Record<string, object>>(mute, { id: other, muted: true }, officeOf(alder))).data.muteReminder).toMatchObject({ muted: true })
    expect((await listed(officeOf(alder))).filter((one) => [later, never].includes(one.subjectId))).toEqual([])
    hub.pass(24 * hour)
    await working()
    expect(received().map((mail) => mail.to)).not.toContain(`office@${alder}`)
    hub.pass(24 * hour)
    await working()
    expect(received().filter((mail) => mail.to === `office@${alder}`)).toHaveLength(1)
    hub.pass(90 * 24 * hour)
    await working()
    await settle(never)
    received()
  })
})

describe('an institution’s own words', () => {
  const admin: Who = { institution: alder, roles: ['institution-administrator'] }
  const save = `mutation ($body: String!, $v: Int!) { saveMailTemplate(kind: OFFICE_DIGEST, language: DE, subject: "Neues für {{institution}}", body: $body, expectedVersion: $v) {
    __typename ... on MailTemplate { version } ... on Problem { code details } } }`
  test('are checked, versioned, shown before they go out, and used from then on', async () => {
    const said = async (body: string, v: number) => (await hub.graph<Record<string, object>>(save, { body, v }, admin)).data.saveMailTemplate
    expect(await said('{{items}} {{esi}}', 0)).toMatchObject({ code: 'unknown-placeholder', details: { unknown: ['esi'] } })
    expect(await said('Neu: {{items}}', 0)).toMatchObject({ version: 1 })
    expect(await said('Neu: {{items}}', 0)).toMatchObject({ code: 'stale-version' })
    expect(await said('Ganz neu: {{items}}', 1)).toMatchObject({ version: 2 })
    const preview =
      'query ($body: String) { mailPreview(kind: OFFICE_DIGEST, language: DE, body: $body) { __typename ... on MailPreview { subject text html } ... on Problem { code } } }'
    expect((await hub.graph<Record<string, object>>(preview, {}, admin)).data.mailPreview).toMatchObject({
      subject: 'Neues für uni-alder.example',
      text: expect.stringMatching(/^Ganz neu: - /),
    })
    expect((await hub.graph<Record<string, object>>(preview, { body: 'nothing' }, admin)).data.mailPreview).toMatchObject({ code: 'placeholder-missing' })
    const all = (await hub.graph<{ mailTemplates: { version: number }[] }>('{ mailTemplates { kind language version placeholders } }', {}, admin)).data
      .mailTemplates
    expect(all.filter((one) => one.version === 2)).toHaveLength(1)
    expect(all).toHaveLength(8)
    const theirs = (await hub.graph<{ mailTemplates: { version: number }[] }>('{ mailTemplates { version } }', {}, officeOf(birke))).data.mailTemplates
    expect(theirs.every((one) => one.version === 0)).toBe(true)
  })

  test('go from the sender and to the offices that it named; an address that would be a second header is refused', async () => {
    const set = `mutation ($office: String!, $v: Int!) { saveMailSettings(sender: "mobil@uni-alder.example", offices: [{ role: "international-office", address: $office }], language: DE, timeZone: "Europe/Berlin", expectedVersion: $v) {
      __typename ... on MailSettings { version sender offices { role address } } ... on Problem { code details } } }`
    const said = async (office: string, v = 0) => (await hub.graph<Record<string, object>>(set, { office, v }, admin)).data.saveMailSettings
    for (const wrong of ['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', 'Anna <a@b.example>', 'nobody'])
      expect([wrong, await said(wrong)]).toMatchObject([wrong, { code: 'address-malformed' }])
    expect(await said('io@uni-alder.example')).toMatchObject({ version: 1, sender: 'mobil@uni-alder.example' })
    expect(await said('io@uni-alder.example')).toMatchObject({ code: 'stale-version' })
    await anAgreement('receiving', '2027-12-01')
    hub.pass(24 * hour)
    await working()
    const [mail] = received().filter((one) => one.to === 'io@uni-alder.example')
    expect(mail?.raw).toMatch(/^From: "?uni-alder.example"? <mobil@uni-alder.example>$/m)
    expect(mail?.raw).toContain('Ganz neu:')
  })
})

describe('without a mail server', () => {
  test('mails are kept, and read by their own institution or learner alone', async () => {
    const esi = `urn:schac:personalUniqueCode:int:esi:${birke}:kept-1`
    const learner = await aLearner('dora@mail.example', esi)
    await anAgreement('learner', '2028-01-05', learner)
    await anAgreement('receiving', '2028-01-05')
    hub.pass(24 * hour)
    await hub.database.write({ tenants: [birke, alder] }, { correlationId: 'test' }, ({ sql }) => sql`update mails set state = 'sent' where state = 'pending'`)
    const { settings, clock } = hub.dependencies
    await working({})
    expect(received()).toEqual([])
    const read = (institution: string, own: string | null = null) => keptMails(hub.database, settings, { institution, esi: own }, clock().toISOString())
    expect((await read(alder)).map((mail) => mail.to)).toEqual(['io@uni-alder.example'])
    expect((await read(birke)).map((mail) => mail.to)).toEqual([])
    expect((await read(birke, esi)).map((mail) => [mail.to, mail.text.includes('Hej Åsa')])).toEqual([['dora@mail.example', true]])
    expect(await read(birke, `${esi}0`)).toEqual([])
    hub.pass(15 * 24 * hour)
    await working({})
    expect(await read(birke, esi)).toEqual([])
  })
})
