import fc from 'fast-check'
import { buildSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { costOf, mostObjects } from './cost.ts'

const schema = buildSchema(`
  type Query { enrolments(first: Int): Connection!  institutions: [Institution!]!  me: Learner }
  type Connection { totalCount: Int!  edges: [Edge!]! }
  type Edge { node: Enrolment! }
  type Enrolment { id: ID!  learner: Learner  credentials: [Credential!]! }
  type Learner { id: ID!  enrolments(first: Int): Connection! }
  type Credential { id: ID! }
  type Institution { schacId: ID! }
`)
const cost = (query: string, variables: Record<string, unknown> = {}, operation?: string) => costOf(schema, parse(query), operation, variables)
const page = (first: string) => `enrolments(first: ${first}) { edges { node { id } } }`

describe('the estimate of a query', () => {
  test('a field of scalars costs nothing, an object one, a list what it may hold', () => {
    expect(cost('{ me { id } }')).toBe(1)
    expect(cost('{ institutions { schacId } }')).toBe(10)
    expect(cost(`{ ${page('50')} }`)).toBe(150)
    expect(cost('{ enrolments { totalCount } }'), 'a page without a size').toBe(25)
  })
  test('pages inside pages multiply', () => {
    const inside = (first: number) => `{ enrolments(first: ${first}) { edges { node { learner { enrolments(first: ${first}) { edges { node { id } } } } } } } }`
    expect(cost(inside(10))).toBeLessThan(mostObjects)
    expect(cost(inside(100))).toBeGreaterThan(mostObjects)
  })
  test('a size in a variable counts, given or by default', () => {
    expect(cost(`query Q($n: Int) { ${page('$n')} }`, { n: 100 })).toBe(cost(`{ ${page('100')} }`))
    expect(cost(`query Q($n: Int = 100) { ${page('$n')} }`)).toBe(cost(`{ ${page('100')} }`))
    expect(cost(`query Q($n: Int = 100) { ${page('$n')} }`, { n: 1 })).toBe(cost(`{ ${page('1')} }`))
  })
  test('a negative size does not pay for what stands beside it', () => {
    expect(cost(`{ a: ${page('-100000')} b: ${page('100')} }`)).toBeGreaterThan(cost(`{ ${page('100')} }`))
  })
  test('a fragment costs as much as its fields written out, each time it is used', () => {
    expect(cost(`fragment F on Query { ${page('50')} } { ...F }`)).toBe(150)
    expect(cost(`{ ... on Query { ${page('50')} } }`)).toBe(150)
    expect(cost(`fragment N on Enrolment { learner { id } } { a: enrolments { edges { node { ...N } } } b: enrolments { edges { node { ...N } } } }`)).toBe(
      2 * cost('{ enrolments { edges { node { learner { id } } } } }'),
    )
  })
  test('fragments that go round in circles, and bombs of fragments, end at once', () => {
    expect(cost('fragment A on Learner { ...B } fragment B on Learner { ...A } { me { ...A } }')).toBe(1)
    const bomb = Array.from(
      { length: 40 },
      (_, i) => `fragment F${i} on Enrolment { learner { enrolments(first: 100) { edges { node { ...F${i + 1} ...F${i + 1} } } } } }`,
    ).join(' ')
    // Counted in full this would outlast the test's time limit by far.
    expect(cost(`${bomb} fragment F40 on Enrolment { id } { enrolments(first: 100) { edges { node { ...F0 } } } }`)).toBeGreaterThan(mostObjects)
  })
  test('only the operation that runs is counted', () => {
    const two = `query Small { me { id } } query Large { ${page('100')} }`
    expect(cost(two, {}, 'Small')).toBe(1)
    expect(cost(two, {}, 'Large')).toBe(300)
  })
  test('a larger page never costs less; one below 1 is refused by the service and counts as an ordinary page', () => {
    expect(cost(`{ ${page('0')} }`)).toBe(cost(`{ ${page('25')} }`))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 200 }), (first, more) => {
        expect(cost(`{ ${page(String(first + more))} }`)).toBeGreaterThanOrEqual(cost(`{ ${page(String(first))} }`))
      }),
    )
  })
})
