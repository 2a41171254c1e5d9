import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogAddress } from '@collegium/events'
import { build } from 'esbuild'

/** What a process of the chaos journey is told. */
export interface Assignment {
  readonly databaseUrl: string
  readonly log: LogAddress
}

/** Bundles the two programs, because a process that lives for a second must not spend it on compiling. */
export async function bundlePrograms(): Promise<{ relay: string; consumers: string }> {
  const outdir = mkdtempSync(join(tmpdir(), 'collegium-chaos-'))
  const entry = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  await build({
    entryPoints: [entry('relay-process'), entry('consumer-process')],
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    logLevel: 'error',
    external: ['pino-pretty'],
  })
  return { relay: join(outdir, 'relay-process.cjs'), consumers: join(outdir, 'consumer-process.cjs') }
}

/** A process that is started again as soon as it was killed. */
export class Respawning {
  readonly name: string
  readonly #program: string
  readonly #assignment: Assignment
  #child: ChildProcess
  #ready: Promise<void> = Promise.resolve()
  kills = 0

  constructor(name: string, program: string, assignment: Assignment) {
    this.name = name
    this.#program = program
    this.#assignment = assignment
    this.#child = this.#start()
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#program, JSON.stringify(this.#assignment)], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#ready = new Promise((resolve) => {
      child.stdout.once('data', () => resolve())
      child.once('exit', () => resolve())
    })
    return child
  }

  async #end(): Promise<void> {
    if (this.#child.exitCode !== null)
      throw new Error(`The process ${this.name} ended by itself with code ${this.#child.exitCode}, so the journey proves nothing. Its last words stand above.`)
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }

  /** Kills it at some moment of its work, never while it is still starting. */
  async kill(): Promise<void> {
    await this.#ready
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    await this.#end()
    this.kills++
    this.#child = this.#start()
  }

  stop(): Promise<void> {
    return this.#end()
  }
}
