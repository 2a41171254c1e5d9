import { createHmac } from 'node:crypto'
import { eventTables } from '@collegium/events'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'

/** Tables of the event machinery: they hold no business rows and have no owner. */
const withoutOwner = ['outbox', 'inbox', 'consumer_position', 'parked_key', 'parked_event']

/**
 * Makes a service's database ready: the database `hub_<service>`, its role (owns nothing, cannot bypass row-level
 * security), the migrations, the event tables, FORCE and grants. Safe to run at every start. Returns the role's address.
 */
export async function prepareDatabase(options: { ownerUrl: string; service: string; migrations: string }): Promise<{ url: string }> {
  const name = `hub_${options.service}`
  const role = name
  const owner = new URL(options.ownerUrl)
  // The role's password follows from the owner's: nothing more to store, and a new owner password renews it.
  const password = createHmac('sha256', decodeURIComponent(owner.password)).update(role).digest('base64url')
  const admin = postgres(options.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await admin.unsafe(
      `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls; end if; end $$`,
    )
    await admin.unsafe(`alter role ${role} password '${password}'`)
    const [found] = await admin`select 1 from pg_database where datname = ${name}`
    if (!found) await admin.unsafe(`create database ${name}`)
  } finally {
    await admin.end()
  }
  const address = (user: string, secret: string) => {
    const url = new URL(options.ownerUrl)
    url.pathname = `/${name}`
    url.username = user
    url.password = secret
    return url.toString()
  }
  const sql = postgres(address(owner.username, decodeURIComponent(owner.password)), { max: 1, onnotice: () => {} })
  try {
    await migrate(drizzle({ client: sql }), { migrationsFolder: options.migrations })
    await sql.unsafe(eventTables)
    await secure(sql, role)
  } finally {
    await sql.end()
  }
  return { url: address(role, password) }
}

/** FORCE on every table with a policy, grants for the role; a table with neither policy nor the name `public_*` stops the start. */
async function secure(sql: Sql, role: string): Promise<void> {
  const tables = await sql<{ name: string; policies: number; secured: boolean; forced: boolean }[]>`
    select c.relname as name, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies, c.relrowsecurity as secured, c.relforcerowsecurity as forced
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`
  const naked = tables.filter((t) => t.policies === 0 && !t.name.startsWith('public_') && !withoutOwner.includes(t.name))
  if (naked.length > 0)
    throw new Error(
      `Tables without a policy: ${naked.map((t) => t.name).join(', ')}. Every table of business rows names its owner (ownedBy); what is public is called public_*.`,
    )
  for (const t of tables.filter((one) => one.policies > 0 && !(one.secured && one.forced)))
    await sql.unsafe(`alter table "${t.name}" enable row level security, force row level security`)
  await sql.unsafe(
    `grant usage on schema public to ${role}; grant select, insert, update, delete on all tables in schema public to ${role}; grant usage on all sequences in schema public to ${role}`,
  )
}
