import { type Batch, Postpone, type StoredRecord } from '../../event-log.ts'
import { backOff } from '../../faults.ts'
import { Latch } from '../../latch.ts'
import type { SqlPool } from '../../sql.ts'
import { type Claim, commit } from './membership.ts'
import type { PartitionRow } from './topics.ts'
import type { Watcher } from './watcher.ts'

const bytesPerBatch = 8 * 1024 * 1024
/** A waiting partition looks again after this long even if nobody wakes it. */
const longestWaitMs = 1_000

export interface PartitionReader {
  readonly sql: SqlPool
  readonly watcher: Watcher
  readonly group: string
  readonly member: string
  readonly maxRecords: number
  handle(batch: Batch): Promise<void>
  onFault(fault: unknown, topic: string, partition: number): void
}

/** One partition in this member's hands: reads, hands out, commits, until it is released or lost. */
export class HeldPartition {
  readonly at: PartitionRow
  readonly epoch: number
  readonly #reader: PartitionReader
  readonly #revoked = new AbortController()
  readonly #woken = new Latch()
  readonly #ended: Promise<void>
  #position: number
  #paused = false
  #stopping = false
  /** Counts seeks, so that a batch under way does not commit over one. */
  #seeks = 0

  constructor(reader: PartitionReader, at: PartitionRow, claim: Claim, paused: boolean) {
    this.#reader = reader
    this.at = at
    this.epoch = claim.epoch
    this.#position = claim.position
    this.#paused = paused
    this.#ended = this.#run()
  }

  get lost(): boolean {
    return this.#revoked.signal.aborted
  }

  wake(): void {
    this.#woken.wake()
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
    this.wake()
  }

  async seek(offset: number): Promise<boolean> {
    if (this.lost || this.#stopping) return false
    this.#seeks++
    this.#position = offset
    const kept = await commit(this.#reader.sql, this.#reader.group, this.#reader.member, { id: this.at.id, epoch: this.epoch }, offset)
    this.wake()
    return kept
  }

  /** Another member has it: what is under way no longer counts. */
  lose(): void {
    this.#revoked.abort()
    this.wake()
  }

  /** Ends after the batch under way. */
  stop(): Promise<void> {
    this.#stopping = true
    this.wake()
    return this.#ended
  }

  async #run(): Promise<void> {
    let faults = 0
    while (!this.#stopping && !this.lost) {
      if (this.#paused || this.#position >= this.#reader.watcher.end(this.at.id)) {
        await this.#woken.wait(longestWaitMs)
        continue
      }
      try {
        await this.#step()
        faults = 0
      } catch (fault) {
        faults++
        if (!(fault instanceof Postpone)) this.#reader.onFault(fault, this.at.topic, this.at.partition)
        await this.#rest(fault instanceof Postpone ? fault.delayMs : backOff(faults, 1_000))
      }
    }
  }

  async #step(): Promise<void> {
    const { sql, group, member, watcher } = this.#reader
    const seeks = this.#seeks
    const records = await this.#read()
    const [first, ...rest] = records
    if (!first) {
      // Retention took what stood here: everything up to the known end is gone.
      this.#position = watcher.end(this.at.id)
      return
    }
    await this.#reader.handle({
      topic: this.at.topic,
      partition: this.at.partition,
      records: [first, ...rest],
      end: watcher.end(this.at.id),
      revoked: this.#revoked.signal,
    })
    if (seeks !== this.#seeks) return
    const next = (rest.at(-1) ?? first).offset + 1
    if (await commit(sql, group, member, { id: this.at.id, epoch: this.epoch }, next)) {
      if (seeks === this.#seeks) this.#position = next
    } else this.lose()
  }

  async #read(): Promise<StoredRecord[]> {
    const rows = await this.#reader.sql<{ offset: string; key: string; headers: string; value: Buffer }[]>`
      select log_offset as offset, key, headers::text as headers, value from (
        select log_offset, key, headers, value, coalesce(sum(octet_length(value)) over (order by log_offset rows between unbounded preceding and 1 preceding), 0) as before
        from log_event where partition_id = ${this.at.id} and log_offset >= ${this.#position}::bigint
        order by log_offset limit ${this.#reader.maxRecords}::integer
      ) next where before < ${bytesPerBatch}::integer order by log_offset`
    return rows.map((r) => ({
      topic: this.at.topic,
      partition: this.at.partition,
      offset: Number(r.offset),
      key: r.key,
      headers: headersIn(r.headers),
      value: r.value,
    }))
  }

  /** Waits, but not while there is reason to stop. */
  async #rest(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (Date.now() < until && !this.#stopping && !this.lost) await this.#woken.wait(until - Date.now())
  }
}

function headersIn(json: string): Record<string, string> {
  const parsed: Record<string, string> = JSON.parse(json)
  return parsed
}
