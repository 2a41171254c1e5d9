import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { nativeFolder, postgresUser, reachable, reachableFolder } from './binaries.ts'

export { postgresUser, reachable, reachableFolder } from './binaries.ts'

export interface EmbeddedPostgres {
  /** Superuser's address of the database `postgres`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Where the cluster lies; not `dataDir` when PostgreSQL's user could not reach that. */
  readonly clusterDir: string
  /** Resolves when the server process has ended, for whatever reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Where the caller keeps its data; the cluster goes into `postgres/` below it when PostgreSQL's user can reach that. */
  dataDir: string
  port?: number
  /** False only for tests: no fsync, a crash of the machine may lose the cluster. */
  durable: boolean
  maxConnections?: number
}

/** Starts PostgreSQL 18 from npm, making the cluster on the first run. It ends when this process ends, however it ends. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const user = postgresUser()
  const native = nativeFolder(user)
  const clusterDir = clusterFolder(options.dataDir, user)
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  // The npm build carries its own ICU beside the binaries; without a HOME of its own, libpq looks into root's.
  const env = { PATH: process.env.PATH ?? '', HOME: clusterDir, LD_LIBRARY_PATH: join(native, 'lib'), TZ: 'UTC' }
  const passwordFile = join(clusterDir, '..', `${clusterDir.split('/').pop()}.password`)
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) {
    mkdirSync(clusterDir, { recursive: true, mode: 0o700 })
    if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (user) for (const path of [clusterDir, passwordFile]) chownSync(path, user.uid, user.gid)
    const flags = [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
    ]
    const made = spawnSync(join(native, 'bin', 'initdb'), [...flags, ...(options.durable ? [] : ['--no-sync']), '-D', clusterDir], {
      ...as,
      env,
      cwd: clusterDir,
      encoding: 'utf8',
    })
    if (made.status !== 0) {
      rmSync(clusterDir, { recursive: true, force: true })
      throw new Error(`PostgreSQL could not make its cluster in ${clusterDir}: ${made.stderr || made.error?.message}`)
    }
  }
  endLeftOver(clusterDir)
  const password = readFileSync(passwordFile, 'utf8')
  const port = options.port ?? (await freePort())
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(options.maxConnections ?? 400),
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const server = spawn(join(native, 'bin', 'postgres'), ['-D', clusterDir, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])], {
    ...as,
    env,
    cwd: clusterDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const watchdog = watch(server)
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  await untilReady(url, server, () => said)
  return {
    url,
    port,
    pid: server.pid ?? 0,
    clusterDir,
    ended,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGINT')
        await ended
      }
      watchdog.stdin?.end()
    },
  }
}

function clusterFolder(dataDir: string, user: ReturnType<typeof postgresUser>): string {
  mkdirSync(dataDir, { recursive: true })
  const wanted = join(dataDir, 'postgres')
  if (reachable(wanted, user)) return wanted
  const elsewhere = join(reachableFolder('data', dataDir), 'postgres')
  mkdirSync(join(elsewhere, '..'), { recursive: true, mode: 0o755 })
  writeFileSync(join(dataDir, 'postgres-is-at.txt'), `${elsewhere}\n`)
  return elsewhere
}

/** `kill -9` on the hub must not leave PostgreSQL behind: the pipe closes when we die, whatever we die of. */
function watch(server: ChildProcess): ChildProcess {
  const watchdog = spawn('sh', ['-c', `cat >/dev/null; kill -INT ${server.pid} 2>/dev/null`], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watchdog.unref()
  return watchdog
}

/** A server that outlived a power cut of its starter would refuse the new one its data folder. */
function endLeftOver(clusterDir: string): void {
  const pidFile = join(clusterDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  let command = ''
  try {
    command = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return
  }
  if (!command.includes(clusterDir)) return
  const { status } = spawnSync('sh', ['-c', `kill -INT ${pid}; for _ in $(seq 100); do kill -0 ${pid} 2>/dev/null || exit 0; sleep 0.1; done; exit 1`])
  if (status !== 0) throw new Error(`An earlier PostgreSQL (process ${pid}) still holds ${clusterDir} and does not end. End it, then start again.`)
}

async function untilReady(url: string, server: ChildProcess, said: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while starting: ${said()}`)
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
    try {
      await sql`select 1`
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25))
    } finally {
      await sql.end({ timeout: 1 }).catch(() => {})
    }
  }
  throw new Error(`PostgreSQL did not answer within 60 s: ${said()}`)
}

/** A port of the loopback address that is free at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
