/** murmur2 as Kafka's Java client hashes keys, with the sign bit cleared. Both drivers use it, so a partition count means the same on either log. */
export function murmur2(key: Uint8Array): number {
  const multiplier = 0x5bd1e995
  const length = key.length
  let hash = 0x9747b28c ^ length
  const view = new DataView(key.buffer, key.byteOffset, length)
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(view.getInt32(at, true), multiplier)
    word ^= word >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier)
  }
  const left = length - at
  if (left >= 3) hash ^= view.getUint8(at + 2) << 16
  if (left >= 2) hash ^= view.getUint8(at + 1) << 8
  if (left >= 1) hash = Math.imul(hash ^ view.getUint8(at), multiplier)
  hash ^= hash >>> 13
  hash = Math.imul(hash, multiplier)
  hash ^= hash >>> 15
  return hash & 0x7fffffff
}

/** The partition of a key. */
export const partitionOf = (key: string, partitions: number): number => murmur2(Buffer.from(key)) % partitions
