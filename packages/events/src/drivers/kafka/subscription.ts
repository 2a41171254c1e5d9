import type { StoredRecord, SubscribeOptions, Subscription } from '../../event-log.ts'
import { backOff } from '../../faults.ts'
import { Latch } from '../../latch.ts'
import { PartitionQueue, type QueueHandlers } from './partition-queue.ts'

/** What a member of a group hears from its client. */
export interface GroupEvents {
  /** The group came together; `assignment` names this member's partitions by topic. */
  joined(memberId: string, assignment: Readonly<Record<string, readonly number[]>>): void
  /** The coordinator answered a heartbeat. */
  heard(): void
  fetched(topic: string, partition: number, records: readonly StoredRecord[], end: number): void
  /** The client will not come back by itself. */
  gaveUp(fault: unknown): void
}

export interface Offset {
  readonly topic: string
  readonly partition: number
  /** The next one to read. */
  readonly offset: number
}

/**
 * Offsets are committed together this often. A commit is a request like any other and may stand behind a long poll, so none waits for it; what a crash
 * makes come again is known to the inbox.
 */
const commitEveryMs = 100

/** A client that is in a group. */
export interface GroupClient {
  fetching(topic: string, partition: number, on: boolean): void
  seek(topic: string, partition: number, offset: number): void
  /** False when the coordinator no longer knows this member as the holder; throws for what passes. */
  commit(offsets: readonly Offset[]): Promise<boolean>
  leave(): Promise<void>
}

export type JoinGroup = (options: SubscribeOptions, leaseMs: number, events: GroupEvents) => Promise<GroupClient>

const named = (topic: string, partition: number): string => `${topic}/${partition}`

/** A member of a consumer group: keeps a queue per partition, and joins again whenever its client gives up. */
export class KafkaSubscription implements Subscription {
  readonly #join: JoinGroup
  readonly #options: SubscribeOptions
  readonly #leaseMs: number
  readonly #queues = new Map<string, PartitionQueue>()
  readonly #paused = new Set<string>()
  readonly #handlers: QueueHandlers
  readonly #toCommit = new Map<string, Offset>()
  #committing: Promise<void> | undefined
  readonly #flush = new Latch()
  #client: GroupClient | undefined
  #memberId = ''
  #heardAt = 0
  #closing = false
  #closed: Promise<void> | undefined

  constructor(join: JoinGroup, leaseMs: number, options: SubscribeOptions) {
    this.#join = join
    this.#options = options
    this.#leaseMs = leaseMs
    this.#handlers = {
      maxRecords: options.maxRecords ?? 500,
      handle: (batch) => options.handle(batch),
      handled: (topic, partition, offset) => {
        this.#toCommit.set(named(topic, partition), { topic, partition, offset })
        this.#committing ??= this.#commitSoon()
      },
      holds: () => Date.now() - this.#heardAt < leaseMs,
      fetching: (topic, partition, on) => this.#client?.fetching(topic, partition, on),
      onFault: (fault, topic, partition) => options.onFault?.(fault, topic, partition),
    }
  }

  async start(): Promise<void> {
    let gaveUp = false
    const client = await this.#join(this.#options, this.#leaseMs, {
      joined: (memberId, assignment) => this.#joined(memberId, assignment),
      heard: () => {
        this.#heardAt = Date.now()
      },
      fetched: (topic, partition, records, end) => this.#queues.get(named(topic, partition))?.add(records, end),
      gaveUp: (fault) => {
        if (gaveUp || this.#closing) return
        gaveUp = true
        void this.#startAgain(fault)
      },
    })
    this.#client = client
    // Asked for before the client was known here.
    for (const queue of this.#queues.values()) queue.rejoined()
  }

  async #startAgain(fault: unknown): Promise<void> {
    this.#options.onFault?.(fault, this.#options.topics.join(), -1)
    await this.#client?.leave()
    this.#client = undefined
    this.#loseAll()
    for (let tries = 1; !this.#closing; tries++) {
      try {
        await this.start()
        return
      } catch (again) {
        this.#options.onFault?.(again, this.#options.topics.join(), -1)
        await new Promise((resolve) => setTimeout(resolve, backOff(tries)))
      }
    }
  }

  #joined(memberId: string, assignment: Readonly<Record<string, readonly number[]>>): void {
    // A new id means that the coordinator had given us up, and others may have worked meanwhile.
    if (memberId !== this.#memberId) this.#loseAll()
    this.#memberId = memberId
    this.#heardAt = Date.now()
    const now = new Map(
      Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((partition) => [named(topic, partition), { topic, partition }] as const)),
    )
    for (const [name, queue] of this.#queues) {
      if (now.has(name)) queue.rejoined()
      else this.#lose(name, queue)
    }
    for (const [name, { topic, partition }] of now) {
      if (this.#queues.has(name)) continue
      const queue = new PartitionQueue(topic, partition, this.#handlers, this.#paused.has(name))
      this.#queues.set(name, queue)
      queue.rejoined()
    }
  }

  #lose(name: string, queue: PartitionQueue): void {
    this.#queues.delete(name)
    this.#toCommit.delete(name)
    queue.lose()
    this.#options.onRevoked?.(queue.topic, queue.partition)
  }

  #loseAll(): void {
    for (const [name, queue] of this.#queues) this.#lose(name, queue)
  }

  async #commitSoon(): Promise<void> {
    await this.#flush.wait(this.#closing ? 0 : commitEveryMs)
    for (let tries = 1; this.#toCommit.size > 0; tries++) {
      const offsets = [...this.#toCommit.values()]
      try {
        if (!(await this.#client?.commit(offsets))) this.#loseAll()
        for (const o of offsets) if (this.#toCommit.get(named(o.topic, o.partition)) === o) this.#toCommit.delete(named(o.topic, o.partition))
      } catch {
        // While the group comes together, and while the broker is away, what is handled waits to be committed.
        if (this.#closing && tries > 5) break
        await new Promise((resolve) => setTimeout(resolve, backOff(tries, 1_000)))
      }
    }
    this.#committing = undefined
  }

  pause(topic: string, partition: number): void {
    this.#paused.add(named(topic, partition))
    this.#queues.get(named(topic, partition))?.setPaused(true)
  }

  resume(topic: string, partition: number): void {
    this.#paused.delete(named(topic, partition))
    this.#queues.get(named(topic, partition))?.setPaused(false)
  }

  async seek(topic: string, partition: number, offset: number): Promise<boolean> {
    const queue = this.#queues.get(named(topic, partition))
    if (!queue || !this.#client) return false
    this.#client.seek(topic, partition, offset)
    queue.sought(offset)
    this.#handlers.handled(topic, partition, offset)
    this.#flush.wake()
    await this.#committing
    return this.#queues.get(named(topic, partition)) === queue
  }

  assigned(): readonly { readonly topic: string; readonly partition: number }[] {
    return [...this.#queues.values()].map(({ topic, partition }) => ({ topic, partition }))
  }

  close(): Promise<void> {
    this.#closing = true
    this.#closed ??= Promise.all([...this.#queues.values()].map((q) => q.stop())).then(async () => {
      this.#flush.wake()
      await this.#committing
      this.#queues.clear()
      await this.#client?.leave()
    })
    return this.#closed
  }
}
