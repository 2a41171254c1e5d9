import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataOf, type HubEvent, OpportunityOpened, OpportunityPublished, SubmissionSubmitted, type SubmittedRow } from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { startPostgres } from '@collegium/database/embedded'
import { hubEvent, ignored } from '@collegium/events'
import { subscriptions } from '@collegium/mobility/subscriptions'
import { buildLogger, type Dependencies } from '@collegium/service-kit'
import postgres from 'postgres'
import { Registry } from 'prom-client'
import { v7 as newId } from 'uuid'
import { root, type TestHub } from '../../hub.ts'
import { type Emit, round, say, timed } from './measures.ts'

const rows = 10_000
const home = 'uni-birke.example'

/** Ten thousand submitted rows as mobility's consumer gets them, in batches, against copying as many plain rows into a table. */
export async function recording(test: TestHub, emit: Emit): Promise<void> {
  const instanceId = newId()
  const specificationId = newId()
  const lead = 'uni-alder.example'
  const [specification] = await test.look<{ specification: DataOf<typeof OpportunityPublished>['specification'] }>(
    'mobility',
    (sql) => sql`select specification from public_specifications limit 1`,
  )
  const [instance] = await test.look<{ instance: DataOf<typeof OpportunityOpened>['instance'] }>(
    'mobility',
    (sql) => sql`select instance from public_instances limit 1`,
  )
  if (!specification || !instance) throw new Error('The demo has no offer')
  const submitted = new Map<string, SubmittedRow>()
  const events = Array.from({ length: rows }, (_, i): HubEvent => {
    const submissionId = newId()
    const about = { submissionId, runId: newId(), streamId: newId(), instanceId, lead, home, attempt: 1 }
    submitted.set(submissionId, {
      ...about,
      learner: {
        esi: `urn:schac:personalUniqueCode:int:esi:${home}:r-${i}`,
        localId: null,
        givenNames: 'Row',
        familyName: `Number ${i}`,
        birthDate: '2001-02-03',
        email: null,
      },
      outcome: 'passed',
      grade: '1.7',
      gradingScheme: instance.instance.gradingScheme,
      ects: 5,
      assessedOn: '2026-06-20',
    })
    return hubEvent({ type: SubmissionSubmitted, institution: lead, aggregateVersion: 1, data: about, correlationId: 'bench' })
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-bench-'))
  chmodSync(dataDir, 0o755)
  const server = await startPostgres({ dataDir, durable: true })
  const { url } = await prepareDatabase({ ownerUrl: server.url, service: 'mobility', migrations: join(root, 'services', 'mobility', 'migrations') })
  const database = openDatabase({ url, service: 'mobility' })
  const dependencies: Dependencies = {
    service: 'mobility',
    database,
    logger: buildLogger({ level: 'silent' }),
    metrics: new Registry(),
    tokens: { verify: () => Promise.reject(new Error('nobody asks')) },
    peers: {
      claim: <T>(_path: string, _purpose: string, body: { ids: readonly string[] }) =>
        Promise.resolve({ submissions: body.ids.map((id) => submitted.get(id)) } as T),
    } as Dependencies['peers'],
    clock: () => new Date(),
    settings: { publicUrl: test.url, dataDir: '', standardsDir: null, secret: Buffer.alloc(32, 3), demo: false },
  }
  const topics = subscriptions(dependencies)
  const feed = async (batch: readonly HubEvent[]) => {
    const handler = topics.find((topic) => topic.topic === batch[0]?.topic)?.handlerOf(batch[0]?.type ?? '')
    if (!handler || handler === ignored) throw new Error('Nobody handles it')
    const prepared = await handler.prepare?.(batch as readonly HubEvent<never>[])
    await database.write({ tenants: [lead, home] }, { correlationId: 'bench' }, (tx) => handler.apply(batch as readonly HubEvent<never>[], tx, prepared))
  }
  await feed([
    hubEvent({
      type: OpportunityPublished,
      institution: lead,
      aggregateVersion: 1,
      correlationId: 'bench',
      data: { specificationId, version: 1, specHash: 'a'.repeat(64), specification: { ...specification.specification, specificationId, lead } },
    }),
  ])
  await feed([
    hubEvent({
      type: OpportunityOpened,
      institution: lead,
      aggregateVersion: 1,
      correlationId: 'bench',
      data: { specificationId, version: 1, lead, partners: [home], instance: { ...instance.instance, instanceId, specificationId } },
    }),
  ])
  const took = await timed(async () => {
    for (let from = 0; from < events.length; from += 500) await feed(events.slice(from, from + 500))
  })
  const [recorded] = await database.reader({ tenants: [lead] }).$client<{ n: number }[]>`select count(*)::int as n from results`
  if (recorded?.n !== rows) throw new Error(`${recorded?.n} of ${rows} rows were recorded`)
  await database.close()
  const plain = postgres(server.url, { max: 1, onnotice: () => {} })
  const copied = await timed(async () => {
    await plain`create temporary table plain_rows (id uuid primary key, body jsonb)`
    for (let from = 0; from < events.length; from += 500)
      await plain`insert into plain_rows select (r ->> 'submissionId')::uuid, r from jsonb_array_elements(${JSON.stringify([...submitted.values()].slice(from, from + 500))}::text::jsonb) r`
  })
  await plain.end()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
  say(`${rows} rows recorded in ${round(took / 1000)} s`)
  emit({
    metric: `${rows} result rows recorded`,
    value: round(took / 1000, 2),
    unit: 's',
    baseline: 'the same rows as plain JSON into one table',
    ratio: round(took / copied, 1),
    reach: 10,
    ok: took <= 10_000,
  })
}
