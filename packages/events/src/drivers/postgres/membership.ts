import type { SqlPool } from '../../sql.ts'
import { logChannel } from './tables.ts'
import type { PartitionRow } from './topics.ts'

/** A partition as a member holds it. Whoever takes it over raises the epoch, and commits under an older one are refused. */
export interface Claim {
  readonly id: number
  readonly epoch: number
  readonly position: number
}

/** Makes the group's rows for partitions that it never read. */
export async function enrol(sql: SqlPool, group: string, partitions: readonly PartitionRow[], from: 'beginning' | 'latest'): Promise<void> {
  await sql`
    insert into log_group (group_name, partition_id, next_offset)
    select ${group}::text, id, case when ${from}::text = 'latest' then next_offset else 0 end from log_partition where id = any(${sql.array(
      partitions.map((p) => p.id),
      23,
    )}::integer[])
    on conflict do nothing`
}

/**
 * Renews this member's leases and says which partitions it still holds and how many members are alive. One statement: a process that is frozen between
 * two would keep the rows locked, and nobody could take over.
 */
export async function renew(sql: SqlPool, group: string, member: string, leaseMs: number): Promise<{ kept: ReadonlyMap<number, number>; members: number }> {
  const [row] = await sql<{ kept: string; others: number }[]>`
    with me as (
      insert into log_member (group_name, member, lease_until) values (${group}, ${member}, clock_timestamp() + ${leaseMs}::integer * interval '1 ms')
      on conflict (group_name, member) do update set lease_until = excluded.lease_until
    ), kept as (
      update log_group set lease_until = clock_timestamp() + ${leaseMs}::integer * interval '1 ms' where group_name = ${group} and owner = ${member}
      returning partition_id, epoch
    )
    select coalesce((select json_agg(json_build_array(partition_id, epoch)) from kept), '[]')::text as kept,
      (select count(*) from log_member where group_name = ${group} and member <> ${member} and lease_until > clock_timestamp())::integer as others`
  const kept: [number, number][] = JSON.parse(row?.kept ?? '[]')
  return { kept: new Map(kept), members: (row?.others ?? 0) + 1 }
}

/** Takes up to `most` partitions that nobody holds, or whose holder let the lease run out. */
export async function claim(
  sql: SqlPool,
  group: string,
  member: string,
  leaseMs: number,
  partitionIds: readonly number[],
  most: number,
): Promise<readonly Claim[]> {
  const rows = await sql<{ id: number; epoch: string; position: string }[]>`
    update log_group g set owner = ${member}, lease_until = clock_timestamp() + ${leaseMs}::integer * interval '1 ms', epoch = g.epoch + 1
    from (
      select partition_id from log_group
      where group_name = ${group} and partition_id = any(${sql.array([...partitionIds], 23)}::integer[]) and (owner is null or lease_until < clock_timestamp())
      order by partition_id limit ${most}::integer for update skip locked
    ) free
    where g.group_name = ${group} and g.partition_id = free.partition_id
    returning g.partition_id as id, g.epoch, g.next_offset as position`
  return rows.map((r) => ({ id: r.id, epoch: Number(r.epoch), position: Number(r.position) }))
}

/** Sets the position; false where the partition is another's by now. */
export async function commit(
  sql: SqlPool,
  group: string,
  member: string,
  held: { readonly id: number; readonly epoch: number },
  offset: number,
): Promise<boolean> {
  const { count } = await sql`
    update log_group set next_offset = ${offset}::bigint
    where group_name = ${group} and partition_id = ${held.id} and owner = ${member} and epoch = ${held.epoch}::bigint`
  return count === 1
}

/** Gives partitions back, and tells the group. */
export async function release(sql: SqlPool, group: string, member: string, partitionIds: readonly number[]): Promise<void> {
  await sql`
    update log_group set owner = null, lease_until = null where group_name = ${group} and owner = ${member} and partition_id = any(${sql.array([...partitionIds], 23)}::integer[])`
  await tell(sql, group)
}

export async function leave(sql: SqlPool, group: string, member: string): Promise<void> {
  await sql`
    with gone as (delete from log_member where group_name = ${group} and (member = ${member} or lease_until < clock_timestamp() - interval '1 hour'))
    update log_group set owner = null, lease_until = null where group_name = ${group} and owner = ${member}`
  await tell(sql, group)
}

export async function tell(sql: SqlPool, group: string): Promise<void> {
  await sql`select pg_notify(${logChannel}::text, ${`group ${group}`}::text)`
}
