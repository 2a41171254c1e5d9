import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LearnersRequest, SubmissionsRequest } from './claim-check-shapes.ts'
import { topics, typeNamed } from './topics.ts'
import { faultsOf } from './validate.ts'

const home = join(import.meta.dirname, '..', 'fixtures')
const claimChecks = { 'claim-check.submissions-request': SubmissionsRequest, 'claim-check.learners-request': LearnersRequest } as const
const schemaOf = (name: string) => typeNamed(name)?.data ?? claimChecks[name as keyof typeof claimChecks]
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

test('every event type has fixtures, valid and invalid', () => {
  expect(readdirSync(home).sort()).toEqual([...topics.flatMap((topic) => topic.types.map((type) => type.type as string)), ...Object.keys(claimChecks)].sort())
})

describe.each(readdirSync(home))('%s', (name) => {
  const schema = schemaOf(name)
  test.each(readdirSync(join(home, name, 'valid')))('accepts %s', (file) => {
    expect(schema && faultsOf(schema, read(join(home, name, 'valid', file)))).toEqual([])
  })
  test.each(readdirSync(join(home, name, 'invalid')))('refuses %s, and the fixture says why', (file) => {
    const { why, data } = read(join(home, name, 'invalid', file)) as { why: string; data: unknown }
    expect(why.length).toBeGreaterThan(10)
    expect(schema && faultsOf(schema, data)).not.toEqual([])
  })
})
