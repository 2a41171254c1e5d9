import postgres from 'postgres'
import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Where the built-in provider keeps sign-ins under way, in a database of its own: a restart between two clicks loses nothing. */
export async function identityStore(databaseUrl: string): Promise<{ adapter: new (model: string) => Adapter; close(): Promise<void> }> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const [found] = await admin`select 1 from pg_database where datname = 'hub_identity'`
    if (!found) await admin`create database hub_identity`
  } finally {
    await admin.end()
  }
  const url = new URL(databaseUrl)
  url.pathname = '/hub_identity'
  const sql = postgres(url.toString(), { max: 2, onnotice: () => {} })
  await sql`create table if not exists kept (model text not null, id text not null, payload jsonb not null, uid text, grant_id text, consumed_at timestamptz, expires_at timestamptz, primary key (model, id))`
  const live = sql`(expires_at is null or expires_at > now())`
  const payloadOf = (row: { payload: AdapterPayload; consumed_at: Date | null } | undefined): AdapterPayload | undefined =>
    row && { ...row.payload, ...(row.consumed_at && { consumed: true }) }

  class Kept implements Adapter {
    readonly #model: string
    constructor(model: string) {
      this.#model = model
    }
    async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<undefined> {
      await sql`delete from kept where expires_at < now()`
      await sql`
        insert into kept (model, id, payload, uid, grant_id, expires_at)
        values (${this.#model}, ${id}, ${sql.json(payload as never)}, ${payload.uid ?? null}, ${payload.grantId ?? null}, ${expiresIn ? new Date(Date.now() + expiresIn * 1000) : null})
        on conflict (model, id) do update set payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id, expires_at = excluded.expires_at`
    }
    async find(id: string) {
      const [row] = await sql<
        { payload: AdapterPayload; consumed_at: Date | null }[]
      >`select payload, consumed_at from kept where model = ${this.#model} and id = ${id} and ${live}`
      return payloadOf(row)
    }
    async findByUid(uid: string) {
      const [row] = await sql<
        { payload: AdapterPayload; consumed_at: Date | null }[]
      >`select payload, consumed_at from kept where model = ${this.#model} and uid = ${uid} and ${live}`
      return payloadOf(row)
    }
    /** Device codes are not offered. */
    async findByUserCode() {
      return undefined
    }
    async consume(id: string): Promise<undefined> {
      await sql`update kept set consumed_at = now() where model = ${this.#model} and id = ${id}`
    }
    async destroy(id: string): Promise<undefined> {
      await sql`delete from kept where model = ${this.#model} and id = ${id}`
    }
    async revokeByGrantId(grantId: string): Promise<undefined> {
      await sql`delete from kept where grant_id = ${grantId}`
    }
  }
  return { adapter: Kept, close: () => sql.end({ timeout: 2 }) }
}
