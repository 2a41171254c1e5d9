import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallerName, services, type ServiceName, topics } from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import type { EventLog } from '@collegium/events'
import { openKafkaLog } from '@collegium/events/kafka'
import { openPostgresLog } from '@collegium/events/postgres'
import { buildGateway, type Planner } from '@collegium/gateway'
import {
  type Dependencies,
  type Dispatch,
  inProcess,
  makeKeys,
  type Part,
  peers,
  readKeys,
  type RunningService,
  runService,
  type Settings,
  tokenMint,
  tokenVerifier,
} from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import postgres from 'postgres'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { builtInIdentity, identityClient } from './demo/identity.ts'
import { seedMobility } from './demo/mobility.ts'
import { seedDemo } from './demo/seed.ts'
import { CannotStart } from './data-lock.ts'
import { firstAdministrator } from './first-administrator.ts'
import { mailDrawer } from './mail-drawer.ts'
import { modules } from './modules.ts'
import { keptSecrets } from './secrets.ts'

export interface HubOptions {
  /** Folder of the checkout: migrations and the supergraph are read from it. */
  readonly root: string
  readonly dataDir: string
  /** PostgreSQL as owner; each service gets a database and a role of its own in it. */
  readonly databaseUrl: string
  readonly eventLog: { readonly driver: 'postgres' } | { readonly driver: 'kafka'; readonly brokers: readonly string[] }
  readonly host: string
  /** 0 takes a free one; then `publicUrl` follows from it. */
  readonly port: number
  readonly publicUrl: string | null
  readonly planner: Planner
  readonly seed: 'demo' | 'none'
  readonly standardsDir: string | null
  readonly logger: Logger
  readonly clock: () => Date
  /** Mail server; without one the demo's mails are read at /mail. */
  readonly smtpUrl?: string
  readonly identity: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly claims: 'hub' | 'myacademicid' } | null
}

export interface Hub {
  readonly url: string
  readonly services: ReadonlyMap<ServiceName, RunningService>
  readonly gateway: FastifyInstance
  readonly log: EventLog
  /** The one-time link for the first administrator of a hub that knows nobody; null otherwise. */
  readonly firstAdministratorLink: string | null
  /** Resolves when nothing is under way any more: every outbox empty, every consumer through, twice in a row. */
  settle(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts the whole hub in this process: all services, their relays and consumers, and the gateway that listens. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const { dataDir, logger, clock } = options
  mkdirSync(dataDir, { recursive: true })
  const secret = keptSecrets(dataDir)
  const keysDir = join(dataDir, 'keys')
  const callers: CallerName[] = [...services, 'gateway']
  makeKeys(keysDir, callers)
  const log = await openLog(options)
  await log.ensureTopics(topics)

  const running = new Map<ServiceName, RunningService>()
  const answers = new Map<ServiceName, (request: Request) => Promise<Response>>()
  const dispatch: Dispatch = (service, request) => {
    const one = running.get(service)
    if (!one) throw new Error(`${service} is not running`)
    return new URL(request.url).pathname === '/graphql'
      ? one.graph(request)
      : (answers.get(service)?.(request) ?? Promise.reject(new Error(`${service} is not running`)))
  }
  // The address is sealed into credentials, so it has to be known before anything is issued.
  const port = options.port === 0 ? await (await import('@collegium/database/embedded')).freePort() : options.port
  const url = `http://${options.host === '0.0.0.0' ? '127.0.0.1' : options.host}:${port}`
  const publicUrl = (options.publicUrl ?? url).replace(/\/$/, '')
  const demo = options.seed === 'demo'

  const prepared = await Promise.all(
    services.map(async (service) => ({
      service,
      ...(await prepareDatabase({ ownerUrl: options.databaseUrl, service, migrations: join(options.root, 'services', service, 'migrations') })),
    })),
  )
  const registries = new Map<string, Registry>()
  const metricsOf = (name: string) => {
    const registry = new Registry()
    registry.setDefaultLabels({ service: name })
    registries.set(name, registry)
    return registry
  }
  const settingsOf = (service: ServiceName): Settings => ({
    publicUrl,
    dataDir: join(dataDir, service),
    standardsDir: options.standardsDir,
    secret: secret(service),
    demo,
    ...(options.smtpUrl && { smtpUrl: options.smtpUrl }),
  })
  const databases = new Map(prepared.map((one) => [one.service, openDatabase(one)]))
  for (const service of services) {
    const keys = readKeys(keysDir, service)
    const database = databases.get(service)
    if (!database) throw new Error(`${service} has no database`)
    const dependencies: Dependencies = {
      service,
      database,
      logger: logger.child({ service }),
      metrics: metricsOf(service),
      tokens: tokenVerifier(service, keys, clock),
      peers: peers(service, tokenMint(service, keys, clock), dispatch),
      clock,
      settings: settingsOf(service),
    }
    const one = await runService(modules[service], dependencies, log)
    running.set(service, one)
    answers.set(service, inProcess(one.app))
  }
  const registry = databases.get('registry')
  const catalogue = databases.get('catalogue')
  const mobility = databases.get('mobility')
  if (demo && registry && catalogue && mobility && (await seedDemo(registry, catalogue, clock))) await seedMobility(mobility, secret('mobility'), clock)

  if (!demo && !options.identity)
    throw new CannotStart(
      'HUB_SEED=none needs an identity provider: set HUB_OIDC_ISSUER, HUB_OIDC_CLIENT_ID and HUB_OIDC_CLIENT_SECRET. The built-in one knows only the demo people.',
    )
  const administrator = registry && !demo ? firstAdministrator({ dataDir, publicUrl, registry }) : undefined
  const own = metricsOf('hub')
  collectDefaultMetrics({ register: own })
  const mint = tokenMint('gateway', readKeys(keysDir, 'gateway'), clock)
  const issuer = options.identity?.issuer ?? `${publicUrl}/identity`
  const mountIdentity = options.identity ? undefined : await builtInIdentity({ issuer, publicUrl, dataDir, databaseUrl: options.databaseUrl })
  const consoleDir = join(options.root, 'services', 'console', 'dist')
  const gateway = await buildGateway({
    logger: logger.child({ service: 'gateway' }),
    metrics: merged(registries),
    clock,
    dispatch,
    mint,
    supergraph: readFileSync(join(options.root, 'services', 'gateway', 'supergraph.graphql'), 'utf8'),
    planner: options.planner,
    sessionSecret: secret('session'),
    identity: options.identity ? { ...options.identity, publicUrl } : { issuer, ...identityClient, claims: 'hub', publicUrl },
    publicUrl,
    consoleDir: existsSync(join(consoleDir, 'index.html')) ? consoleDir : null,
    errors: Object.assign({}, ...services.map((service) => modules[service].errors)),
    readiness: () => readiness(running, log),
    graphiql: true,
    mount: (app, signedIn) => {
      mountIdentity?.(app)
      administrator?.mount(app, signedIn)
      // Like the built-in identity provider, which refuses anything but loopback.
      if (mountIdentity && demo && mobility && !options.smtpUrl) mailDrawer({ database: mobility, settings: settingsOf('mobility'), clock }, app, signedIn)
    },
  })
  await gateway.listen({ host: options.host, port })

  const idle = async () => {
    for (const service of running.values()) await service.idle()
  }
  const close = async () => {
    await gateway.close()
    for (const service of [...running.values()].reverse()) await service.close()
    await log.close()
  }
  return {
    url,
    services: running,
    gateway,
    log,
    firstAdministratorLink: (await administrator?.link()) ?? null,
    // One service's end is another's beginning: quiet all round twice means that nothing was on its way in between.
    settle: async () => {
      for (let round = 0; round < 4; round++) await idle()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function openLog(options: HubOptions): Promise<EventLog> {
  if (options.eventLog.driver === 'kafka') return openKafkaLog({ brokers: [...options.eventLog.brokers] })
  const url = new URL(options.databaseUrl)
  const admin = postgres(options.databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const [found] = await admin`select 1 from pg_database where datname = 'hub_events'`
    if (!found) await admin`create database hub_events`
  } finally {
    await admin.end()
  }
  url.pathname = '/hub_events'
  return openPostgresLog({ url: url.toString() })
}

async function readiness(running: ReadonlyMap<string, RunningService>, log: EventLog): Promise<Part[]> {
  const logPart = log.check().then(
    (): Part => ({ part: `event log (${log.driver})`, ready: true }),
    (error: unknown): Part => ({ part: `event log (${log.driver})`, ready: false, reason: error instanceof Error ? error.message : String(error) }),
  )
  const parts = await Promise.all([...running.values()].map((service) => service.readiness()))
  return [await logPart, ...parts.flat()]
}

/** One page of metrics for the whole process; each line says its service. */
function merged(registries: ReadonlyMap<string, Registry>): Registry {
  const all = new Registry()
  all.metrics = async () => (await Promise.all([...registries.values()].map((registry) => registry.metrics()))).join('\n')
  return all
}
