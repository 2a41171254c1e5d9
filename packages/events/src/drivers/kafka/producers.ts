import type { LogRecord } from '../../event-log.ts'

export interface OneAtATimeProducer {
  send(records: readonly LogRecord[]): Promise<void>
  close(): Promise<void>
}

/** Less than a topic's largest batch (4 MiB), because all records of one request may go to one partition. */
const bytesPerRequest = 2 * 1024 * 1024
const recordsPerRequest = 5_000

/**
 * Batches in flight, one per producer. An idempotent producer of this client must never have two: after a lost response it gives the sequence numbers of
 * one batch to another, and the broker would drop that other as a duplicate. For the same reason a producer that failed is thrown away.
 */
export class Producers {
  readonly #open: () => Promise<OneAtATimeProducer>
  readonly #most: number
  readonly #free: OneAtATimeProducer[] = []
  readonly #queue: (() => void)[] = []
  #out = 0

  constructor(open: () => Promise<OneAtATimeProducer>, most: number) {
    this.#open = open
    this.#most = most
  }

  async publish(records: readonly LogRecord[]): Promise<void> {
    if (records.length === 0) return
    if (this.#out >= this.#most) await new Promise<void>((resolve) => this.#queue.push(resolve))
    else this.#out++
    let producer: OneAtATimeProducer | undefined
    try {
      producer = this.#free.pop() ?? (await this.#open())
      for (const slice of slices(records)) await producer.send(slice)
      this.#free.push(producer)
    } catch (fault) {
      void producer?.close().catch(() => {})
      throw fault
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#out--
    }
  }

  async close(): Promise<void> {
    while (this.#out > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await Promise.all(this.#free.splice(0).map((p) => p.close()))
  }
}

function* slices(records: readonly LogRecord[]): Generator<readonly LogRecord[]> {
  let from = 0
  let bytes = 0
  for (const [n, record] of records.entries()) {
    if (n > from && (n - from === recordsPerRequest || bytes + record.value.length > bytesPerRequest)) {
      yield records.slice(from, n)
      from = n
      bytes = 0
    }
    bytes += record.value.length
  }
  yield records.slice(from)
}
