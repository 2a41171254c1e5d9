/**
 * Remembers which learner and attempt each row of a file was about, and with what content: 17 bytes a slot in flat arrays, so that a
 * million rows stay in tens of megabytes. Two identities are held to be equal when 64 bits of hash are, two contents of one identity when 32 are.
 */
export class DoubledRows {
  #mask = 1023
  #count = 0
  #slots = emptySlots(1024)

  /** Tells whether the row's identity was there before: not at all, with the same content, or with another. */
  add(
    row: number,
    identity: string,
    content: string,
    waits: boolean,
  ): { seen: 'no' } | { seen: 'same'; row: number } | { seen: 'different'; row: number; first: boolean; waited: boolean } {
    if (this.#count * 10 > (this.#mask + 1) * 7) this.#grow()
    const idLow = hash(identity)
    const idHigh = otherHalf
    const said = hash(content)
    const s = this.#slots
    let at = idLow & this.#mask
    while (s.row[at] !== 0 && (s.idHigh[at] !== idHigh || s.idLow[at] !== idLow)) at = (at + 1) & this.#mask
    if (s.row[at] === 0) {
      s.row[at] = row
      s.idHigh[at] = idHigh
      s.idLow[at] = idLow
      s.content[at] = said
      s.flags[at] = waits ? waiting : 0
      this.#count++
      return { seen: 'no' }
    }
    const before = s.row[at]!
    if ((s.flags[at]! & torn) === 0 && s.content[at] === said) return { seen: 'same', row: before }
    const first = (s.flags[at]! & torn) === 0
    const waited = (s.flags[at]! & waiting) !== 0
    s.flags[at] = s.flags[at]! | torn
    return { seen: 'different', row: before, first, waited }
  }

  #grow(): void {
    const old = this.#slots
    const size = (this.#mask + 1) * 2
    this.#slots = emptySlots(size)
    this.#mask = size - 1
    for (let i = 0; i < old.row.length; i++) {
      if (old.row[i] === 0) continue
      let at = old.idLow[i]! & this.#mask
      while (this.#slots.row[at] !== 0) at = (at + 1) & this.#mask
      for (const part of ['row', 'idHigh', 'idLow', 'content', 'flags'] as const) this.#slots[part][at] = old[part][i]!
    }
  }
}

/** Flags of a slot: a later row contradicted it; its first row waits for a person. */
const torn = 1
const waiting = 2

const emptySlots = (size: number) => ({
  row: new Uint32Array(size),
  idHigh: new Uint32Array(size),
  idLow: new Uint32Array(size),
  content: new Uint32Array(size),
  flags: new Uint8Array(size),
})

/** The second 32 bits of the last hash: handed over here, because a pair for each of a million rows costs more than hashing it. */
let otherHalf = 0

/** 64 bits of a text in two lanes (the rounds and the finaliser of MurmurHash3). Returns the one, leaves the other in `otherHalf`. */
function hash(text: string): number {
  let one = 0x9e3779b1 ^ text.length
  let other = 0x85ebca6b ^ text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    one = Math.imul(one ^ code, 0xcc9e2d51)
    one = (one << 15) | (one >>> 17)
    other = Math.imul(other ^ code, 0x1b873593)
    other = (other << 13) | (other >>> 19)
  }
  otherHalf = finished(other)
  return finished(one)
}

function finished(bits: number): number {
  let h = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
