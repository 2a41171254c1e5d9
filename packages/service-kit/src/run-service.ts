import type { ServiceName } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { type Consumers, type EventLog, type Relay, startConsumers, startRelay, type TopicSubscription } from '@collegium/events'
import type { FastifyInstance } from 'fastify'
import type { Dependencies } from './dependencies.ts'
import type { ErrorCatalogue } from './problems.ts'
import type { Part } from './server.ts'

/** What `app.ts` of every service offers. */
export interface ServiceModule {
  readonly errors: ErrorCatalogue
  buildApp(dependencies: Dependencies): { app: FastifyInstance; graph: (request: Request) => Promise<Response>; background?: Background }
  subscriptions(dependencies: Dependencies): readonly TopicSubscription<Transaction>[]
}

/** Work that nobody calls: senders, checkers, clean-up. */
export interface Background {
  start(): void
  /** Nothing left to do at this moment. */
  idle?(): Promise<void>
  close(): Promise<void>
}

export interface RunningService {
  readonly name: ServiceName
  readonly app: FastifyInstance
  /** The subgraph, without a socket in between. */
  readonly graph: (request: Request) => Promise<Response>
  readonly consumers: Consumers
  readonly relay: Relay
  /** Outbox empty, log handled, background work done. */
  idle(): Promise<void>
  readiness(): Promise<Part[]>
  close(): Promise<void>
}

/** Runs a service: its HTTP side, its relay, its consumers, its background work. Nothing listens yet. */
export async function runService(module: ServiceModule, dependencies: Dependencies, log: EventLog): Promise<RunningService> {
  const { service, database, logger, metrics } = dependencies
  const { app, graph, background } = module.buildApp(dependencies)
  await app.ready()
  const relay = startRelay({ sql: database.unowned, log, logger, metrics })
  const consumers = await startConsumers<Transaction>({
    service,
    subscriptions: module.subscriptions(dependencies),
    log,
    sql: database.unowned,
    transact: (tenants, cause, work) => database.write({ tenants }, { correlationId: cause.correlationId }, work),
    logger,
    metrics,
  })
  background?.start()
  return {
    name: service,
    app,
    graph,
    relay,
    consumers,
    async idle() {
      await background?.idle?.()
      await relay.idle()
      await consumers.idle()
    },
    async readiness() {
      const answer = await app.inject({ method: 'GET', url: '/readyz' })
      const { parts } = answer.json<{ parts: Part[] }>()
      return parts.map((part) => ({ ...part, part: `${service}: ${part.part}` }))
    },
    async close() {
      await consumers.close()
      await background?.close()
      await relay.close()
      await app.close()
      await database.close()
    },
  }
}
