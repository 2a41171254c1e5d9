import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import { incompatibilities, incompatibleVersions } from './compatibility.ts'
import { plain } from './documents/json-schemas.ts'
import { Nullable, OneOf } from './values.ts'

const before = Type.Object({
  id: Type.String(),
  ects: Type.Number({ minimum: 0 }),
  outcome: OneOf(['passed', 'failed'] as const),
  grade: Nullable(Type.String()),
})
const changed = (more: object, without: readonly string[] = []) =>
  Type.Object(Object.fromEntries(Object.entries({ ...before.properties, ...more }).filter(([name]) => !without.includes(name))))

describe('a change of a contract', () => {
  test.each([
    ['a field that was promised is taken away', changed({}, ['outcome']), 'outcome was promised and is gone'],
    ['a new field is required', changed({ lead: Type.String() }), 'lead is required now'],
    ['a code is taken away', changed({ outcome: OneOf(['passed'] as const) }), 'no longer allowed: failed'],
    ['a type changes', changed({ ects: Type.String() }), 'the type was number, now string'],
    ['a bound is narrowed', changed({ ects: Type.Number({ minimum: 1 }) }), 'minimum is larger now'],
    ['null is no longer allowed', changed({ grade: Type.String() }), 'alternative 2 is no longer allowed'],
    ['a format is added', changed({ id: Type.String({ format: 'uuid' }) }), 'the format is another one'],
  ])('is refused where %s', (_what, now, words) => {
    expect(incompatibilities(plain(before), plain(now)).join('\n')).toContain(words)
  })
  test.each([
    ['a new field is optional', changed({ note: Type.Optional(Type.String()) })],
    ['a code is added', changed({ outcome: OneOf(['passed', 'failed', 'withdrawn'] as const) })],
    ['null is allowed from now on', changed({ id: Nullable(Type.String()) })],
    ['a bound is widened', changed({ ects: Type.Number({ minimum: -1 }) })],
    ['nothing changes', before],
  ])('is accepted where %s', (_what, now) => {
    expect(incompatibilities(plain(before), plain(now))).toEqual([])
  })
  test('is compared with every version, not only the last (transitive)', () => {
    const first = Type.Object({ outcome: OneOf(['passed', 'failed', 'absent'] as const) })
    const second = Type.Object({ outcome: OneOf(['passed', 'failed'] as const) })
    expect(incompatibleVersions([plain(first), plain(second)], plain(second))).toEqual(['version 1 /outcome: no longer allowed: absent'])
  })
})
