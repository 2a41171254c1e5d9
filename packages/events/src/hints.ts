import type { SqlPool } from './sql.ts'

/** Polls that found work no hint announced, before we take the LISTEN for lost. A poll may overtake a single hint. */
const missedBeforeRenewal = 3

/**
 * NOTIFY as a hint. postgres.js stops listening for good when the server is still away at its first try to come back, so whoever polls reports what it
 * found without a hint, and after three in a row we listen anew.
 */
export class Hints {
  readonly #sql: SqlPool
  readonly #channel: string
  readonly #onHint: (payload: string) => void
  #missed = 0
  #busy = false
  #closed = false
  #unlisten: (() => Promise<void>) | undefined

  constructor(sql: SqlPool, channel: string, onHint: (payload: string) => void) {
    this.#sql = sql
    this.#channel = channel
    this.#onHint = onHint
    void this.#listen()
  }

  foundWithoutHint(): void {
    this.#missed++
    if (this.#missed >= missedBeforeRenewal) void this.#listen()
  }

  async #listen(): Promise<void> {
    if (this.#busy || this.#closed) return
    this.#busy = true
    this.#missed = 0
    try {
      await this.#unlisten?.()
      const { unlisten } = await this.#sql.listen(this.#channel, (payload) => {
        this.#missed = 0
        this.#onHint(payload)
      })
      this.#unlisten = unlisten
    } catch {
      // Polling carries on, and reports again.
      this.#unlisten = undefined
    } finally {
      this.#busy = false
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    try {
      await this.#unlisten?.()
    } catch {
      // The connection is gone, and the LISTEN with it.
    }
  }
}
