import { isRefusal, type SeatPlan } from '@collegium/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillFromLine, hasRoom, judgePlan, occupy, type Seats, type Waiting } from './seat-plan.ts'

const homes = ['uni-alder.example', 'uni-birke.example', 'uni-cedro.example'] as const
const runs = process.env.HUB_TEST_FULL === '1' ? 10_000 : 1_000
const plans = fc.record<SeatPlan>({
  total: fc.integer({ min: 0, max: 6 }),
  perPartner: fc.uniqueArray(fc.record({ institution: fc.constantFrom(...homes), seats: fc.integer({ min: 0, max: 3 }) }), {
    selector: (one) => one.institution,
    maxLength: 2,
  }),
})

/** Chairs with a name or without one, as an usher sees them; null where more are named than there are. */
function chairs(plan: SeatPlan): (string | null)[] | null {
  const named = plan.perPartner.flatMap((one) => Array.from({ length: one.seats }, () => one.institution))
  return named.length > plan.total ? null : [...named, ...Array.from({ length: plan.total - named.length }, () => null)]
}
/** Whether all can be seated, found by trying every chair for everybody. */
function canSit(people: readonly string[], free: readonly (string | null)[], plan: SeatPlan): boolean {
  const [first, ...rest] = people
  if (first === undefined) return true
  const own = plan.perPartner.some((one) => one.institution === first) ? first : null
  return free.some((chair, n) => chair === own && canSit(rest, free.toSpliced(n, 1), plan))
}

test('a plan is confirmed exactly when an usher who tries every chair can seat everybody', () => {
  fc.assert(
    fc.property(plans, fc.array(fc.constantFrom(...homes), { maxLength: 6 }), (wished, people) => {
      const seats = people.reduce<Seats>((now, home) => occupy(now, home, 1), { plan: null, taken: {}, nextNumber: 1 })
      const judged = judgePlan(seats, wished)
      const free = chairs(wished)
      if (!free) {
        expect(judged).toEqual({ refused: 'kept-seats-exceed-total' })
        return
      }
      expect(isRefusal(judged)).toBe(!canSit(people, free, wished))
      if (isRefusal(judged)) expect(judged.refused).toBe('seats-taken')
    }),
    { numRuns: runs },
  )
  expect(
    judgePlan({ plan: null, taken: {}, nextNumber: 1 }, { total: 3, perPartner: [homes[1], homes[1]].map((institution) => ({ institution, seats: 1 })) }),
  ).toEqual({ refused: 'partner-twice' })
})

test('whoever comes, goes and waits: nobody sits on a seat that is not there, no seat is free that somebody waits for, and the line keeps its order', () => {
  const acts = fc.oneof(
    fc.record({ act: fc.constant('come' as const), home: fc.constantFrom(...homes) }),
    fc.record({ act: fc.constant('go' as const), who: fc.nat() }),
    fc.record({ act: fc.constant('plan' as const), plan: plans }),
  )
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (story) => {
      let seats: Seats = { plan: null, taken: {}, nextNumber: 1 }
      let sitting: { id: string; home: string }[] = []
      let line: Waiting[] = []
      const fill = () => {
        const { seats: filled, moveUp } = fillFromLine(seats, line)
        const ids = new Set(moveUp.map((one) => one.id))
        // Of one home nobody is passed by somebody who came later.
        for (const one of moveUp)
          for (const other of line) if (other.home === one.home && !ids.has(other.id)) expect(other.waitingNumber).toBeGreaterThan(one.waitingNumber)
        seats = filled
        sitting.push(...moveUp)
        line = line.filter((one) => !ids.has(one.id))
      }
      for (const [n, act] of story.entries()) {
        if (act.act === 'come') {
          const one = { id: `p${n}`, home: act.home }
          if (hasRoom(seats, act.home)) {
            seats = occupy(seats, act.home, 1)
            sitting.push(one)
          } else {
            line.push({ ...one, waitingNumber: seats.nextNumber })
            seats = { ...seats, nextNumber: seats.nextNumber + 1 }
          }
        } else if (act.act === 'go') {
          const gone = sitting[act.who % Math.max(1, sitting.length)]
          if (gone) {
            seats = occupy(seats, gone.home, -1)
            sitting = sitting.filter((one) => one !== gone)
            fill()
          }
        } else {
          const judged = judgePlan(seats, act.plan)
          if (!isRefusal(judged)) {
            seats = judged
            fill()
          }
        }
        for (const home of homes) expect(seats.taken[home] ?? 0).toBe(sitting.filter((one) => one.home === home).length)
        if (seats.plan)
          expect(
            canSit(
              sitting.map((one) => one.home),
              chairs(seats.plan) ?? [],
              seats.plan,
            ),
          ).toBe(true)
        for (const one of line) expect(hasRoom(seats, one.home)).toBe(false)
      }
    }),
    { numRuns: Math.min(runs, 2_000) },
  )
})
