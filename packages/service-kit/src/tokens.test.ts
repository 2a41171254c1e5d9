import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Keys, makeKeys, readKeys, type Session, tokenMint, tokenSeconds, tokenVerifier } from './tokens.ts'

const session: Session = {
  subject: 'person:office@uni-birke.example',
  kind: 'person',
  institution: 'uni-birke.example',
  roles: ['international-office'],
  units: [],
}
let folder: string
let gateway: Keys
let mobility: Keys
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  makeKeys(folder, ['gateway', 'mobility', 'exchange'])
  gateway = readKeys(folder, 'gateway')
  mobility = readKeys(folder, 'mobility')
})
afterAll(() => rmSync(folder, { recursive: true }))
const at = (instant: string) => () => new Date(instant)
const noon = '2026-11-22T12:00:00Z'

describe('an internal token', () => {
  test('says on whose behalf a request comes, to the one service that it is for', async () => {
    const token = await tokenMint('gateway', gateway, at(noon)).mint('mobility', session)
    expect(await tokenVerifier('mobility', mobility, at(noon)).verify(token, ['gateway'])).toMatchObject({ session, caller: 'gateway' })
    expect(await tokenVerifier('exchange', mobility, at(noon)).verify(token, ['gateway'])).toBeUndefined()
    expect(await tokenVerifier('mobility', mobility, at(noon)).verify(token, ['exchange'])).toBeUndefined()
  })
  test('is over after a minute, also where it was verified before', async () => {
    let now = new Date(noon)
    const verifier = tokenVerifier('mobility', mobility, () => now)
    const token = await tokenMint('gateway', gateway, at(noon)).mint('mobility', session)
    expect(await verifier.verify(token, ['gateway'])).toBeDefined()
    expect(await verifier.verify(token, ['exchange']), 'verified for one caller is not verified for all').toBeUndefined()
    now = new Date(now.getTime() + tokenSeconds * 1000)
    expect(await verifier.verify(token, ['gateway'])).toBeUndefined()
  })
  test('signed by one service in the name of another is none', async () => {
    const pretended = await tokenMint('gateway', mobility, at(noon)).mint('mobility', session)
    expect(await tokenVerifier('mobility', mobility, at(noon)).verify(pretended, ['gateway', 'mobility'])).toBeUndefined()
  })
  test('changed in any one place is none', async () => {
    const verifier = tokenVerifier('mobility', mobility, at(noon))
    const token = await tokenMint('gateway', gateway, at(noon)).mint('mobility', session)
    // The last letter of a part holds spare bits; every other one counts.
    for (let i = 0; i < token.length - 1; i += 7)
      if (token[i] !== '.' && token[i + 1] !== '.')
        expect([i, await verifier.verify(token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1), ['gateway'])]).toEqual([i, undefined])
    for (const nothing of [undefined, '', 'x', '..', token.slice(0, -10)]) expect(await verifier.verify(nothing, ['gateway'])).toBeUndefined()
  })
  test('is minted once for a session and audience, and anew for another', async () => {
    const mint = tokenMint('gateway', gateway, at(noon))
    expect(await mint.mint('mobility', session)).toBe(await mint.mint('mobility', { ...session }))
    expect(await mint.mint('mobility', { ...session, roles: [] })).not.toBe(await mint.mint('mobility', session))
    expect(await mint.mint('exchange', session)).not.toBe(await mint.mint('mobility', session))
  })
})
