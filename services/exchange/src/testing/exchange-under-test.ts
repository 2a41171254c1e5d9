import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CredentialIssued,
  type DataOf,
  EnrolmentOutcomeRecorded,
  type EventType,
  type HubEvent,
  InstitutionVerified,
  OpportunityOpened,
  OpportunityPublished,
  type Purpose,
  type Role,
  services,
  SubmissionSettled,
  typeNamed,
} from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { hubEvent, ignored } from '@collegium/events'
import { buildLogger, type Dependencies, makeKeys, readKeys, type Session, tokenMint, tokenVerifier } from '@collegium/service-kit'
import { testPostgresUrl } from '@collegium/testing'
import { Registry } from 'prom-client'
import { v7 as newId } from 'uuid'
import { buildApp } from '../app.ts'
import { subscriptions } from '../subscriptions.ts'

export const alder = 'uni-alder.example'
export const birke = 'uni-birke.example'
export const cedro = 'uni-cedro.example'
export const jointCourse = { specificationId: newId(), instanceId: newId() }

/** The service on a database of its own, with its routes, handlers and background; other services are played by the events that a test feeds. */
export async function exchangeUnderTest(options: { publicUrl?: string; now?: Date } = {}) {
  const service = `exchange_${newId().slice(-12)}`
  const { url } = await prepareDatabase({ ownerUrl: await testPostgresUrl(), service, migrations: join(import.meta.dirname, '../../migrations') })
  const dataDir = await mkdtemp(join(tmpdir(), 'exchange-'))
  makeKeys(join(dataDir, 'keys'), [...services, 'gateway'])
  let now = options.now ?? new Date('2026-11-22T10:00:00.000Z')
  const clock = () => now
  const database = openDatabase({ url, service })
  const dependencies: Dependencies = {
    service: 'exchange',
    database,
    logger: buildLogger({ level: process.env.HUB_LOG_LEVEL ?? 'silent' }),
    metrics: new Registry(),
    tokens: tokenVerifier('exchange', readKeys(join(dataDir, 'keys'), 'exchange'), clock),
    peers: {
      claim: () => Promise.reject(new Error('exchange asks nobody in these tests')),
    },
    clock,
    settings: { publicUrl: options.publicUrl ?? 'http://127.0.0.1:9', dataDir, standardsDir: null, secret: Buffer.alloc(32, 5), demo: true },
  }
  const { app, background } = buildApp(dependencies)
  await app.ready()
  const topics = subscriptions(dependencies)
  let read = 0

  /** Hands events to the handlers as the consumer does. */
  async function feed(...events: readonly HubEvent[]): Promise<void> {
    for (const event of events) {
      const handler = topics.find((t) => t.topic === event.topic)?.handlerOf(event.type)
      if (!handler || handler === ignored) continue
      await database.write({ tenants: [alder, birke, cedro] }, { correlationId: 'test' }, async (tx) =>
        handler.apply([event as HubEvent<never>], tx, await handler.prepare?.([event as HubEvent<never>])),
      )
    }
  }
  async function published(): Promise<HubEvent[]> {
    const rows = await database.unowned<
      { type: string; payload: DataOf<EventType>; headers: Record<string, string> }[]
    >`select type, payload, headers from outbox order by created_at, seq offset ${read}`
    read += rows.length
    return rows.map((row) =>
      hubEvent({
        type: typeNamed(row.type) as EventType,
        institution: alder,
        aggregateVersion: 1,
        data: row.payload,
        correlationId: row.headers.ce_correlationid,
      }),
    )
  }
  const token = (institution: string, roles: readonly Role[], more: Partial<Session> = {}) =>
    tokenMint('gateway', readKeys(join(dataDir, 'keys'), 'gateway'), clock).mint('exchange', {
      subject: `person:office@${institution}`,
      kind: 'person',
      institution,
      roles,
      units: [],
      ...more,
    })

  /** A request as the gateway passes it on. */
  async function call(
    method: 'GET' | 'POST',
    path: string,
    as: { institution?: string; roles?: readonly Role[]; headers?: Record<string, string>; payload?: string | Buffer } = {},
  ) {
    const authorization = `Bearer ${await token(as.institution ?? alder, as.roles ?? ['examinations-office'])}`
    return app.inject({ method, url: path, headers: { authorization, ...as.headers }, ...(as.payload !== undefined && { payload: as.payload }) })
  }
  async function upload(content: string | Buffer, fields: Record<string, string> = {}, as: { institution?: string; roles?: readonly Role[] } = {}) {
    const form = new FormData()
    for (const [name, value] of Object.entries({ template: 'joint-course-results', institution: alder, offering: 'ALD-DATA-2026', ...fields }))
      form.append(name, value)
    form.append('file', new Blob([new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content)]), 'results.bin')
    const request = new Request('http://x', { method: 'POST', body: form })
    return call('POST', '/api/imports', {
      ...as,
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      payload: Buffer.from(await request.arrayBuffer()),
    })
  }
  const graph = async <T>(query: string, variables: Record<string, unknown>, as: { institution?: string; roles?: readonly Role[] } = {}) =>
    (await call('POST', '/graphql', { ...as, headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ query, variables }) })).json<{
      data: T
      errors?: readonly { message: string }[]
    }>()

  /** Mobility's claim check on the submissions of these events. */
  async function claim(
    ids: readonly string[],
    { as = 'mobility', purpose = 'record-result', tenants = [alder] }: { as?: 'mobility' | 'credentials'; purpose?: Purpose; tenants?: string[] } = {},
  ) {
    const bearer = await tokenMint(as, readKeys(join(dataDir, 'keys'), as), clock).mint('exchange', {
      subject: `service:${as}`,
      kind: 'service',
      institution: '',
      roles: ['system'],
      units: [],
    })
    return app.inject({
      method: 'POST',
      url: '/internal/submissions/batch-get',
      headers: { authorization: `Bearer ${bearer}` },
      payload: { purpose, tenants, ids: [...ids] },
    })
  }

  return {
    dependencies,
    database,
    app,
    background,
    feed,
    published,
    call,
    token,
    upload,
    graph,
    claim,
    pass: (milliseconds: number) => void (now = new Date(now.getTime() + milliseconds)),
    async [Symbol.asyncDispose]() {
      await background.close()
      await app.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export const anEvent = <T extends EventType>(type: T, data: DataOf<T>, institution = alder): HubEvent =>
  hubEvent({ type, institution, aggregateVersion: 1, data, correlationId: 'click-12345' })

const text = { en: 'Data and Society' }
const institutionOf = (schacId: string, country: string, name: string) =>
  anEvent(InstitutionVerified, { schacId, version: 1, name: { en: name }, country, city: 'Somewhere', legalIdentifier: `${country}-1`, accreditation: null })

/** The demo alliance and its joint course, as registry and catalogue publish them. */
export const theAlliance = (change: { ects?: number; version?: number } = {}): HubEvent[] => [
  institutionOf(alder, 'DE', 'Alder University'),
  institutionOf(birke, 'SE', 'Birke University'),
  institutionOf(cedro, 'PT', 'Cedro University'),
  anEvent(OpportunityPublished, {
    specificationId: jointCourse.specificationId,
    version: change.version ?? 1,
    specHash: (change.version ?? 1).toString().repeat(64),
    specification: {
      specificationId: jointCourse.specificationId,
      version: change.version ?? 1,
      code: 'ALD-DATA',
      kind: 'joint-course',
      lead: alder,
      partners: [birke, cedro],
      title: text,
      learningOutcomes: [{ title: text, escoSkill: null }],
      ects: change.ects ?? 5,
      workloadHours: 135,
      eqfLevel: 6,
      iscedF: '0613',
      assessment: { type: 'project', text },
      participation: 'blended',
      qualityAssurance: {
        responsibleBody: alder,
        kind: 'programme',
        agency: 'Agency',
        title: 'Accreditation',
        report: 'https://quality.example/1',
        validUntil: '2031-01-01',
      },
      prerequisites: null,
      identityCheck: null,
      stackability: null,
      language: 'en',
    },
  }),
  anEvent(OpportunityOpened, {
    specificationId: jointCourse.specificationId,
    version: change.version ?? 1,
    lead: alder,
    partners: [birke, cedro],
    instance: {
      instanceId: jointCourse.instanceId,
      specificationId: jointCourse.specificationId,
      specificationVersion: 1,
      code: 'ALD-DATA-2026',
      academicYear: '2026/2027',
      startsOn: '2026-09-01',
      endsOn: '2027-01-31',
      gradingScheme: 'de-1-5',
      releaseOnAcceptance: true,
    },
  }),
]

type Submitted = { submissionId: string; streamId: string; runId: string; instanceId: string; lead: string; home: string; attempt: number }
/** What mobility answers to a submitted row. */
export const settledAs = (
  submitted: Submitted,
  outcome: DataOf<typeof SubmissionSettled>['outcome'],
  more: Partial<DataOf<typeof SubmissionSettled>> = {},
): HubEvent => {
  const { submissionId, streamId, runId, instanceId, lead, home, attempt } = submitted
  return anEvent(SubmissionSettled, {
    submissionId,
    streamId,
    runId,
    instanceId,
    lead,
    home,
    attempt,
    outcome,
    reason: null,
    turn: null,
    enrolmentId: newId(),
    resultVersion: 1,
    credentialDue: false,
    ...more,
  })
}
const about = (s: Submitted, enrolmentId: string) => ({
  enrolmentId,
  attempt: s.attempt,
  resultVersion: 1,
  instanceId: s.instanceId,
  learnerId: newId(),
  lead: s.lead,
  home: s.home,
  version: 1,
})
export const issuedFor = (s: Submitted, enrolmentId: string): HubEvent =>
  anEvent(CredentialIssued, {
    ...about(s, enrolmentId),
    awardId: newId(),
    credentialId: newId(),
    specificationId: jointCourse.specificationId,
    supersedes: null,
    ects: 5,
    iscedF: '0613',
    academicYear: '2026/2027',
    eqfLevel: 6,
    grade: '1.3',
    gradingScheme: 'de-1-5',
  })
export const outcomeFor = (s: Submitted, enrolmentId: string): HubEvent =>
  anEvent(EnrolmentOutcomeRecorded, { ...about(s, enrolmentId), caseId: newId(), outcome: 'full', credits: 5 }, birke)
