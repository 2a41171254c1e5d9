import { describe, expect, test } from 'vitest'
import { signedInAs } from './claims.ts'
import { sessionSeal } from './sessions.ts'
import { localPath } from './sign-in.ts'

const esi = 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:2024-0317'

describe('whom claims stand for', () => {
  test('by the hub’s own profile', () => {
    expect(signedInAs('hub', { email: 'office@uni-birke.example', institution: 'Uni-Birke.example', name: 'Office' })).toEqual({
      subject: 'office@uni-birke.example',
      institution: 'uni-birke.example',
      displayName: 'Office',
      esi: null,
    })
  })
  test('by MyAcademicID and eduGAIN: the SCHAC claims, one value or a list, the ESI among other codes', () => {
    const claims = {
      sub: 'abc@myacademicid.org',
      schac_home_organization: ['UNI-BIRKE.example'],
      name: 'Saga Lindqvist',
      schac_personal_unique_code: ['urn:schac:personalUniqueCode:se:pnr:1', esi],
    }
    expect(signedInAs('myacademicid', claims)).toEqual({
      subject: 'abc@myacademicid.org',
      institution: 'uni-birke.example',
      displayName: 'Saga Lindqvist',
      esi,
    })
    expect(signedInAs('myacademicid', { ...claims, schac_personal_unique_code: 'urn:schac:personalUniqueCode:se:pnr:1' })).toMatchObject({ esi: null })
  })
  test('with a claim missing, empty or of another type, says which', () => {
    expect(signedInAs('hub', { institution: 'uni-birke.example' })).toEqual({ missing: 'email' })
    expect(signedInAs('myacademicid', { sub: 'abc', schac_home_organization: '' })).toEqual({ missing: 'schac_home_organization' })
    expect(signedInAs('myacademicid', { sub: { toString: 'abc' }, schac_home_organization: 'x.example' })).toEqual({ missing: 'sub' })
  })
})

describe('where somebody goes on after sign-in', () => {
  test.each(['/', '/verify', '/joint-course-results?run=1&row=2', '/a/b-c_d.e%20f'])('%s is a path of this origin', (to) => {
    expect(localPath(to)).toBe(to.replaceAll('&', '&amp;'))
  })
  test.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/"onload="x',
    '/<script>',
    '/x\nLocation: y',
    "/'x",
  ])('%j is not: the first page instead', (to) => {
    expect(localPath(to)).toBe('/')
  })
})

describe('a session in its cookie', () => {
  const who = { subject: 'office@uni-birke.example', institution: 'uni-birke.example', displayName: 'Office', esi: null }
  const secret = new Uint8Array(32).fill(3)
  const seal = (now = '2026-11-22T08:00:00Z', key = secret) => sessionSeal(key, () => new Date(now))
  test('opens as it was sealed, and cannot be read from outside', async () => {
    const cookie = await seal().seal(who)
    expect(await seal().open(cookie)).toEqual(who)
    expect(Buffer.from(cookie, 'base64url').toString('utf8') + cookie).not.toContain('birke')
  })
  test('is none when it was changed, is over, was sealed elsewhere, or is no cookie at all', async () => {
    const cookie = await seal().seal(who)
    expect(await seal('2026-11-24T08:00:00Z').open(cookie)).toBeUndefined()
    expect(await seal(undefined, new Uint8Array(32)).open(cookie)).toBeUndefined()
    for (let i = 40; i < cookie.length - 1; i += 11)
      if (cookie[i] !== '.' && cookie[i + 1] !== '.')
        expect([i, await seal().open(cookie.slice(0, i) + (cookie[i] === 'A' ? 'B' : 'A') + cookie.slice(i + 1))]).toEqual([i, undefined])
    for (const nothing of [undefined, '', 'x', '....']) expect(await seal().open(nothing)).toBeUndefined()
  })
})
