/** A record as it goes into the log: bytes and headers come out exactly as they went in. */
export interface LogRecord {
  readonly topic: string
  /** Records with the same key keep their order. */
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Uint8Array
}

/** A record as it stands in the log. Offsets grow strictly within a partition, but a driver may leave gaps. */
export interface StoredRecord extends LogRecord {
  readonly partition: number
  readonly offset: number
}

/** Records of one partition, in order. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly [StoredRecord, ...StoredRecord[]]
  /** The offset after the newest record of the partition when the batch was read: what a position may never exceed. */
  readonly end: number
  /** Aborted when the partition was taken away: finish quickly, the outcome no longer counts. */
  readonly revoked: AbortSignal
}

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  /** Days, or null for ever. */
  readonly retentionDays: number | null
}

export interface SubscribeOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** Where a group starts that has never committed. */
  readonly from: 'beginning' | 'latest'
  /**
   * Called with one batch of a partition at a time; other partitions may run beside it. The offset is committed soon after it returns. Throw `Postpone` to have
   * the same records again after a while; any other error counts as `Postpone` of one second and goes to `onFault`.
   */
  handle(batch: Batch): Promise<void>
  onRevoked?(topic: string, partition: number): void
  onFault?(fault: unknown, topic: string, partition: number): void
  /** Most records of one batch. Default 500. */
  readonly maxRecords?: number
}

export interface Subscription {
  /** Stops handing out a partition until `resume`; the member keeps it. */
  pause(topic: string, partition: number): void
  resume(topic: string, partition: number): void
  /** Goes to an offset and commits it. False where another member holds the partition. */
  seek(topic: string, partition: number, offset: number): Promise<boolean>
  /** The partitions this member holds now. */
  assigned(): readonly { readonly topic: string; readonly partition: number }[]
  /** Lets running batches end, commits them and leaves the group. */
  close(): Promise<void>
}

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** Next offset the group will read; null where it never committed. */
  readonly committed: number | null
  readonly end: number
  /** Records between the two. */
  readonly lag: number
}

/** The log between services. Two drivers, `postgres` and `kafka`; both pass `eventLogConformance`. */
export interface EventLog {
  readonly driver: 'postgres' | 'kafka'
  /** Creates what is missing. Refuses a partition count other than the one a topic has, for that would break the order per key. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>
  /** Returns when every record is durable. Records of one key, given in one call or in calls that follow each other, keep their order. */
  publish(records: readonly LogRecord[]): Promise<void>
  subscribe(options: SubscribeOptions): Promise<Subscription>
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>
  /** Throws when the log cannot be reached. For readiness. */
  check(): Promise<void>
  /** Closes every subscription, then the connections. */
  close(): Promise<void>
}

/** Thrown by `handle`: nothing is wrong with the records, come again later. */
export class Postpone extends Error {
  readonly delayMs: number
  constructor(delayMs: number, why: string, options?: ErrorOptions) {
    super(`Postponed for ${delayMs} ms: ${why}`, options)
    this.name = 'Postpone'
    this.delayMs = delayMs
  }
}
