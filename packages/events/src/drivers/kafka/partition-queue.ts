import { type Batch, Postpone, type StoredRecord } from '../../event-log.ts'
import { backOff } from '../../faults.ts'
import { Latch } from '../../latch.ts'

export interface QueueHandlers {
  readonly maxRecords: number
  handle(batch: Batch): Promise<void>
  /** Everything before `next` is handled. */
  handled(topic: string, partition: number, next: number): void
  /** Whether the broker has heard from this member within its lease; if not, another may hold the partition by now. */
  holds(): boolean
  /** Asks the client to fetch this partition, or to leave it. */
  fetching(topic: string, partition: number, on: boolean): void
  onFault(fault: unknown, topic: string, partition: number): void
}

/** More than this waits: the client leaves the partition until half of it is handed out. A partition that is left and taken up again may wait for a long poll. */
const mostWaiting = 2_000
const mostWaitingBytes = 8 * 1024 * 1024

/**
 * One partition in this member's hands. The client only fills it and goes on, because it fetches nothing from a broker while any batch of that broker
 * is being handled: here a slow partition keeps only itself waiting, and a long batch keeps no heartbeat from being sent.
 */
export class PartitionQueue {
  readonly topic: string
  readonly partition: number
  readonly #handlers: QueueHandlers
  readonly #revoked = new AbortController()
  readonly #woken = new Latch()
  readonly #ended: Promise<void>
  #waiting: StoredRecord[] = []
  #end = 0
  /** Next offset to hand out; what the client fetches again after a rebalance lies before it. */
  #position = 0
  #paused: boolean
  #fetching = false
  #stopping = false
  #seeks = 0

  constructor(topic: string, partition: number, handlers: QueueHandlers, paused: boolean) {
    this.topic = topic
    this.partition = partition
    this.#handlers = handlers
    this.#paused = paused
    this.#ended = this.#run()
  }

  /** Takes what the client fetched. */
  add(records: readonly StoredRecord[], end: number): void {
    this.#end = end
    const next = this.#waiting.length > 0 ? (this.#waiting.at(-1)?.offset ?? 0) + 1 : this.#position
    this.#waiting.push(...records.filter((r) => r.offset >= next))
    this.#fetch(this.#hasRoom(1))
    this.#woken.wake()
  }

  /** The group came together anew and we kept the partition: the client begins at the committed offset, and knows nothing of what waits here. */
  rejoined(): void {
    this.#waiting = []
    this.#fetch(true, true)
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
    this.#fetch(this.#hasRoom(1))
    this.#woken.wake()
  }

  sought(offset: number): void {
    this.#seeks++
    this.#waiting = []
    this.#position = offset
    this.#fetch(true)
    this.#woken.wake()
  }

  lose(): void {
    this.#revoked.abort()
    this.#woken.wake()
  }

  /** Ends after the batch under way. */
  stop(): Promise<void> {
    this.#stopping = true
    this.#woken.wake()
    return this.#ended
  }

  get #over(): boolean {
    return this.#stopping || this.#revoked.signal.aborted
  }

  #hasRoom(share: number): boolean {
    return this.#waiting.length < mostWaiting * share && this.#waiting.reduce((sum, r) => sum + r.value.length, 0) < mostWaitingBytes * share
  }

  #fetch(on: boolean, evenIfSo = false): void {
    const wanted = on && !this.#paused
    if (this.#over || (wanted === this.#fetching && !evenIfSo)) return
    this.#fetching = wanted
    this.#handlers.fetching(this.topic, this.partition, wanted)
  }

  async #run(): Promise<void> {
    let faults = 0
    while (!this.#over) {
      const [first, ...rest] = this.#paused ? [] : this.#waiting.slice(0, this.#handlers.maxRecords)
      if (!first || !this.#handlers.holds()) {
        await this.#woken.wait(first ? 50 : 60_000)
        continue
      }
      try {
        await this.#step([first, ...rest])
        faults = 0
      } catch (fault) {
        faults++
        if (!(fault instanceof Postpone)) this.#handlers.onFault(fault, this.topic, this.partition)
        await this.#rest(fault instanceof Postpone ? fault.delayMs : backOff(faults, 1_000))
      }
    }
  }

  async #step(records: readonly [StoredRecord, ...StoredRecord[]]): Promise<void> {
    const seeks = this.#seeks
    await this.#handlers.handle({
      topic: this.topic,
      partition: this.partition,
      records,
      end: Math.max(this.#end, (records.at(-1)?.offset ?? 0) + 1),
      revoked: this.#revoked.signal,
    })
    if (seeks !== this.#seeks || this.#revoked.signal.aborted) return
    this.#position = (records.at(-1)?.offset ?? 0) + 1
    this.#waiting = this.#waiting.filter((r) => r.offset >= this.#position)
    if (this.#hasRoom(0.5)) this.#fetch(true)
    this.#handlers.handled(this.topic, this.partition, this.#position)
  }

  async #rest(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (Date.now() < until && !this.#over) await this.#woken.wait(until - Date.now())
  }
}
