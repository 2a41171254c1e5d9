/**
 * Tables that every service keeps in its own database for its events: no owner column and no row-level security, for they name no tenant.
 * Idempotent; a migration runs it. The outbox has the columns that Debezium's outbox event router expects, so that it could replace the relay.
 */
export const eventTables = `
create table if not exists outbox (
  bucket smallint not null,
  seq bigint generated always as identity,
  id uuid not null,
  aggregatetype text not null,
  aggregateid text not null,
  type text not null,
  payload json not null,
  headers json not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (bucket, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.2);

create table if not exists inbox (
  consumer text not null,
  event_id text not null,
  handled_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
create index if not exists inbox_handled_at on inbox (handled_at);

create table if not exists consumer_position (
  consumer text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  version bigint not null default 0,
  replay boolean not null default false,
  moved_at timestamptz not null default clock_timestamp(),
  primary key (consumer, topic, partition)
);

create table if not exists parked_key (
  consumer text not null,
  topic text not null,
  key text not null,
  reason text not null,
  fault text not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (consumer, topic, key)
);

create table if not exists parked_event (
  consumer text not null,
  topic text not null,
  key text not null,
  partition integer not null,
  log_offset bigint not null,
  event_id text,
  headers json not null,
  value bytea not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (consumer, topic, partition, log_offset)
);
create index if not exists parked_event_key on parked_event (consumer, topic, key, log_offset);
`
