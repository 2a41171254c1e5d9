import { Parser } from '@asyncapi/parser'
import { expect, test } from 'vitest'
import { topics } from '../topics.ts'
import { asyncApi } from './asyncapi.ts'
import { openApi } from './openapi.ts'

test('the AsyncAPI document is valid and has every topic and type', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApi()))
  expect(diagnostics.filter((one) => one.severity === 0)).toEqual([])
  expect(
    document
      ?.channels()
      .all()
      .map((channel) => channel.address())
      .sort(),
  ).toEqual(topics.map((topic) => topic.name).sort())
  expect(document?.messages().all().length).toBe(topics.flatMap((topic) => topic.types).length)
}, 60_000)

test('every path of the OpenAPI document says how it refuses', () => {
  const { paths } = openApi() as { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> }
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { responses }] of Object.entries(methods))
      expect(
        Object.keys(responses).some((status) => status.startsWith('4')),
        `${method} ${path}`,
      ).toBe(true)
})
