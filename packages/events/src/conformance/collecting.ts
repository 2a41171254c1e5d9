import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Batch, EventLog, LogRecord, StoredRecord, SubscribeOptions, Subscription } from '../event-log.ts'
import type { LogAddress } from '../open.ts'

/** Waits until something holds; the error says what did not. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, mostMs = 30_000): Promise<void> {
  for (const deadline = Date.now() + mostMs; ; ) {
    if (await holds()) return
    if (Date.now() > deadline) throw new Error(`After ${mostMs} ms it still does not hold that ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export const aRecord = (topic: string, key: string, value: string, headers: Record<string, string> = {}): LogRecord => ({
  topic,
  key,
  headers,
  value: Buffer.from(value),
})
export const textOf = (record: LogRecord): string => Buffer.from(record.value).toString()

/** A subscription that keeps what it was handed. `hold` runs inside `handle`, before the batch counts as handled. */
export async function collect(
  log: EventLog,
  options: Omit<SubscribeOptions, 'handle' | 'from'> & { from?: SubscribeOptions['from'] },
  hold?: (batch: Batch) => Promise<void>,
): Promise<{ subscription: Subscription; seen: StoredRecord[]; batches: Batch[] }> {
  const seen: StoredRecord[] = []
  const batches: Batch[] = []
  const subscription = await log.subscribe({
    from: 'beginning',
    ...options,
    async handle(batch) {
      await hold?.(batch)
      batches.push(batch)
      seen.push(...batch.records)
    },
  })
  return { subscription, seen, batches }
}

/** A member in a process of its own; see `member.ts`. */
export function startMember(about: { address: LogAddress; group: string; topic: string; holdMs: number }): {
  pid: number
  lines: Record<string, unknown>[]
  kill(signal: NodeJS.Signals): void
  ended: Promise<void>
} {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./member.ts', import.meta.url)), JSON.stringify(about)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: Record<string, unknown>[] = []
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) lines.push(JSON.parse(part))
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { pid: child.pid ?? 0, lines, kill: (signal) => void child.kill(signal), ended }
}
