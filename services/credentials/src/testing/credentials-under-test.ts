import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataOf, type EventType, type HubEvent, type LearnersAnswer, type Role, services, typeNamed } from '@collegium/contracts'
import { alderData, standardsDirectory, standardsMissing } from '@collegium/credential-formats/example'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { hubEvent, ignored } from '@collegium/events'
import { buildLogger, type Dependencies, makeKeys, readKeys, type Session, tokenMint, tokenVerifier } from '@collegium/service-kit'
import { startTestPostgres } from '@collegium/testing'
import { Registry } from 'prom-client'
import { v7 as uuidv7 } from 'uuid'
import { subscriptions } from '../subscriptions.ts'

export const alder = 'uni-alder.example'
export const birke = 'uni-birke.example'
export const cedro = 'uni-cedro.example'
type Learner = LearnersAnswer['learners'][number]

/** The service on a database of its own, with its real handlers; only mobility's answer to the claim check is made up here. */
export async function credentialsUnderTest() {
  const postgres = await startTestPostgres()
  const { url } = await prepareDatabase({ ownerUrl: postgres.url, service: 'credentials', migrations: join(import.meta.dirname, '../../migrations') })
  const keysDir = mkdtempSync(join(tmpdir(), 'credentials-keys-'))
  makeKeys(keysDir, [...services, 'gateway'])
  let now = new Date('2026-11-20T10:00:00.000Z')
  const clock = () => now
  const database = openDatabase({ url, service: 'credentials' })
  const learners = new Map<string, Learner>()
  const asked: string[][] = []
  const dependencies: Dependencies = {
    service: 'credentials',
    database,
    logger: buildLogger({ level: 'silent' }),
    metrics: new Registry(),
    tokens: tokenVerifier('credentials', readKeys(keysDir, 'credentials'), clock),
    peers: {
      async claim<Answer>(_path: string, _purpose: string, body: object) {
        const { enrolmentIds } = body as { enrolmentIds: string[] }
        asked.push(enrolmentIds)
        return { learners: enrolmentIds.flatMap((id) => learners.get(id) ?? []) } as Answer
      },
    },
    clock,
    settings: {
      publicUrl: 'https://hub.uni-alder.example',
      dataDir: keysDir,
      standardsDir: standardsMissing ? null : standardsDirectory,
      secret: Buffer.alloc(32, 7),
      demo: true,
    },
  }
  const gatewayKeys = readKeys(keysDir, 'gateway')
  const topics = subscriptions(dependencies)
  let read = 0

  /** Hands events to the handlers as the consumer does: batches of one handler, prepare outside, apply inside a transaction of the named tenants. */
  async function feed(...events: readonly HubEvent[]): Promise<void> {
    for (let from = 0; from < events.length; ) {
      const subscription = topics.find((t) => t.topic === events[from]?.topic)
      const handler = subscription?.handlerOf(events[from]?.type ?? '')
      let to = from + 1
      while (to < events.length && subscription?.topic === events[to]?.topic && subscription?.handlerOf(events[to]?.type ?? '') === handler) to++
      const batch = events.slice(from, to) as HubEvent<never>[]
      from = to
      if (!handler || handler === ignored) continue
      const prepared = await handler.prepare?.(batch)
      await database.write({ tenants: [alder, birke, cedro] }, { correlationId: 'test' }, (tx) => handler.apply(batch, tx, prepared))
    }
  }

  /** What was published since the last call, in order. */
  async function published(): Promise<HubEvent[]> {
    const rows = await database.unowned<
      { seq: string; type: string; payload: unknown; headers: Record<string, string> }[]
    >`select seq, type, payload, headers from outbox order by seq offset ${read}`
    read += rows.length
    return rows.map((row) => ({
      ...(hubEvent({
        type: typeNamed(row.type) as EventType,
        institution: alder,
        aggregateVersion: Number(row.headers.ce_aggregateversion ?? 1),
        data: row.payload as DataOf<EventType>,
        correlationId: row.headers.ce_correlationid ?? '',
      }) as HubEvent),
    }))
  }

  return {
    dependencies,
    database,
    feed,
    published,
    learners,
    /** Enrolments that mobility was asked for, call by call. */
    asked,
    pass: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds)
    },
    // A mint of its own each time: it keeps tokens by the machine's clock, and this clock is moved by hand.
    token: (institution: string, roles: readonly Role[], more: Partial<Session> = {}) =>
      tokenMint('gateway', gatewayKeys, clock).mint('credentials', {
        subject: `person:${roles[0]}@${institution}`,
        kind: 'person',
        institution,
        roles,
        units: [],
        ...more,
      }),
    async [Symbol.asyncDispose]() {
      await database.close()
      await postgres.stop()
      rmSync(keysDir, { recursive: true, force: true })
    },
  }
}

export const anEvent = <T extends EventType>(type: T, data: DataOf<T>, institution: string = alder): HubEvent =>
  hubEvent({ type, institution, aggregateVersion: 1, data, correlationId: 'click-12345' })

/** A result at the example's offering, with a learner of its own. */
export function aResult(change: Partial<{ attempt: number; enrolmentId: string; learnerId: string }> = {}) {
  const { instance, specification } = alderData
  return {
    enrolmentId: uuidv7(),
    attempt: 1,
    version: 1,
    instanceId: instance.instanceId,
    specificationId: specification.specificationId,
    learnerId: uuidv7(),
    lead: alder,
    home: birke,
    ...change,
  }
}
export const achieved = {
  outcome: 'passed' as 'passed' | 'failed' | 'withdrawn',
  ects: 5,
  grade: '1.7',
  gradingScheme: 'de-1-5',
  assessedOn: '2026-11-13',
  iscedF: '0612',
  academicYear: '2026/2027',
}
export const aLearner = (result: { enrolmentId: string; learnerId: string }, givenNames = 'Elin'): Learner => ({
  enrolmentId: result.enrolmentId,
  learnerId: result.learnerId,
  givenNames,
  familyName: 'Sjöberg',
  birthDate: '2003-04-05',
  identifier: { scheme: 'esi', value: `urn:schac:personaluniquecode:int:esi:uni-birke.example:${result.learnerId.slice(-6)}` },
})
