import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import type { ServiceName } from '@collegium/contracts'
import { type EmbeddedPostgres, startPostgres } from '@collegium/database/embedded'
import { connect, type Connection } from '@collegium/sdk'
import { buildLogger } from '@collegium/service-kit'
import { type Hub as RunningHub, type HubOptions, startHub } from '@collegium/single-node'
import postgres, { type Sql } from 'postgres'

/** The folder of the checkout. */
export const root = resolve(import.meta.dirname, '..')
/** Official schemas and examples; tests that need them are skipped loudly where the folder is missing. */
export const standardsDir = resolve(root, process.env.HUB_STANDARDS_DIR ?? '../shared/standards')

export interface TestHubOptions {
  readonly eventLog?: HubOptions['eventLog']
  readonly planner?: HubOptions['planner']
  readonly standardsDir?: string | null
  /** Whether PostgreSQL keeps what it acknowledged when it is killed; costs time, so only for tests that kill it. */
  readonly durable?: boolean
  /** Keeps every log line from `debug` up in `logLines`. */
  readonly keepLog?: boolean
}

/** A run as REST shows it; only what journeys look at. */
export interface Run {
  readonly id: string
  readonly state: string
  readonly rows: {
    readonly total: number
    readonly good: number
    readonly refused: number
    readonly waiting: number
    readonly unchanged: number
    readonly submitted: number
  }
  readonly ends: Readonly<Record<string, number>>
  readonly problemCounts: readonly { readonly code: string; readonly rows: number }[]
  readonly problems: readonly { readonly code: string; readonly reason: string; readonly suggestion: string; readonly docs: string }[]
  readonly alreadyKnown?: boolean
}

export interface RunRow {
  readonly row: number
  readonly fate: string
  readonly end: string | null
  readonly reason: string | null
  readonly turn: string | null
  readonly enrolmentId: string | null
  readonly agreementId?: string | null
  readonly undone: boolean
  readonly values: Readonly<Record<string, unknown>> | null
  readonly problems: readonly { readonly code: string; readonly reason: string; readonly suggestion: string }[]
}

export interface Upload {
  readonly file: string | Uint8Array
  /** Results of a joint course unless said otherwise. */
  readonly template?: string
  readonly name?: string
  readonly institution?: string
  readonly offering?: string
  readonly home?: string
  readonly dryRun?: boolean
}

/** Somebody of the demo alliance in front of the hub. */
export interface Visitor extends Connection {
  readonly token: string
  /** The answer of the graph, errors and all. */
  ask(
    query: string,
    variables?: object,
  ): Promise<{
    readonly status: number
    readonly data: unknown
    readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
  }>
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Uploads without judging the answer. */
  post(upload: Upload): Promise<Response>
  /** Uploads and waits until the check has ended. */
  check(upload: Upload): Promise<Run>
  run(id: string): Promise<Run>
  rows(id: string): Promise<RunRow[]>
  accept(id: string): Promise<void>
  undo(id: string): Promise<void>
  /** Waits until the run is in one of these states. */
  until(id: string, states: readonly string[], timeoutMs?: number): Promise<Run>
}

export interface TestHub extends AsyncDisposable {
  readonly url: string
  readonly hub: RunningHub
  readonly logLines: readonly string[]
  /** Keys of the internal tokens, for tests that mint their own. */
  readonly keysDir: string
  as(person: string): Promise<Visitor>
  settle(): Promise<void>
  /** Asks a database as superuser, past row-level security: only for what no door shows. */
  look<Row extends object>(database: ServiceName | 'events', work: (sql: Sql) => PromiseLike<readonly Row[]>): Promise<Row[]>
  /** SIGKILLs PostgreSQL; resolves when it is gone. */
  killPostgres(): Promise<void>
  /** Starts it again on the same port and data. */
  restartPostgres(): Promise<void>
  stop(): Promise<void>
}

/** Starts a whole hub of its own: its own PostgreSQL, port and folder. Everything is gone after disposal. */
async function start(options: TestHubOptions = {}): Promise<TestHub> {
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-hub-'))
  // PostgreSQL runs as its own user when we are root, and must get in.
  chmodSync(dataDir, 0o755)
  const durable = options.durable ?? false
  let server: EmbeddedPostgres = await startPostgres({ dataDir, durable })
  const logLines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logLines.push(chunk.toString('utf8'))
      done()
    },
  })
  const wipe = () => {
    for (const folder of [server.clusterDir, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
  let hub: RunningHub
  try {
    hub = await startHub({
      root,
      dataDir,
      databaseUrl: server.url,
      eventLog: options.eventLog ?? { driver: 'postgres' },
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      planner: options.planner ?? 'rust',
      seed: 'demo',
      standardsDir: options.standardsDir ?? null,
      logger: options.keepLog ? buildLogger({ level: 'debug', destination }) : buildLogger({ level: process.env.HUB_LOG_LEVEL ?? 'fatal' }),
      clock: () => new Date(),
      identity: null,
    })
    await hub.settle()
  } catch (error) {
    await server.stop()
    wipe()
    throw error
  }
  let stopped: Promise<void> | undefined
  const stop = () =>
    (stopped ??= (async () => {
      await hub.close()
      await server.stop()
      wipe()
    })())
  return {
    url: hub.url,
    hub,
    logLines,
    keysDir: join(dataDir, 'keys'),
    as: (person) => visit(hub.url, person),
    settle: () => hub.settle(),
    async look(database, work) {
      const url = new URL(server.url)
      url.pathname = `/hub_${database}`
      const sql = postgres(url.href, { max: 1, onnotice: () => {} })
      try {
        return [...(await work(sql))]
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    async killPostgres() {
      process.kill(server.pid, 'SIGKILL')
      await server.ended
    },
    async restartPostgres() {
      // The processes of the killed server take a moment to notice, and until then it cannot start.
      for (const deadline = Date.now() + 30_000; ; ) {
        try {
          server = await startPostgres({ dataDir, durable, port: server.port })
          return
        } catch (error) {
          if (Date.now() > deadline) throw error
          await new Promise((done) => setTimeout(done, 100))
        }
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

async function visit(url: string, person: string): Promise<Visitor> {
  const answer = await fetch(`${url}/identity/tokens`, { method: 'POST', body: JSON.stringify({ person }) })
  if (!answer.ok) throw new Error(`There is no token for ${person}: ${answer.status} ${await answer.text()}`)
  const { accessToken: token } = (await answer.json()) as { accessToken: string }
  const connection = connect({ url, token: async () => token })
  const visitor: Visitor = {
    ...connection,
    token,
    fetch: (path, init = {}) => fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    async ask(query, variables = {}) {
      const response = await visitor.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      const body = (await response.json()) as { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] }
      return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] }
    },
    post({ file, template = 'joint-course-results', name = 'results.csv', institution = person.split('@')[1] ?? '', home, dryRun, ...asked }) {
      const form = new FormData()
      const offering = asked.offering ?? (template === 'joint-course-results' ? 'ALD-DATA-2026' : undefined)
      for (const [field, value] of Object.entries({ template, institution, offering, home, dryRun: dryRun ? 'true' : undefined }))
        if (value !== undefined) form.set(field, value)
      form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), name)
      return visitor.fetch('/api/imports', { method: 'POST', body: form })
    },
    async check(upload) {
      const response = await visitor.post(upload)
      const run = (await response.json()) as Run
      if (response.status !== 202) throw new Error(`The upload was not taken: ${response.status} ${JSON.stringify(run)}`)
      return visitor.until(run.id, ['checked', 'rejected'])
    },
    run: async (id) => (await connection.call('GET', `/api/imports/${id}`)) as Run,
    async rows(id) {
      const rows: RunRow[] = []
      for (let after: number | null = 0; after !== null; ) {
        const page = (await connection.call('GET', `/api/imports/${id}/rows?limit=500&after=${after}`)) as { rows: RunRow[]; next: number | null }
        rows.push(...page.rows)
        after = page.next
      }
      return rows
    },
    accept: async (id) => void (await connection.call('POST', `/api/imports/${id}/accept`)),
    undo: async (id) => void (await connection.call('POST', `/api/imports/${id}/undo`)),
    async until(id, states, timeoutMs = 60_000) {
      for (const deadline = Date.now() + timeoutMs; ; ) {
        const run = await visitor.run(id)
        if (states.includes(run.state)) return run
        if (Date.now() > deadline) throw new Error(`The run is ${run.state} after ${timeoutMs} ms, not ${states.join(' or ')}: ${JSON.stringify(run.ends)}`)
        await new Promise((done) => setTimeout(done, 25))
      }
    },
  }
  return visitor
}

export const Hub = { start }
