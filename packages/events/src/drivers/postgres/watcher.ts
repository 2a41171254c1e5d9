import { Hints } from '../../hints.ts'
import type { SqlPool } from '../../sql.ts'
import { logChannel } from './tables.ts'

/** Knows where each partition ends: told by hints, checked by polling. One for all subscriptions of a log. */
export class Watcher {
  readonly #sql: SqlPool
  readonly #hints: Hints
  readonly #timer: NodeJS.Timeout
  readonly #ends = new Map<number, number>()
  readonly #onMove = new Set<(partitionId: number) => void>()
  readonly #onMembers = new Set<(group: string) => void>()
  #looking: Promise<void> | undefined

  constructor(sql: SqlPool, pollMs: number) {
    this.#sql = sql
    this.#hints = new Hints(sql, logChannel, (payload) => this.#hinted(payload))
    this.#timer = setInterval(() => void this.look(), pollMs)
  }

  end(partitionId: number): number {
    return this.#ends.get(partitionId) ?? 0
  }

  watch(onMove: (partitionId: number) => void, onMembers: (group: string) => void): () => void {
    this.#onMove.add(onMove)
    this.#onMembers.add(onMembers)
    return () => {
      this.#onMove.delete(onMove)
      this.#onMembers.delete(onMembers)
    }
  }

  /** Reads the ends now. Never throws: an unreachable server is looked at again by the next poll. */
  look(): Promise<void> {
    this.#looking ??= this.#read().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#hints.close()
  }

  async #read(): Promise<void> {
    const sql = this.#sql
    try {
      const rows = await sql<{ id: number; end: string }[]>`select id, next_offset as end from log_partition`
      let moved = false
      for (const row of rows) moved = this.#moved(row.id, Number(row.end)) || moved
      if (moved) this.#hints.foundWithoutHint()
    } catch {
      // The next poll looks again; subscriptions report their own faults.
    }
  }

  #hinted(payload: string): void {
    if (payload.startsWith('group ')) for (const tell of this.#onMembers) tell(payload.slice(6))
    else if (payload === '') void this.look()
    else {
      for (const pair of payload.split(',')) {
        const [id, end] = pair.split(':')
        this.#moved(Number(id), Number(end))
      }
    }
  }

  #moved(partitionId: number, end: number): boolean {
    if (end <= this.end(partitionId)) return false
    this.#ends.set(partitionId, end)
    for (const tell of this.#onMove) tell(partitionId)
    return true
  }
}
