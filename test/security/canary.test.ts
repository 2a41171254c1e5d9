import { createHash } from 'node:crypto'
import { services } from '@collegium/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'
import { resultsCsv } from '../journeys/results-csv.ts'

/** A learner whom no chance could bring into a log. */
const canary = { learner: 'canary-77xq', givenNames: 'Zyxwanda', familyName: 'Quelbrontosky', birthDate: '1987-03-29', email: 'zyx.quel@canary-mail.example' }
const esi = 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:canary-77xq'
const secrets = [canary.givenNames, canary.familyName, canary.learner, canary.birthDate, '29.03.1987', canary.email, 'canary-mail', 'Quelbronto']
/** Nothing computed from them either: a hash of an identifier can be tried out. */
const computed = [esi, esi.toLowerCase(), canary.email, canary.learner].flatMap((text) =>
  (['sha256', 'sha1', 'md5'] as const).flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((form) => createHash(algorithm).update(text).digest(form)),
  ),
)

const hits = (text: string): string[] => [...secrets, ...computed].filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))

describe('a learner on the whole main path', { timeout: 60_000 }, () => {
  let hub: TestHub
  let runId: string
  let sealed: string
  const answers: string[] = []

  beforeAll(async () => {
    hub = await Hub.start({ keepLog: true })
    const alder = await hub.as('office@uni-alder.example')
    const birke = await hub.as('office@uni-birke.example')
    const taken = async (rows: Parameters<typeof resultsCsv>[0]) => {
      const run = await alder.check({ file: resultsCsv(rows) })
      await alder.accept(run.id)
      await hub.settle()
      await alder.until(run.id, ['done'])
      return run.id
    }
    runId = await taken([canary, { ...canary, attempt: '2', grade: '17' }, { ...canary, esi: '' }])
    for (const form of ['csv', 'xlsx']) await alder.bytes(`/api/imports/${runId}/problems.${form}`)
    // Corrected; told apart by another name; taken back: every branch that has a person in its hands.
    const corrected = await taken([{ ...canary, grade: '1.3' }])
    await taken([{ ...canary, givenNames: `${canary.givenNames}ova`, attempt: '3' }])
    const { data } = await birke.ask(
      '{ enrolments(first: 5) { edges { node { participantName learner { familyName esi email birthDate } credentials { id } } } } }',
    )
    const node = (data as { enrolments: { edges: { node: { participantName: string; learner: { esi: string }; credentials: { id: string }[] } }[] } })
      .enrolments.edges[0]?.node
    expect([node?.participantName, node?.learner.esi]).toEqual([`${canary.givenNames} ${canary.familyName}`, esi])
    const bytes = await birke.bytes(`/api/credentials/${node?.credentials[0]?.id}`)
    sealed = Buffer.from(bytes).toString('utf8')
    // What clients get wrong with a person in it.
    const wrong: [string, RequestInit][] = [
      ['/api/verify', { method: 'POST', body: sealed.replace('Data and Society', 'Data and Sobriety') }],
      ['/api/verify', { method: 'POST', body: `{"${canary.familyName}": "${esi}"` }],
      ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: `{ learnerByEsi(esi: "${esi}") }` }) }],
      ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: `{ ${canary.familyName} }` }) }],
      ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query": "${canary.email}` }],
      [`/api/imports/${encodeURIComponent(esi)}`, {}],
      [`/${canary.familyName}?email=${canary.email}`, {}],
      [`/sign-in?to=/${canary.familyName}`, { redirect: 'manual' }],
      [`/api/credentials/${canary.familyName}?token=${canary.email}`, {}],
    ]
    for (const [path, init] of wrong) {
      const answer = await birke.fetch(path, init)
      expect([path, answer.status < 500]).toEqual([path, true])
      await answer.text()
    }
    const quarrel = await alder.post({ file: resultsCsv([canary]), name: 'results.csv', offering: 'NO-SUCH-COURSE' })
    answers.push(await quarrel.text())
    await alder.undo(corrected)
    await hub.settle()
  }, 300_000)
  afterAll(() => hub?.stop())

  const dump = async (database: Parameters<TestHub['look']>[0]): Promise<{ table: string; text: string }[]> => {
    const tables = await hub.look<{ name: string }>(
      database,
      (sql) => sql`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
    )
    return Promise.all(
      tables.map(async ({ name }) => {
        const rows = await hub.look<Record<string, unknown>>(database, (sql) => sql`select * from ${sql(name)}`)
        return {
          table: `${database}.${name}`,
          text: rows
            .map((row) =>
              Object.values(row)
                .map((value) =>
                  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : typeof value === 'object' ? JSON.stringify(value) : String(value),
                )
                .join('\n'),
            )
            .join('\n'),
        }
      }),
    )
  }

  test('is on the credential: the scans below look for what is really there', () => {
    expect(hits(sealed)).toEqual(expect.arrayContaining([canary.givenNames, canary.familyName]))
  })
  test('is in no line of the log', () => {
    expect(hub.logLines.length).toBeGreaterThan(50)
    expect(hub.logLines.join('').includes('"route"')).toBe(true)
    expect(hub.logLines.filter((line) => hits(line).length > 0)).toEqual([])
  })
  test('is in no metric', async () => {
    const metrics = await (await fetch(`${hub.url}/metrics`)).text()
    expect(metrics).toContain('# HELP')
    expect(hits(metrics)).toEqual([])
  })
  test('is in no event, and nothing computed from it is', async () => {
    const tables = await dump('events')
    expect(
      tables.some(({ text }) => text.includes(runId)),
      'the scan reads the events',
    ).toBe(true)
    expect(tables.filter(({ text }) => hits(text).length > 0).map(({ table, text }) => [table, hits(text)])).toEqual([])
  })
  test('is in no table of any service in the clear, analytics not at all', async () => {
    for (const service of services) {
      const tables = await dump(service)
      expect(tables.filter(({ text }) => hits(text).length > 0).map(({ table, text }) => [table, hits(text)])).toEqual([])
    }
    const [learner] = await hub.look<{ id: string }>('mobility', (sql) => sql`select id from learners where wrapped_key is not null limit 1`)
    expect(learner).toBeDefined()
    const text = (await dump('analytics'))
      .filter(({ table }) => !/outbox|inbox|position|parked/.test(table))
      .map((one) => one.text)
      .join('\n')
    expect(text).toContain('uni-birke.example')
    expect(text.includes(learner?.id ?? '?'), 'analytics does not even know the pseudonym').toBe(false)
  })
  test('is not in an answer about something else', () => {
    expect(hits(answers.join())).toEqual([])
  })
})
