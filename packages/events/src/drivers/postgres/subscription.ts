import { v7 as uuidv7 } from 'uuid'
import type { SubscribeOptions, Subscription } from '../../event-log.ts'
import { Latch } from '../../latch.ts'
import type { SqlPool } from '../../sql.ts'
import { HeldPartition, type PartitionReader } from './held-partition.ts'
import { claim, enrol, leave, release, renew, tell } from './membership.ts'
import type { PartitionRow, Topics } from './topics.ts'
import type { Watcher } from './watcher.ts'

const named = (topic: string, partition: number): string => `${topic}/${partition}`

/** A member of a group: holds its fair share of the partitions under a lease that it renews four times while it runs. */
export class PostgresSubscription implements Subscription {
  readonly #sql: SqlPool
  readonly #options: SubscribeOptions
  readonly #leaseMs: number
  readonly #member = uuidv7()
  readonly #partitions: readonly PartitionRow[]
  readonly #held = new Map<number, HeldPartition>()
  readonly #paused = new Set<string>()
  readonly #reader: PartitionReader
  readonly #turn = new Latch()
  readonly #unwatch: () => void
  readonly #ended: Promise<void>
  #closing = false
  #closed: Promise<void> | undefined

  static async open(sql: SqlPool, topics: Topics, watcher: Watcher, leaseMs: number, options: SubscribeOptions): Promise<PostgresSubscription> {
    const partitions = (await Promise.all(options.topics.map((topic) => topics.of(topic)))).flat()
    await enrol(sql, options.group, partitions, options.from)
    await watcher.look()
    const subscription = new PostgresSubscription(sql, watcher, leaseMs, options, partitions)
    await tell(sql, options.group)
    return subscription
  }

  constructor(sql: SqlPool, watcher: Watcher, leaseMs: number, options: SubscribeOptions, partitions: readonly PartitionRow[]) {
    this.#sql = sql
    this.#options = options
    this.#leaseMs = leaseMs
    this.#partitions = partitions
    this.#reader = {
      sql,
      watcher,
      group: options.group,
      member: this.#member,
      maxRecords: options.maxRecords ?? 500,
      handle: (batch) => options.handle(batch),
      onFault: (fault, topic, partition) => options.onFault?.(fault, topic, partition),
    }
    this.#unwatch = watcher.watch(
      (partitionId) => this.#held.get(partitionId)?.wake(),
      (group) => {
        if (group === options.group) this.#turn.wake()
      },
    )
    this.#ended = this.#attend()
  }

  pause(topic: string, partition: number): void {
    this.#paused.add(named(topic, partition))
    this.#find(topic, partition)?.setPaused(true)
  }

  resume(topic: string, partition: number): void {
    this.#paused.delete(named(topic, partition))
    this.#find(topic, partition)?.setPaused(false)
  }

  async seek(topic: string, partition: number, offset: number): Promise<boolean> {
    return (await this.#find(topic, partition)?.seek(offset)) ?? false
  }

  assigned(): readonly { readonly topic: string; readonly partition: number }[] {
    return [...this.#held.values()].filter((h) => !h.lost).map(({ at: { topic, partition } }) => ({ topic, partition }))
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#closing = true
    this.#turn.wake()
    await this.#ended
    await Promise.all([...this.#held.values()].map((h) => h.stop()))
    this.#unwatch()
    this.#held.clear()
    try {
      await leave(this.#sql, this.#options.group, this.#member)
    } catch {
      // The server is away; the lease runs out by itself.
    }
  }

  #find(topic: string, partition: number): HeldPartition | undefined {
    return [...this.#held.values()].find((h) => h.at.topic === topic && h.at.partition === partition)
  }

  /** Renews, gives back what is too much, takes what is free. */
  async #attend(): Promise<void> {
    while (!this.#closing) {
      try {
        const { kept, members } = await renew(this.#sql, this.#options.group, this.#member, this.#leaseMs)
        for (const [id, held] of this.#held) {
          if (held.lost || kept.get(id) !== held.epoch) this.#lose(id, held)
        }
        // A partition that still runs under an older epoch of ours comes back when it has ended.
        const share = Math.ceil(this.#partitions.length / Math.max(1, members))
        if (this.#held.size > share) await this.#giveBack(this.#held.size - share)
        else if (this.#held.size < share) await this.#take(share - this.#held.size)
      } catch (fault) {
        if (!this.#closing) this.#options.onFault?.(fault, this.#options.topics.join(), -1)
      }
      if (!this.#closing) await this.#turn.wait(this.#leaseMs / 4)
    }
  }

  async #take(most: number): Promise<void> {
    const free = this.#partitions.filter((p) => !this.#held.has(p.id))
    const claims = await claim(
      this.#sql,
      this.#options.group,
      this.#member,
      this.#leaseMs,
      free.map((p) => p.id),
      most,
    )
    for (const taken of claims) {
      const at = free.find((p) => p.id === taken.id)
      if (at) this.#held.set(at.id, new HeldPartition(this.#reader, at, taken, this.#paused.has(named(at.topic, at.partition))))
    }
  }

  async #giveBack(many: number): Promise<void> {
    const surplus = [...this.#held.values()].slice(-many)
    // Without waiting for long batches: the leases of all partitions have to be renewed meanwhile.
    for (const held of surplus) {
      void held.stop().then(async () => {
        if (this.#held.get(held.at.id) !== held) return
        this.#held.delete(held.at.id)
        this.#options.onRevoked?.(held.at.topic, held.at.partition)
        try {
          await release(this.#sql, this.#options.group, this.#member, [held.at.id])
        } catch {
          // Not renewed any more, so the lease runs out by itself.
        }
      })
    }
  }

  #lose(id: number, held: HeldPartition): void {
    held.lose()
    this.#held.delete(id)
    this.#options.onRevoked?.(held.at.topic, held.at.partition)
  }
}
