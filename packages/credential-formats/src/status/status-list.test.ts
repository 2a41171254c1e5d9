import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statusEntry } from './status-entry.ts'
import { encodeStatusList, readStatusBit, statusListLength } from './status-list.ts'

const url = 'https://hub.uni-alder.example/api/status-lists/1'
const listOf = async (revoked: readonly number[]) =>
  JSON.parse(JSON.stringify(await encodeStatusList({ url, issuer: 'uni-alder.example', issuedAt: '2026-11-20T10:00:00Z', revoked }))) as Record<string, unknown>

test('a bit is set exactly where it was set', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: statusListLength - 1 }), { maxLength: 20 }),
      fc.nat({ max: statusListLength - 1 }),
      async (revoked, other) => {
        const list = await listOf(revoked)
        for (const index of [...revoked, other]) expect(await readStatusBit(list, index, 'revocation')).toEqual({ revoked: revoked.includes(index) })
      },
    ),
    { numRuns: 25 },
  )
})

test('an index outside the list is refused on writing and told on reading', async () => {
  await expect(encodeStatusList({ url, issuer: 'uni-alder.example', issuedAt: '2026-11-20T10:00:00Z', revoked: [statusListLength] })).rejects.toThrow(
    RangeError,
  )
  expect(await readStatusBit(await listOf([]), statusListLength, 'revocation')).toMatchObject({ fault: expect.stringContaining('131072 entries') })
})

test('a list for another purpose, or no list at all, answers with a fault', async () => {
  expect(await readStatusBit(await listOf([]), 1, 'suspension')).toHaveProperty('fault')
  expect(await readStatusBit({ type: ['VerifiableCredential'] }, 1, 'revocation')).toHaveProperty('fault')
  expect(
    await readStatusBit({ ...(await listOf([])), credentialSubject: { statusPurpose: 'revocation', encodedList: 'uH4sIgarbage' } }, 1, 'revocation'),
  ).toHaveProperty('fault')
})

test('a list that unpacks to more than any list holds is not unpacked', async () => {
  const bomb = `u${gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64url')}`
  expect(bomb.length).toBeLessThan(100_000)
  const list = await listOf([])
  expect(await readStatusBit({ ...list, credentialSubject: { statusPurpose: 'revocation', encodedList: bomb } }, 1, 'revocation')).toHaveProperty('fault')
})

test('an entry names its list and its place in it', () => {
  expect(statusEntry(url, 7)).toEqual({
    id: `${url}#7`,
    type: ['BitstringStatusListEntry', 'CredentialStatus'],
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: url,
  })
})
