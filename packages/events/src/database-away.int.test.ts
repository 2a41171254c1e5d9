import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@collegium/database/embedded'
import { expect, test } from 'vitest'
import { until } from './conformance/collecting.ts'
import { aService, onResults } from './testing/a-service.ts'
import { confirmed } from './testing/facts.ts'

test('PostgreSQL is killed under load and comes back: relay, log and consumers go on, nothing is lost or applied twice', { timeout: 90_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-away-'))
  chmodSync(dataDir, 0o755)
  let server = await startPostgres({ dataDir, durable: true })
  const { port, url, clusterDir } = server
  const service = await aService({ name: 'postgres', url, [Symbol.asyncDispose]: async () => {} })
  try {
    const consumers = await service.consume([onResults()])
    const relay = service.relay({ batchSize: 10 })
    const accepted: string[] = []
    let writing = true
    const writer = (async () => {
      for (let version = 1; writing; version++) {
        try {
          await service.publish([1, 2, 3, 4, 5].map((enrolment) => confirmed({ enrolment, version })))
          accepted.push(...[1, 2, 3, 4, 5].map((enrolment) => `${enrolment}:${version}`))
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    })()
    await until('some events were applied', async () => (await service.applied()).length > 50)
    process.kill(server.pid, 'SIGKILL')
    await server.ended
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    server = await startPostgres({ dataDir, durable: true, port })
    const before = accepted.length
    await until('writing goes on', () => accepted.length > before + 50)
    writing = false
    await writer
    await relay.idle()
    await consumers.idle()
    const applied = await service.applied()
    expect(new Set(applied).size, 'applied twice').toBe(applied.length)
    expect(
      accepted.filter((a) => !applied.includes(a)),
      'lost',
    ).toEqual([])
    for (const key of [1, 2, 3, 4, 5]) {
      const versions = applied.filter((a) => a.startsWith(`${key}:`)).map((a) => Number(a.split(':')[1]))
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    }
    expect((await consumers.status()).map((s) => s.parked)).toEqual([0])
  } finally {
    await service[Symbol.asyncDispose]()
    await server.stop()
    for (const folder of [clusterDir, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
})
