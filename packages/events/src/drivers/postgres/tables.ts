import type { SqlPool } from '../../sql.ts'

/** New offsets as `partition:end,…`, or `group NAME` when a member came or went. */
export const logChannel = 'collegium_log'

const tables = `
create table if not exists log_partition (
  id integer generated always as identity primary key,
  topic text not null,
  partition integer not null,
  retention_days integer,
  next_offset bigint not null default 0,
  unique (topic, partition)
) with (fillfactor = 50);

create table if not exists log_event (
  partition_id integer not null,
  log_offset bigint not null,
  key text not null,
  headers json not null,
  value bytea not null,
  written_at timestamptz not null default clock_timestamp(),
  primary key (partition_id, log_offset)
);

create table if not exists log_group (
  group_name text not null,
  partition_id integer not null,
  next_offset bigint not null,
  owner uuid,
  lease_until timestamptz,
  epoch bigint not null default 0,
  primary key (group_name, partition_id)
) with (fillfactor = 50);

create table if not exists log_member (
  group_name text not null,
  member uuid not null,
  lease_until timestamptz not null,
  primary key (group_name, member)
);
`

/** Creates the log's tables where they are missing. A role without the right to create is welcome once they exist. */
export async function ensureTables(sql: SqlPool): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('collegium_log'))`
    const [found] = await tx<{ there: boolean }[]>`select to_regclass('log_member') is not null as there`
    if (!found?.there) await tx.unsafe(tables)
  })
}
