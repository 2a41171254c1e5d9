import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestOf, type Receipt, receiptAfter, type Told } from './receipt.ts'

const told = (given: Partial<Told> = {}): Told => ({
  state: 'pending',
  version: 4,
  proposal: 1,
  deliveryVersion: 1,
  at: '2026-11-22T10:00:00Z',
  reason: null,
  ...given,
})
const after = (...all: readonly Told[]) => all.reduce<Receipt | null>((receipt, one) => receiptAfter(receipt, one), null) as Receipt

describe('what the partner has acknowledged', () => {
  test('stays while something newer is on its way', () => {
    expect(after(told(), told({ state: 'acknowledged', deliveryVersion: 3, at: '2026-11-22T10:00:01Z' }), told({ version: 6, proposal: 2 }))).toMatchObject({
      state: 'pending',
      version: 6,
      proposal: 2,
      acknowledgedVersion: 4,
      acknowledgedProposal: 1,
      acknowledgedAt: '2026-11-22T10:00:01Z',
    })
  })
  test('counts when it comes late, and takes nothing back', () => {
    expect(after(told({ version: 6 }), told({ state: 'acknowledged', deliveryVersion: 3 }))).toMatchObject({
      state: 'pending',
      version: 6,
      acknowledgedVersion: 4,
    })
  })
  test('is nothing while its system refuses, and the reason stands until it is sent again', () => {
    const parked = told({ state: 'parked', reason: 'partner-unreachable', deliveryVersion: 9 })
    expect(after(told(), parked)).toMatchObject({ state: 'parked', reason: 'partner-unreachable', acknowledgedVersion: null })
    expect(after(told(), parked, told({ deliveryVersion: 10 }))).toMatchObject({ state: 'pending', reason: null })
  })
  test('with two endpoints has arrived when one has taken it, and is on its way while one is tried', () => {
    const [taken, parked, tried] = [told({ state: 'acknowledged', deliveryVersion: 3 }), told({ state: 'parked', deliveryVersion: 9 }), told()].map((one) =>
      after(one),
    ) as [Receipt, Receipt, Receipt]
    expect(bestOf([parked, taken])).toBe(taken)
    expect(bestOf([parked, tried])).toBe(tried)
    expect(bestOf([taken, after(told({ version: 5 }))])).toMatchObject({ state: 'pending', version: 5 })
    expect(bestOf([])).toBeNull()
  })
})

test('deliveries are told of in any order, each in its own, any number of times, with one end', () => {
  const ends = fc.array(fc.constantFrom('acknowledged' as const, 'parked' as const, null), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(ends, fc.infiniteStream(fc.nat()), (deliveries, chance) => {
      const lines = deliveries.map((end, i): Told[] => [
        told({ version: i + 1 }),
        ...(end ? [told({ version: i + 1, state: end, deliveryVersion: 3, at: `2026-11-22T10:00:0${i}Z` })] : []),
      ])
      const mixed: Told[] = []
      const left = lines.map((line) => [...line])
      for (let open = left.filter((line) => line.length > 0); open.length > 0; open = left.filter((line) => line.length > 0)) {
        const one = open[(chance.next().value ?? 0) % open.length]?.shift()
        if (one) mixed.push(one)
      }
      expect(after(...mixed, ...mixed)).toEqual(after(...lines.flat()))
    }),
  )
})
