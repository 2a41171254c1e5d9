import { refuse, type Refusal, type SeatPlan } from '@collegium/contracts'

/** Who sits where at an instance. `plan` null: nobody has limited the seats. */
export interface Seats {
  readonly plan: SeatPlan | null
  /** Seats taken, by home. */
  readonly taken: Readonly<Record<string, number>>
  /** The number that the next in line gets. */
  readonly nextNumber: number
}

export interface Waiting {
  readonly id: string
  readonly home: string
  readonly waitingNumber: number
}

/** Learners share a pool with their own partner where seats are kept for it, else with all for whom none are kept. */
const keptFor = (plan: SeatPlan, home: string) => plan.perPartner.find((one) => one.institution === home)
const poolOf = (plan: SeatPlan, home: string): string => keptFor(plan, home)?.institution ?? ''
const sizeOf = (plan: SeatPlan, pool: string): number => keptFor(plan, pool)?.seats ?? plan.total - plan.perPartner.reduce((sum, one) => sum + one.seats, 0)
const takenIn = (plan: SeatPlan, taken: Seats['taken'], pool: string): number =>
  Object.entries(taken).reduce((sum, [home, n]) => (poolOf(plan, home) === pool ? sum + n : sum), 0)

export const takenInAll = (seats: Pick<Seats, 'taken'>): number => Object.values(seats.taken).reduce((sum, n) => sum + n, 0)

/** Whether a learner of this home can be given a seat. */
export function hasRoom({ plan, taken }: Seats, home: string): boolean {
  if (!plan) return true
  const pool = poolOf(plan, home)
  return takenIn(plan, taken, pool) < sizeOf(plan, pool)
}

/** A seat given to a learner of this home, or given back. The caller has asked whether there is room. */
export const occupy = (seats: Seats, home: string, change: 1 | -1): Seats => ({
  ...seats,
  taken: { ...seats.taken, [home]: (seats.taken[home] ?? 0) + change },
})

/** Judges a plan that the lead wishes: what is kept must fit into the total, and everybody who sits must still have a seat. */
export function judgePlan(seats: Seats, wished: SeatPlan): Seats | Refusal {
  if (new Set(wished.perPartner.map((one) => one.institution)).size < wished.perPartner.length) return refuse('partner-twice')
  if (sizeOf(wished, '') < 0) return refuse('kept-seats-exceed-total')
  const pools = new Set(Object.keys(seats.taken).map((home) => poolOf(wished, home)))
  if ([...pools].some((pool) => takenIn(wished, seats.taken, pool) > sizeOf(wished, pool))) return refuse('seats-taken')
  return { ...seats, plan: wished }
}

/** Fills free seats from the line, lowest number first. Who stands before a pool that is full lets others pass to theirs. */
export function fillFromLine(seats: Seats, waiting: readonly Waiting[]): { readonly seats: Seats; readonly moveUp: readonly Waiting[] } {
  let now = seats
  const moveUp = [...waiting]
    .sort((a, b) => a.waitingNumber - b.waitingNumber)
    .filter((one) => {
      if (!hasRoom(now, one.home)) return false
      now = occupy(now, one.home, 1)
      return true
    })
  return { seats: now, moveUp }
}
