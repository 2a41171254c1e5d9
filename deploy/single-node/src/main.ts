import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { services } from '@collegium/contracts'
import { prepareDatabase } from '@collegium/database'
import { type EmbeddedPostgres, startPostgres } from '@collegium/database/embedded'
import { buildLogger, ConfigurationFault, readEnvironment } from '@collegium/service-kit'
import { Type } from '@sinclair/typebox'
import pino from 'pino'
import { CannotStart, lockData } from './data-lock.ts'
import { demoInstitutions, demoPeople } from './demo/people.ts'
import { type Hub, startHub } from './hub.ts'

const optional = (pattern?: string) => Type.Optional(Type.String(pattern ? { pattern } : {}))

/** Starts a single node from the environment, says where everything is, and stops with its parent or a signal. */
export async function main(root: string): Promise<void> {
  const environment = readEnvironment(process.env, {
    HUB_HOST: optional(),
    HUB_PORT: optional('^\\d{1,5}$'),
    HUB_PUBLIC_URL: optional('^https?://'),
    HUB_DATA_DIR: optional(),
    HUB_DATABASE_URL: optional('^postgres(ql)?://'),
    HUB_EVENT_LOG: optional('^(postgres|kafka)$'),
    HUB_KAFKA_BROKERS: optional(),
    HUB_STANDARDS_DIR: optional(),
    HUB_SEED: optional('^(demo|none)$'),
    HUB_SMTP_URL: optional('^smtps?://'),
    HUB_QUERY_PLANNER: optional('^(rust|js)$'),
    HUB_LOG_LEVEL: optional('^(trace|debug|info|warn|error)$'),
    HUB_OIDC_ISSUER: optional('^https?://'),
    HUB_OIDC_CLIENT_ID: optional(),
    HUB_OIDC_CLIENT_SECRET: optional(),
    HUB_OIDC_CLAIMS: optional('^(hub|myacademicid)$'),
  })
  const host = environment.HUB_HOST ?? '127.0.0.1'
  const port = Number(environment.HUB_PORT ?? 4000)
  const dataDir = resolve(root, environment.HUB_DATA_DIR ?? '.hub')
  const kafka = environment.HUB_EVENT_LOG === 'kafka'
  if (kafka && !environment.HUB_KAFKA_BROKERS)
    throw new ConfigurationFault(['HUB_KAFKA_BROKERS is missing: HUB_EVENT_LOG=kafka needs host:port of at least one broker'])
  const standardsDir = environment.HUB_STANDARDS_DIR ?? resolve(root, '../shared/standards')
  await portIsFree(host, port)
  const unlock = lockData(dataDir)

  mkdirSync(join(dataDir, 'logs'), { recursive: true })
  const logFile = join(dataDir, 'logs', 'hub.log')
  const logger = buildLogger({ level: environment.HUB_LOG_LEVEL ?? 'info', destination: pino.destination({ dest: logFile, sync: false }) })
  const began = Date.now()
  let stopping = false
  let server: EmbeddedPostgres | undefined
  let hub: Hub | undefined
  const stop = async (why: string, code = 0) => {
    if (stopping) return
    stopping = true
    say(`Stopping (${why}) …`)
    setTimeout(() => process.exit(1), 15_000).unref()
    await hub?.close().catch((error: unknown) => say(String(error)))
    await server?.stop()
    unlock()
    process.exit(code)
  }
  process.on('SIGINT', () => void stop('Ctrl-C'))
  process.on('SIGTERM', () => void stop('asked to'))
  watchParent(() => void stop('whoever started it is gone'))

  try {
    const databaseUrl =
      environment.HUB_DATABASE_URL ??
      (server = await keepPostgres(
        dataDir,
        (next) => (server = next),
        () => stopping,
      )).url
    hub = await startHub({
      root,
      dataDir,
      databaseUrl,
      eventLog: kafka ? { driver: 'kafka', brokers: (environment.HUB_KAFKA_BROKERS ?? '').split(',') } : { driver: 'postgres' },
      host,
      port,
      publicUrl: environment.HUB_PUBLIC_URL ?? null,
      planner: environment.HUB_QUERY_PLANNER === 'js' ? 'js' : 'rust',
      seed: environment.HUB_SEED === 'none' ? 'none' : 'demo',
      standardsDir: existsSync(standardsDir) ? standardsDir : null,
      logger,
      clock: () => new Date(),
      ...(environment.HUB_SMTP_URL && { smtpUrl: environment.HUB_SMTP_URL }),
      identity: environment.HUB_OIDC_ISSUER
        ? {
            issuer: environment.HUB_OIDC_ISSUER,
            clientId: environment.HUB_OIDC_CLIENT_ID ?? '',
            clientSecret: environment.HUB_OIDC_CLIENT_SECRET ?? '',
            claims: environment.HUB_OIDC_CLAIMS === 'myacademicid' ? 'myacademicid' : 'hub',
          }
        : null,
    })
  } catch (error) {
    say(`The hub could not start: ${error instanceof Error ? error.message : String(error)}\nThe log: ${logFile}`)
    logger.error(
      { message: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack : undefined },
      'could not start',
    )
    await server?.stop()
    unlock()
    process.exit(1)
  }
  say(welcome(hub, logFile, dataDir, Date.now() - began, environment.HUB_SEED !== 'none'))
}

/** Starts PostgreSQL, and starts it again when it dies. */
async function keepPostgres(dataDir: string, tell: (server: EmbeddedPostgres) => void, stopping: () => boolean): Promise<EmbeddedPostgres> {
  const first = await startPostgres({ dataDir, durable: true })
  const guard = async (server: EmbeddedPostgres): Promise<void> => {
    await server.ended
    for (let wait = 100; !stopping(); wait = Math.min(wait * 2, 5_000)) {
      try {
        const next = await startPostgres({ dataDir, durable: true, port: server.port })
        say('PostgreSQL had ended and was started again.')
        tell(next)
        return guard(next)
      } catch (error) {
        say(`PostgreSQL does not come back yet: ${error instanceof Error ? error.message : String(error)}`)
        await new Promise((done) => setTimeout(done, wait))
      }
    }
  }
  void guard(first)
  return first
}

async function portIsFree(host: string, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    const probe = createServer().once('error', (error: NodeJS.ErrnoException) =>
      fail(
        new CannotStart(
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: HUB_PORT=4001 npm start`
            : `The hub cannot listen on ${host}:${port}: ${error.message}`,
        ),
      ),
    )
    probe.listen(port, host, () => probe.close(() => done()))
  })
}

/** npm does not always pass signals on; when it is gone, so are we. Only under npm: a shell may leave on purpose. */
function watchParent(gone: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) gone()
  }, 500).unref()
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function welcome({ url, firstAdministratorLink }: Hub, logFile: string, dataDir: string, milliseconds: number, demo: boolean): string {
  const people = demoInstitutions.map(
    ({ schacId }) =>
      `    ${demoPeople
        .filter((person) => person.institution === schacId && person.roles.length > 0)
        .map((person) => person.email)
        .join(', ')}`,
  )
  return [
    '',
    `Collegium is ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
    `  Console            ${url}/`,
    `  Graph              ${url}/graphql`,
    `  Verify             ${url}/verify`,
    `  Documentation      ${url}/docs`,
    `  State              ${url}/readyz`,
    `  Log                ${logFile}`,
    `  Data               ${dataDir}`,
    ...(demo ? ['', '  Demo people (no password):', ...people, '    analyst@alliance.example'] : []),
    ...(firstAdministratorLink ? ['', `  First administrator (this link works once): ${firstAdministratorLink}`] : []),
    '',
    'Try in a second terminal: npx --no hub doctor',
    'Stop with Ctrl-C.',
  ].join('\n')
}

/** For start.mjs --reset-demo: back to the first day. Only the data of a demo are thrown away, and only while no hub runs on them. */
export async function resetDemo(root: string): Promise<void> {
  const dataDir = resolve(root, process.env.HUB_DATA_DIR ?? '.hub')
  const unlock = lockData(dataDir)
  const elsewhere = join(dataDir, 'postgres-is-at.txt')
  if (existsSync(elsewhere)) rmSync(join(readFileSync(elsewhere, 'utf8').trim(), '..'), { recursive: true, force: true })
  unlock()
  rmSync(dataDir, { recursive: true, force: true })
}

/** For start.mjs --migrate-only: brings every database to this version and ends. */
export async function migrateOnly(root: string): Promise<void> {
  const dataDir = resolve(root, process.env.HUB_DATA_DIR ?? '.hub')
  const unlock = lockData(dataDir)
  const server = process.env.HUB_DATABASE_URL ? undefined : await startPostgres({ dataDir, durable: true })
  for (const service of services) {
    await prepareDatabase({ ownerUrl: process.env.HUB_DATABASE_URL ?? server?.url ?? '', service, migrations: join(root, 'services', service, 'migrations') })
    say(`${service}: migrated`)
  }
  await server?.stop()
  unlock()
}

/** For start.mjs: faults that are the caller's to mend are one clear message, without a stack. */
export const isPlain = (error: unknown): error is Error => error instanceof CannotStart || error instanceof ConfigurationFault
