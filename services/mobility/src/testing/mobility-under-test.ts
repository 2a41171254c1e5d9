import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataOf, type EventType, type HubEvent, InstitutionVerified, type Role, services, typeNamed } from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { hubEvent, ignored } from '@collegium/events'
import { buildLogger, type Dependencies, makeKeys, type Peers, readKeys, type Session, tokenMint, tokenVerifier } from '@collegium/service-kit'
import { testPostgresUrl } from '@collegium/testing'
import { Registry } from 'prom-client'
import { v7 as newId } from 'uuid'
import { buildApp } from '../app.ts'
import { subscriptions } from '../subscriptions.ts'

export const alder = 'uni-alder.example'
export const birke = 'uni-birke.example'
export const cedro = 'uni-cedro.example'

export interface Who {
  readonly institution?: string
  readonly roles?: readonly Role[]
  readonly session?: Partial<Session>
}
/** The international office of an institution. */
export const officeOf = (institution: string): Who => ({ institution, roles: ['international-office'] })
export const learnerOf = (institution: string, learner: string): Who => ({ institution, roles: ['learner'], session: { kind: 'learner', learner } })

/** The service on a database of its own, with its routes, graph and handlers; other services are played by the events that a test feeds, and by `claim`. */
export async function mobilityUnderTest(options: { now?: Date; claim?: Peers['claim'] } = {}) {
  const service = `mobility_${newId().slice(-12)}`
  const { url } = await prepareDatabase({ ownerUrl: await testPostgresUrl(), service, migrations: join(import.meta.dirname, '../../migrations') })
  const dataDir = mkdtempSync(join(tmpdir(), 'mobility-'))
  makeKeys(join(dataDir, 'keys'), [...services, 'gateway'])
  let now = options.now ?? new Date('2026-11-22T10:00:00.000Z')
  const clock = () => now
  const database = openDatabase({ url, service })
  const dependencies: Dependencies = {
    service: 'mobility',
    database,
    logger: buildLogger({ level: process.env.HUB_LOG_LEVEL ?? 'silent' }),
    metrics: new Registry(),
    tokens: tokenVerifier('mobility', readKeys(join(dataDir, 'keys'), 'mobility'), clock),
    peers: { claim: options.claim ?? (() => Promise.reject(new Error('mobility asks nobody in this test'))) },
    clock,
    settings: { publicUrl: 'http://127.0.0.1:9', dataDir, standardsDir: null, secret: Buffer.alloc(32, 6), demo: true },
  }
  const { app, graph: endpoint } = buildApp(dependencies)
  await app.ready()
  const topics = subscriptions(dependencies)
  let read = 0

  /** Hands events to the handlers as the consumer does. */
  async function feed(...events: readonly HubEvent[]): Promise<void> {
    for (const event of events) {
      const handler = topics.find((t) => t.topic === event.topic)?.handlerOf(event.type)
      if (!handler || handler === ignored) continue
      const batch = [event as HubEvent<never>]
      const prepared = await handler.prepare?.(batch)
      await database.write({ tenants: [alder, birke, cedro] }, { correlationId: 'test' }, (tx) => handler.apply(batch, tx, prepared))
    }
  }
  /** What was published since the last call, in order. */
  async function published(): Promise<{ fact: string; data: Record<string, unknown> }[]> {
    const rows = await database.unowned<
      { type: string; payload: Record<string, unknown> }[]
    >`select type, payload from outbox order by created_at, seq offset ${read}`
    read += rows.length
    return rows.map((row) => {
      const { aggregate, fact } = typeNamed(row.type) as EventType
      return { fact: `${aggregate}.${fact}`, data: row.payload }
    })
  }
  /** What the gateway would mint for somebody. */
  async function token({ institution = birke, roles = ['international-office'], session = {} }: Who = officeOf(birke)): Promise<string> {
    // A mint of its own each time: it keeps tokens by the machine's clock, and this clock is moved by hand.
    return tokenMint('gateway', readKeys(join(dataDir, 'keys'), 'gateway'), clock).mint('mobility', {
      subject: `person:${roles[0]}@${institution}`,
      kind: 'person',
      institution,
      roles,
      units: [],
      ...session,
    })
  }
  /** A question to the graph as the gateway passes it on. */
  async function graph<T = Record<string, never>>(query: string, variables: Record<string, unknown>, who: Who = officeOf(birke)) {
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${await token(who)}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ query, variables }),
    })
    return answer.json<{ data: T; errors?: readonly { message: string; extensions?: { code?: string } }[] }>()
  }
  /** A subscription as the gateway opens it, message by message; null at its end. */
  async function listen<T>(query: string, variables: Record<string, unknown>, who: Who) {
    const answer = await endpoint(
      new Request('http://mobility.internal/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${await token(who)}`, 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query, variables }),
      }),
    )
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    let text = ''
    return {
      async next(): Promise<{ data: T | null; errors?: readonly { extensions?: { code?: string } }[] } | null> {
        for (;;) {
          const found = /data: (\{.*\})\n\n/.exec(text)
          if (found) {
            text = text.slice(found.index + found[0].length)
            return JSON.parse(found[1] ?? '')
          }
          const { done, value } = await reader.read()
          if (done) return null
          text += decoder.decode(value, { stream: true })
        }
      },
      leave: () => reader.cancel(),
    }
  }
  return {
    dependencies,
    listen,
    database,
    app,
    feed,
    published,
    graph,
    token,
    pass: (milliseconds: number) => void (now = new Date(now.getTime() + milliseconds)),
    async [Symbol.asyncDispose]() {
      await app.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const anEvent = <T extends EventType>(type: T, data: DataOf<T>, institution = alder): HubEvent =>
  hubEvent({ type, institution, aggregateVersion: 1, data, correlationId: 'click-12345' })

/** The three universities, as the registry publishes them. */
export const theAlliance = (): HubEvent[] =>
  [
    [alder, 'DE'],
    [birke, 'SE'],
    [cedro, 'PT'],
  ].map(([schacId = '', country = '']) =>
    anEvent(InstitutionVerified, {
      schacId,
      version: 1,
      name: { en: schacId },
      country,
      city: 'Somewhere',
      legalIdentifier: `${country}-1`,
      accreditation: null,
    }),
  )
