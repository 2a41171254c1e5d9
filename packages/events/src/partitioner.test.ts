import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { murmur2, partitionOf } from './partitioner.ts'

describe('partitioner', () => {
  test('hashes as the Java client does', () => {
    // The values of UtilsTest in Apache Kafka, with the sign bit cleared as its partitioner does.
    const known: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ]
    for (const [key, hash] of known) expect(murmur2(Buffer.from(key))).toBe(hash & 0x7fffffff)
  })

  test('agrees with the client library on every key', () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner()
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionErrorCode: 0,
          partitionId,
          leader: 1,
          replicas: [1],
          isr: [1],
        }))
        expect(partitionOf(key, partitions)).toBe(theirs({ topic: 't', partitionMetadata, message: { key: Buffer.from(key), value: null } }))
      }),
    )
  })

  test('depends on the bytes alone, not on where they lie in their buffer', () => {
    const buffer = Buffer.from('xxxenrolment-17')
    expect(murmur2(buffer.subarray(3))).toBe(murmur2(Buffer.from('enrolment-17')))
  })
})
