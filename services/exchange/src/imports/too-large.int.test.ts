import { request } from 'node:http'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alder, exchangeUnderTest, theAlliance } from '../testing/exchange-under-test.ts'

let hub: Awaited<ReturnType<typeof exchangeUnderTest>>
beforeAll(async () => {
  hub = await exchangeUnderTest()
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

test('an upload over 160 MB is cut off with a clear answer, in little memory, and leaves nothing behind', async () => {
  await hub.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = hub.app.server.address() as { port: number }
  const boundary = 'x-boundary'
  const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const before = process.memoryUsage.rss()
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    void hub.token(alder, ['examinations-office']).then((token) => {
      const upload = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/api/imports',
          headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() })
            upload.destroy()
          })
        },
      )
      let answered = false
      upload.on('response', () => {
        answered = true
      })
      upload.on('error', (error) => answered || reject(error))
      upload.write(field('template', 'joint-course-results') + field('institution', alder) + field('offering', 'ALD-DATA-2026'))
      upload.write(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="huge.csv"\r\n\r\n`)
      const chunk = Buffer.alloc(1024 * 1024, 'a;b\n')
      let sent = 0
      const more = () => {
        while (sent < 175 && !answered) {
          sent++
          if (!upload.write(chunk)) return void upload.once('drain', more)
        }
        upload.end(`\r\n--${boundary}--\r\n`)
      }
      more()
    })
  })
  expect(answer).toMatchObject({ status: 413 })
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'file-too-large', detail: expect.stringContaining('Split it') })
  expect(process.memoryUsage.rss() - before).toBeLessThan(150e6)
  expect(await readdir(join(hub.dependencies.settings.dataDir, 'uploads'))).toEqual([])
  expect((await hub.call('GET', '/healthz')).statusCode).toBe(200)
})
