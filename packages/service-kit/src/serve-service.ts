import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Static, type TObject, Type } from '@sinclair/typebox'
import { type CallerName, type ServiceName, services, topics } from '@collegium/contracts'
import { openDatabase, prepareDatabase } from '@collegium/database'
import { openEventLog } from '@collegium/events'
import { Registry } from 'prom-client'
import { ConfigurationFault, readEnvironment } from './configuration.ts'
import { buildLogger } from './logging.ts'
import { dispatchByHttp, peers } from './peers.ts'
import { type RunningService, runService, type ServiceModule } from './run-service.ts'
import { readKeys, tokenMint, tokenVerifier } from './tokens.ts'

/** What a service that runs as a process of its own needs to be told. */
export const serviceEnvironment = {
  HUB_HOST: Type.Optional(Type.String()),
  HUB_PORT: Type.String({ pattern: '^\\d{1,5}$' }),
  HUB_PUBLIC_URL: Type.String({ pattern: '^https?://' }),
  HUB_DATA_DIR: Type.String(),
  HUB_DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  HUB_DATABASE_OWNER_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  HUB_EVENT_LOG: Type.String({ pattern: '^(postgres|kafka)$' }),
  HUB_EVENTS_DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  HUB_KAFKA_BROKERS: Type.Optional(Type.String()),
  HUB_KEYS_DIR: Type.String(),
  HUB_SERVICE_SECRET: Type.String({ minLength: 43 }),
  HUB_PEERS: Type.String(),
  HUB_STANDARDS_DIR: Type.Optional(Type.String()),
  HUB_SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://' })),
  HUB_LOG_LEVEL: Type.Optional(Type.String({ pattern: '^(trace|debug|info|warn|error)$' })),
} as const
export type ServiceEnvironment = Static<TObject<typeof serviceEnvironment>>

/** The environment of a service process, all faults at once. */
export function readServiceEnvironment(environment: Record<string, string | undefined>): ServiceEnvironment {
  const given = (name: keyof typeof serviceEnvironment): boolean => Boolean(environment[name])
  const log = environment.HUB_EVENT_LOG
  const together = [
    ...(given('HUB_DATABASE_URL') || given('HUB_DATABASE_OWNER_URL')
      ? []
      : [
          "HUB_DATABASE_URL is missing: PostgreSQL as the service's own role (or HUB_DATABASE_OWNER_URL, with which the service makes its database and role itself)",
        ]),
    ...(log === 'kafka' && !given('HUB_KAFKA_BROKERS') ? ['HUB_KAFKA_BROKERS is missing: HUB_EVENT_LOG=kafka needs host:port of at least one broker'] : []),
    ...(log === 'postgres' && !given('HUB_EVENTS_DATABASE_URL')
      ? ['HUB_EVENTS_DATABASE_URL is missing: HUB_EVENT_LOG=postgres needs the database that holds the log']
      : []),
  ]
  return readEnvironment(environment, serviceEnvironment, together)
}

/** `name=url,name=url` → addresses. Throws {@link ConfigurationFault} for a name that is no service. */
export function readPeers(text: string): Partial<Record<ServiceName, string>> {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='))
  const faults = pairs.flatMap(([name, url]) =>
    (services as readonly string[]).includes(name ?? '') && /^https?:\/\//.test(url ?? '')
      ? []
      : [`HUB_PEERS has "${name}=${url ?? ''}"; it wants service=http://host:port for ${services.join(', ')}`],
  )
  if (faults.length > 0) throw new ConfigurationFault(faults)
  return Object.fromEntries(pairs) as Partial<Record<ServiceName, string>>
}

/** Where a process begins: a fault of the environment is the operator's to mend, so it is said without a stack, and the process ends with code 1. */
export function readOrEnd<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** Starts one service as a process: database, log, relay, consumers, HTTP. Stops with SIGTERM or SIGINT. */
export async function serveService(service: ServiceName, module: ServiceModule, from: string): Promise<RunningService> {
  const environment = readOrEnd(() => readServiceEnvironment(process.env))
  const addresses = readOrEnd(() => readPeers(environment.HUB_PEERS))
  const logger = buildLogger({ level: environment.HUB_LOG_LEVEL ?? 'info' })
  const clock = () => new Date()
  // From source the migrations lie one folder up; in the image they are beside the bundle.
  const migrations = resolve(fileURLToPath(from), '..', from.endsWith('.ts') ? '../migrations' : `migrations/${service}`)
  const { url } = environment.HUB_DATABASE_OWNER_URL
    ? await prepareDatabase({ ownerUrl: environment.HUB_DATABASE_OWNER_URL, service, migrations })
    : { url: environment.HUB_DATABASE_URL ?? '' }
  const database = openDatabase({ url, service })
  const log = await openEventLog(
    environment.HUB_EVENT_LOG === 'kafka'
      ? { driver: 'kafka', brokers: (environment.HUB_KAFKA_BROKERS ?? '').split(',') }
      : { driver: 'postgres', url: environment.HUB_EVENTS_DATABASE_URL ?? '' },
  )
  await log.ensureTopics(topics)
  const keys = readKeys(environment.HUB_KEYS_DIR, service as CallerName)
  const metrics = new Registry()
  metrics.setDefaultLabels({ service })
  const running = await runService(
    module,
    {
      service,
      database,
      logger: logger.child({ service }),
      metrics,
      tokens: tokenVerifier(service, keys, clock),
      peers: peers(service, tokenMint(service, keys, clock), dispatchByHttp(addresses)),
      clock,
      settings: {
        publicUrl: environment.HUB_PUBLIC_URL.replace(/\/$/, ''),
        dataDir: environment.HUB_DATA_DIR,
        standardsDir: environment.HUB_STANDARDS_DIR ?? null,
        secret: Buffer.from(environment.HUB_SERVICE_SECRET, 'base64'),
        demo: false,
        ...(environment.HUB_SMTP_URL && { smtpUrl: environment.HUB_SMTP_URL }),
      },
    },
    log,
  )
  await running.app.listen({ host: environment.HUB_HOST ?? '127.0.0.1', port: Number(environment.HUB_PORT) })
  logger.info({ service, port: environment.HUB_PORT }, 'ready')
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await running.close()
    await log.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  return running
}
