import { mkdtempSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@collegium/database/embedded'
import postgres from 'postgres'
import { v7 as uuidv7 } from 'uuid'
import { askAgent } from './agent.ts'

export interface TestPostgres {
  /** Superuser's address. */
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** A PostgreSQL of its own, from npm, without fsync; ends with this process. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-test-'))
  // PostgreSQL runs as its own user when we are root, and must get in.
  await chmod(dataDir, 0o755)
  const server = await startPostgres({ dataDir, durable: false })
  return {
    url: server.url,
    pid: server.pid,
    async stop() {
      await server.stop()
      for (const folder of [server.clusterDir, dataDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

let own: Promise<TestPostgres> | undefined

/** The server of this test run: `HUB_TEST_DATABASE_URL`, else the one the run shares, else one of this process. */
export async function testPostgresUrl(): Promise<string> {
  const given = process.env.HUB_TEST_DATABASE_URL
  if (given) return given
  const shared = await askAgent('postgres')
  if (shared) return shared.url
  own ??= startTestPostgres()
  return (await own).url
}

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  readonly url: string
}

/** An empty database of its own; dropped on disposal, whoever is still connected. */
export async function createTestDatabase(name = 'test'): Promise<TestDatabase> {
  const serverUrl = await testPostgresUrl()
  const database = `${name.replaceAll(/[^a-z0-9_]/g, '_')}_${uuidv7().slice(-12)}`
  const onServer = async (statement: string): Promise<void> => {
    const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
    try {
      await sql.unsafe(statement)
    } finally {
      await sql.end({ timeout: 5 })
    }
  }
  await onServer(`create database ${database}`)
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return { name: database, url: url.href, [Symbol.asyncDispose]: () => onServer(`drop database if exists ${database} with (force)`) }
}
