import type { TopicSpec } from '../../event-log.ts'
import type { SqlPool } from '../../sql.ts'

export interface PartitionRow {
  readonly id: number
  readonly topic: string
  readonly partition: number
}

/** Topics and their partitions, read once and again when an unknown topic is asked for. */
export class Topics {
  readonly #sql: SqlPool
  #byTopic = new Map<string, readonly PartitionRow[]>()

  constructor(sql: SqlPool) {
    this.#sql = sql
  }

  async ensure(wanted: readonly TopicSpec[]): Promise<void> {
    if (wanted.length === 0) return
    await this.#sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('collegium_log'))`
      const there = await tx<{ topic: string; partitions: number }[]>`select topic, count(*)::int as partitions from log_partition group by topic`
      const counts = new Map(there.map((t) => [t.topic, t.partitions]))
      for (const { name, partitions, retentionDays } of wanted) {
        const has = counts.get(name)
        if (has !== undefined && has !== partitions) throw partitionsDiffer(name, has, partitions)
        await tx`
          insert into log_partition (topic, partition, retention_days)
          select ${name}::text, n, ${retentionDays}::integer from generate_series(0, ${partitions - 1}::integer) n
          on conflict (topic, partition) do update set retention_days = excluded.retention_days
          where log_partition.retention_days is distinct from excluded.retention_days`
      }
    })
    await this.#read()
  }

  /** The partitions of a topic by number. Throws where `ensureTopics` never made it. */
  async of(topic: string): Promise<readonly PartitionRow[]> {
    if (!this.#byTopic.has(topic)) await this.#read()
    const rows = this.#byTopic.get(topic)
    if (!rows) throw new Error(`The event log has no topic ${topic}, because nobody created it. Call ensureTopics with it first.`)
    return rows
  }

  async #read(): Promise<void> {
    const rows = await this.#sql<PartitionRow[]>`select id, topic, partition from log_partition order by topic, partition`
    const byTopic = new Map<string, PartitionRow[]>()
    for (const row of rows) byTopic.set(row.topic, [...(byTopic.get(row.topic) ?? []), row])
    this.#byTopic = byTopic
  }
}

export const partitionsDiffer = (topic: string, has: number, wanted: number): Error =>
  new Error(
    `Topic ${topic} has ${has} partitions and ${wanted} are asked for. Another count would send keys to other partitions and break their order; publish to a new topic version instead.`,
  )
