/** A small generator of numbers that is the same everywhere (mulberry32): demo data must not depend on the machine. */
export function diceOf(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    below,
    pick: <T>(of: readonly T[]): T => {
      const picked = of[below(of.length)]
      if (picked === undefined) throw new RangeError('There is nothing to pick from an empty list')
      return picked
    },
  }
}

export type Dice = ReturnType<typeof diceOf>
