import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterFromQuery, queryOfFilter } from './filter-query.ts'

const word = fc.string({ minLength: 1, maxLength: 20 })
const item = fc.stringMatching(/^[a-z-]{1,12}$/)
const filters = fc.record(
  {
    turn: word,
    partner: word,
    unit: word,
    academicYear: word,
    dueBefore: word,
    direction: word,
    programme: word,
    text: word,
    unacknowledged: fc.constant(true as const),
    status: fc.uniqueArray(item, { minLength: 1 }),
    type: fc.uniqueArray(item, { minLength: 1 }),
  },
  { requiredKeys: [] },
)

test('a filter comes back from its address as it went in, and the same filter has the same address', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const query = queryOfFilter(filter)
      const back = filterFromQuery(Object.fromEntries(new URLSearchParams(query)))
      expect(back).toEqual({ ...filter, ...(filter.status && { status: filter.status.toSorted() }), ...(filter.type && { type: filter.type.toSorted() }) })
      expect(queryOfFilter(back)).toBe(query)
    }),
  )
})

test('a name that is no filter is refused, with those that are', () => {
  expect(() => filterFromQuery({ staus: 'draft' })).toThrowError(
    expect.objectContaining({ code: 'invalid-request', detail: expect.objectContaining({ unknown: ['staus'] }) }),
  )
})
