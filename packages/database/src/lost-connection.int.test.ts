import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@collegium/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'

let home: TestDatabase
beforeAll(async () => {
  home = await createTestDatabase('lost_connection')
})
afterAll(() => home?.[Symbol.asyncDispose]())

/** A way to the server that breaks, `times` times, while a fresh connection is still asking for the array types. */
async function breakingWay(times: number, breakOff: (client: Socket) => void): Promise<{ url: string; server: Server; broken: () => number }> {
  const { port, hostname } = new URL(home.url)
  let broken = 0
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy())
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy())
    upstream.on('data', (bytes) => client.write(bytes))
    client.on('data', (bytes) => {
      if (broken < times && bytes.includes('typarray')) {
        broken += 1
        breakOff(client)
      } else upstream.write(bytes)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const to = new URL(home.url)
  to.port = String((server.address() as AddressInfo).port)
  to.hostname = '127.0.0.1'
  return { url: to.toString(), server, broken: () => broken }
}

test.each([
  ['reset', (client: Socket) => void client.resetAndDestroy()],
  ['ended', (client: Socket) => void client.end()],
])('a connection that is %s before its first statement fails in the hands of whoever asked, and nowhere else', async (_how, breakOff) => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  const way = await breakingWay(2, breakOff)
  const sql = postgres(way.url, { max: 1, backoff: () => 0.01, onnotice: () => {} })
  try {
    const outcomes = await Promise.allSettled([sql`select 1 as n`, sql.begin((tx) => tx`select 2 as n`), sql.begin((tx) => tx`select 3 as n`)])
    expect(outcomes.map((outcome) => outcome.status)).toContain('fulfilled')
    expect(way.broken()).toBe(2)
    expect(await sql`select 4 as n`).toMatchObject([{ n: 4 }])
    await new Promise((later) => setTimeout(later, 50))
    expect(unhandled).toEqual([])
  } finally {
    await sql.end({ timeout: 1 })
    way.server.close()
    process.off('unhandledRejection', note)
  }
})
