import { join, resolve } from 'node:path'
import { services } from '@collegium/contracts'
import { createTestDatabase } from '@collegium/testing'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareDatabase } from './prepare.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const withoutOwner = ['outbox', 'inbox', 'consumer_position', 'parked_key', 'parked_event']

interface Column {
  readonly name: string
  /** As PostgreSQL writes it, with length and brackets. */
  readonly type: string
  readonly required: boolean
  readonly generated: boolean
}
interface Table {
  readonly name: string
  readonly policies: readonly { readonly name: string; readonly command: string; readonly using: string | null; readonly check: string | null }[]
  readonly secured: boolean
  readonly forced: boolean
  readonly columns: readonly Column[]
}

/** Everything below is asked of PostgreSQL's own catalogue: a table that is added tomorrow is tested tomorrow. */
async function tablesOf(sql: Sql): Promise<Table[]> {
  const tables = await sql<{ name: string; secured: boolean; forced: boolean; policies: Table['policies']; columns: Column[] }[]>`
    select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      coalesce((select json_agg(json_build_object('name', polname, 'command', polcmd, 'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid))) from pg_policy where polrelid = c.oid), '[]') as policies,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod), 'required', attnotnull, 'generated', attgenerated <> '' or attidentity <> '') order by attnum) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`
  return [...tables]
}

/** A value of a type, made up; `n` keeps rows apart. */
function valueOf(type: string, n: number): string {
  if (type.endsWith('[]')) return `{${valueOf(type.slice(0, -2), n)}}`
  if (type === 'uuid') return `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
  if (/^(integer|bigint|smallint|numeric|double|real)/.test(type)) return String(n)
  if (type === 'boolean') return 'false'
  if (type === 'date') return '2026-06-20'
  if (type.startsWith('timestamp')) return '2026-06-20T00:00:00Z'
  if (type.startsWith('json')) return '{}'
  if (type === 'bytea') return '\\x00'
  return `x${n}`
}

/** Columns of which a policy says that their value is the tenant (or, for a list, holds it). */
const tenantColumns = (table: Table): string[] =>
  table.columns
    .filter(({ name }) => table.policies.some(({ using }) => new RegExp(`(?<![\\w."])"?${name}"?(?:::text)? (?:= ANY|&&)`).test(using ?? '')))
    .map((column) => column.name)

async function insertRow(sql: Sql, table: Table, tenant: string, n: number): Promise<void> {
  const owned = tenantColumns(table)
  const given = table.columns.filter((column) => !column.generated && (column.required || owned.includes(column.name)))
  const values = given.map((column) => (owned.includes(column.name) ? (column.type.endsWith('[]') ? `{${tenant}}` : tenant) : valueOf(column.type, n)))
  await sql.unsafe(
    `insert into "${table.name}" (${given.map((column) => `"${column.name}"`).join(', ')}) values (${given.map((column, i) => `$${i + 1}::text::${column.type}`).join(', ')})`,
    values,
  )
}

describe.each(services)('row-level security of %s', (service) => {
  let owner: Sql
  let role: Sql
  let tables: Table[]
  let drop: () => PromiseLike<void>
  const mine = `${service}-mine.example`
  const theirs = `${service}-theirs.example`

  beforeAll(async () => {
    // prepareDatabase names the database after the service; a server shared with others needs a name of its own.
    const server = await createTestDatabase(`rls_${service}`)
    drop = () => server[Symbol.asyncDispose]()
    const name = `rls_${service}_${server.name.slice(-6)}`
    const prepared = await prepareDatabase({ ownerUrl: server.url, service: name, migrations: join(root, 'services', service, 'migrations') })
    const ownerUrl = new URL(server.url)
    ownerUrl.pathname = new URL(prepared.url).pathname
    owner = postgres(ownerUrl.href, { max: 1, onnotice: () => {} })
    role = postgres(prepared.url, { max: 1, onnotice: () => {} })
    drop = async () => {
      await Promise.all([owner.end(), role.end()])
      const admin = postgres(server.url, { max: 1, onnotice: () => {} })
      await admin.unsafe(`drop database "${ownerUrl.pathname.slice(1)}" with (force)`)
      await admin.unsafe(`drop role hub_${name}`)
      await admin.end()
      await server[Symbol.asyncDispose]()
    }
    tables = await tablesOf(owner)
    // Rows refer to rows that are not there: made up by type alone, they would never satisfy foreign keys or checks, and need not.
    await owner`set session_replication_role = replica`
    for (const table of tables)
      for (const constraint of await owner<
        { name: string }[]
      >`select conname as name from pg_constraint where conrelid = ${`public."${table.name}"`}::regclass and contype = 'c'`)
        await owner.unsafe(`alter table "${table.name}" drop constraint "${constraint.name}"`)
    for (const table of tables.filter((one) => one.policies.length > 0)) {
      await insertRow(owner, table, mine, 1)
      await insertRow(owner, table, theirs, 2)
    }
  })
  afterAll(() => drop?.())

  const as = async <T>(settings: { tenants?: string; learner?: string }, work: (sql: postgres.TransactionSql) => PromiseLike<T>): Promise<T> => {
    class Undo extends Error {}
    let result: { value: T } | undefined
    await role
      .begin(async (sql) => {
        if (settings.tenants !== undefined) await sql`select set_config('app.tenants', ${settings.tenants}, true)`
        if (settings.learner !== undefined) await sql`select set_config('app.learner', ${settings.learner}, true)`
        result = { value: await work(sql) }
        throw new Undo()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      })
    if (!result) throw new Error('The transaction ended without a result')
    return result.value
  }
  const owned = () => tables.filter((table) => table.policies.length > 0)

  test('every table of business rows has a policy under FORCE; without one are only public_* and the event tables', () => {
    expect(tables.length).toBeGreaterThan(withoutOwner.length)
    for (const table of tables) {
      if (table.policies.length > 0) expect([table.name, table.secured, table.forced]).toEqual([table.name, true, true])
      else expect([table.name, table.name.startsWith('public_') || withoutOwner.includes(table.name)]).toEqual([table.name, true])
    }
  })

  test('the role owns nothing, cannot bypass, and cannot become somebody who can', async () => {
    const [found] = await role<{ bypass: boolean; super: boolean; owns: number; member: number; createrole: boolean }[]>`
      select rolbypassrls as bypass, rolsuper as super, rolcreaterole as createrole, (select count(*)::int from pg_class where relowner = r.oid) as owns, (select count(*)::int from pg_auth_members where member = r.oid) as member
      from pg_roles r where rolname = current_user`
    expect(found).toEqual({ bypass: false, super: false, owns: 0, member: 0, createrole: false })
    for (const table of owned())
      await expect(
        as({ tenants: mine }, (sql) => sql.unsafe(`alter table "${table.name}" disable row level security`)),
        table.name,
      ).rejects.toThrow(/owner/)
    await expect(
      as({ tenants: mine }, (sql) => sql`set local row_security = off`.then(() => sql.unsafe(`select * from "${owned()[0]?.name ?? 'outbox'}"`))),
    ).rejects.toThrow(/row-level security|policy/)
  })

  test('its tenant sees its own rows, so that what follows proves something', async () => {
    for (const table of owned()) {
      expect([table.name, tenantColumns(table).length > 0]).toEqual([table.name, true])
      const [found] = await as({ tenants: mine }, (sql) => sql.unsafe<{ n: number }[]>(`select count(*)::int as n from "${table.name}"`))
      expect([table.name, found?.n]).toEqual([table.name, 1])
    }
  })

  test.each([
    ['no tenant at all', {}],
    ['an empty one', { tenants: '' }],
    ['an unknown one', { tenants: 'nobody.example' }],
    ['one that is nearly right', { tenants: `${mine}.evil` }],
    ['a learner who is nobody', { learner: '01930000-0000-7000-8000-999999999999' }],
  ])('%s sees nothing and changes nothing', async (_, settings) => {
    for (const table of owned()) {
      const first = table.columns[0]?.name
      const counts = await as(settings, async (sql) => [
        (await sql.unsafe(`select * from "${table.name}"`)).length,
        (await sql.unsafe(`update "${table.name}" set "${first}" = "${first}"`)).count,
        (await sql.unsafe(`delete from "${table.name}"`)).count,
      ])
      expect([table.name, ...counts]).toEqual([table.name, 0, 0, 0])
    }
  })

  test('a tenant neither sees nor changes the rows of another, nor gives rows to another', async () => {
    for (const table of owned()) {
      const [own] = tenantColumns(table)
      const column = table.columns.find((one) => one.name === own)
      const foreign = column?.type.endsWith('[]') ? `{${theirs}}` : theirs
      const where = `where "${own}"::text = '${foreign}'`
      const counts = await as({ tenants: mine }, async (sql) => [
        (await sql.unsafe(`select * from "${table.name}" ${where}`)).length,
        (await sql.unsafe(`update "${table.name}" set "${own}" = "${own}" ${where}`)).count,
        (await sql.unsafe(`delete from "${table.name}" ${where}`)).count,
      ])
      expect([table.name, ...counts]).toEqual([table.name, 0, 0, 0])
      const fault = await as({ tenants: mine }, (sql) => insertRow(sql as unknown as Sql, table, theirs, 3)).catch((error: unknown) => error)
      expect([table.name, String(fault)]).toEqual([table.name, expect.stringMatching(/row-level security/)])
    }
  })

  test('policies compare plain columns with the tenants read once: no join, no function on the row', () => {
    for (const table of owned())
      for (const { name, using } of table.policies) {
        expect([table.name, name, /join|exists/i.test(using ?? '')]).toEqual([table.name, name, false])
        expect([table.name, name, using]).toEqual([table.name, name, expect.stringMatching(/\( SELECT /)])
      }
  })
})
