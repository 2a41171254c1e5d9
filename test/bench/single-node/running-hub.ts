import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@collegium/database/embedded'

export interface RunningHub {
  readonly url: string
  readonly pid: number
  /** Milliseconds from the command to ready. */
  readonly startedIn: number
  /** The most memory the process has held, in MB. */
  peakMemory(): number
  token(person: string): Promise<string>
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..', '..', '..')

/** A single node as `npm start` runs it, bundled, on data of its own: what is measured is what people run. */
export async function startSingleNode(dataDir = mkdtempSync(join(tmpdir(), 'collegium-hub-'))): Promise<RunningHub> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { npm_lifecycle_event: _, ...environment } = process.env
  const began = performance.now()
  const child: ChildProcess = spawn(process.execPath, [join(root, 'deploy', 'single-node', 'start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, HUB_PORT: String(port), HUB_DATA_DIR: dataDir, HUB_LOG_LEVEL: 'warn' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  while (!said.includes('Collegium is ready')) {
    if (child.exitCode !== null) throw new Error(`The hub ended while starting: ${said}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  const startedIn = performance.now() - began
  return {
    url,
    pid: child.pid ?? 0,
    startedIn,
    peakMemory: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async token(person) {
      const response = await fetch(`${url}/identity/tokens`, { method: 'POST', body: JSON.stringify({ person }) })
      return ((await response.json()) as { accessToken: string }).accessToken
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      const elsewhere = join(dataDir, 'postgres-is-at.txt')
      if (existsSync(elsewhere)) rmSync(join(readFileSync(elsewhere, 'utf8').trim(), '..'), { recursive: true, force: true })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
