import { decrypt, encrypt, StaleVersion, type Transaction } from '@collegium/database'
import { type Carrier, carriers, type Moved } from './carriers.ts'

export interface KeyHolder {
  readonly id: string
  readonly key: Uint8Array
}
type Row = Readonly<Record<string, string>>

const quoted = (columns: readonly string[]): string[] => columns.map((column) => `"${column}"`)
/** What tells rows of all tables apart. */
export const rowName = (carrier: Carrier, row: Row): string => carrier.key.map((column) => row[column]).join(' ')

/** Every institution that may write a row of these learners, as far as `tx` sees the rows. */
export async function ownersOfRows(sql: Pick<Transaction['sql'], 'unsafe'>, learnerIds: readonly string[]): Promise<string[]> {
  const owners = new Set<string>()
  for (const { table, owners: columns } of carriers) {
    const rows = await sql.unsafe<{ owner: string }[]>(
      `select distinct o.named as owner from "${table}", unnest(array[${quoted(columns).join(', ')}]) as o(named) where learner_id = any($1::uuid[])`,
      [[...learnerIds]],
    )
    for (const { owner } of rows) if (owner) owners.add(owner)
  }
  return [...owners]
}

/**
 * Gives rows of one learner to another, and seals anew what was encrypted under the first one's key. `which` picks them, table by table, parents before
 * what hangs on them. Throws {@link StaleVersion} where a row belongs to an institution whose tenancy the transaction lacks: then try again.
 */
export async function carryRows(
  tx: Transaction,
  from: KeyHolder,
  to: KeyHolder,
  which: (carrier: Carrier, row: Row, taken: ReadonlySet<string>, parent: 'carried' | 'left' | null) => boolean,
): Promise<Moved> {
  const moved: Record<string, Row[]> = {}
  const left = new Map<string, Set<string>>()
  for (const carrier of carriers) {
    const { table, key, sealed = {}, oncePer = [], of } = carrier
    const names = [...new Set([...key, ...oncePer, ...(of ? [of[1]] : [])])]
    const columns = [...names.map((name) => `"${name}"::text as "${name}"`), ...quoted(Object.keys(sealed))]
    const rows = await tx.sql.unsafe<Row[]>(`select ${columns.join(', ')} from "${table}" where learner_id = $1::uuid`, [from.id])
    const taken = await onceTaken(tx, carrier, to.id)
    const carried = rows.filter((row) => {
      const parent = of ? (left.get(of[0])?.has(row[of[1]] ?? '') ? 'left' : moved[of[0]]?.some((above) => above.id === row[of[1]]) ? 'carried' : null) : null
      return which(carrier, row, taken, parent)
    })
    left.set(table, new Set(rows.filter((row) => !carried.includes(row)).map((row) => row.id ?? '')))
    if (carried.length === 0) continue
    const anew = carried.map((row) => ({
      ...Object.fromEntries(key.map((column) => [column, row[column]])),
      ...Object.fromEntries(
        Object.entries(sealed).map(([column, contextOf]) => {
          const value = row[column] as unknown as Uint8Array | null
          const context = contextOf(row)
          return [column, value && `\\x${Buffer.from(encrypt(to.key, decrypt(from.key, value, context), context)).toString('hex')}`]
        }),
      ),
    }))
    const typed = [...key.map((column) => `"${column}" text`), ...quoted(Object.keys(sealed)).map((column) => `${column} bytea`)]
    const set = ['learner_id = $1::uuid', ...quoted(Object.keys(sealed)).map((column) => `${column} = r.${column}`)]
    const same = quoted(key).map((column) => `t.${column}::text = r.${column}`)
    const done = await tx.sql.unsafe(
      `update "${table}" t set ${set.join(', ')} from jsonb_to_recordset($2::text::jsonb) as r(${typed.join(', ')}) where t.learner_id = $3::uuid and ${same.join(' and ')}`,
      [to.id, JSON.stringify(anew), from.id],
    )
    if (done.count !== carried.length) throw new StaleVersion(table, [from.id])
    moved[table] = carried.map((row) => Object.fromEntries([...key, ...(of ? [of[1]] : [])].map((column) => [column, row[column] ?? ''])))
  }
  return moved
}

/** What the receiving learner has at most one of, and has. */
async function onceTaken(tx: Transaction, { table, oncePer = [] }: Carrier, learnerId: string): Promise<ReadonlySet<string>> {
  if (oncePer.length === 0) return new Set()
  const rows = await tx.sql.unsafe<Row[]>(
    `select ${oncePer.map((name) => `"${name}"::text as "${name}"`).join(', ')} from "${table}" where learner_id = $1::uuid and num_nulls(${quoted(oncePer).join(', ')}) = 0`,
    [learnerId],
  )
  return new Set(rows.map((row) => oncePer.map((column) => row[column]).join(' ')))
}
export const onceName = ({ oncePer = [] }: Carrier, row: Row): string => oncePer.map((column) => row[column]).join(' ')
