import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { generalVerify, importX509 } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildClaims, claimBytes } from '../claims/build-claims.ts'
import { alderData } from '../example/alder-data.ts'
import { type ExampleSigner, exampleSigner } from '../example/signer.ts'
import { derToRaw, rawToDer } from './ecdsa.ts'
import { open } from './open.ts'
import { parts } from './parts.ts'
import { seal } from './seal.ts'
import { openVerified, verifySeal } from './verify-seal.ts'

const iat = Date.parse('2026-11-20T10:00:00Z') / 1000
const built = buildClaims(alderData)
if ('refused' in built) throw new Error(built.message)
const claims = claimBytes(built.claims)
const openssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' })
  } catch {
    return undefined
  }
})()

let alder: ExampleSigner
let sealed: Uint8Array
beforeAll(async () => {
  alder = await exampleSigner()
  sealed = await seal(claims, alder.signer, iat)
})

describe('seal', () => {
  test('the payload comes back byte for byte, under the header that JAdES B-B asks for', () => {
    const opened = open(sealed)
    if ('fault' in opened) throw new Error(opened.fault)
    expect(Buffer.from(opened.payload).equals(Buffer.from(claims))).toBe(true)
    const [signature] = opened.signatures
    expect(signature?.header).toMatchObject({ alg: 'ES256', typ: 'jose+json', cty: 'ld+json', iat, crit: ['b64'], b64: false })
    expect(Object.keys(signature?.header ?? {}).sort()).toEqual(['alg', 'b64', 'crit', 'cty', 'iat', 'kid', 'typ', 'x5c', 'x5t#S256'])
    expect(signature?.certificates[0]?.fingerprint).toBe(alder.fingerprint)
    expect(signature?.certificates[0]?.organisationIdentifier).toBe('VATDE-000000000')
    expect(verifySeal(opened)).toMatchObject({ seals: [{ alg: 'ES256' }] })
  })

  test('another implementation accepts it', async () => {
    const document = JSON.parse(Buffer.from(sealed).toString('utf8')) as { payload: string; signatures: { protected: string; signature: string }[] }
    const found = parts(sealed)
    if ('fault' in found) throw new Error(found.fault)
    const verified = await generalVerify(document, await importX509(found.certificatePem, 'ES256'))
    expect(Buffer.from(verified.payload).equals(Buffer.from(claims))).toBe(true)
  })

  test('a signer that answers in DER gives as good a seal', async () => {
    const der = await exampleSigner({ signatures: 'der' })
    for (let i = 0; i < 20; i++) expect(openVerified(await seal(claims, der.signer, iat + i))).toHaveProperty('seal')
  })

  test('a signer that answers nonsense is refused before anything is stored', async () => {
    await expect(seal(claims, { ...alder.signer, sign: () => Buffer.from('no signature') }, iat)).rejects.toThrow(/no ES256 signature/)
  })

  test('a change of any one byte, anywhere, breaks the seal', () => {
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Uint8Array.from(sealed)
        changed[at] = ((changed[at] ?? 0) + by) % 256
        return 'fault' in openVerified(changed)
      }),
      { numRuns: 3000 },
    )
  })

  test('a byte taken out or put in breaks the seal, or (as an escape that JSON allows) leaves every sealed byte as it was', () => {
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom('cut', 'x', '"', '\\', '0'), (at, what) => {
        const before = sealed.subarray(0, at)
        const changed = what === 'cut' ? Buffer.concat([before, sealed.subarray(at + 1)]) : Buffer.concat([before, Buffer.from(what), sealed.subarray(at)])
        const found = openVerified(changed)
        return 'fault' in found || Buffer.from(found.opened.payload).equals(Buffer.from(claims))
      }),
      { numRuns: 1500 },
    )
  })

  test("a seal outside its certificate's validity is refused", async () => {
    expect(openVerified(await seal(claims, alder.signer, Date.parse('2025-06-01T00:00:00Z') / 1000))).toMatchObject({
      fault: expect.stringContaining('when its certificate was not valid'),
    })
  })

  test('a critical header parameter that nobody here understands is refused', () => {
    const document = JSON.parse(Buffer.from(sealed).toString('utf8')) as { payload: string; signatures: [{ protected: string; signature: string }] }
    const header = JSON.parse(Buffer.from(document.signatures[0].protected, 'base64url').toString('utf8')) as Record<string, unknown>
    document.signatures[0].protected = Buffer.from(JSON.stringify({ ...header, crit: ['b64', 'sigPl'], sigPl: {} })).toString('base64url')
    expect(openVerified(Buffer.from(JSON.stringify(document)))).toMatchObject({ fault: expect.stringContaining('"sigPl"') })
  })
})

test('signatures travel between DER and raw unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
      expect(derToRaw(rawToDer(raw), 32)).toEqual(Buffer.from(raw))
    }),
  )
})

test.skipIf(openssl === undefined)(
  `openssl alone confirms the seal with the commands of the README${openssl ? '' : ' (SKIPPED: openssl is not on the PATH)'}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'seal-'))
    try {
      const found = parts(sealed)
      if ('fault' in found) throw new Error(found.fault)
      writeFileSync(join(folder, 'signing-input.bin'), found.signingInput)
      writeFileSync(join(folder, 'signature.der'), found.signature)
      writeFileSync(join(folder, 'certificate.pem'), found.certificatePem)
      const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
      const commands = readme.split('\n').filter((line) => line.startsWith('openssl '))
      expect(commands).toHaveLength(3)
      const answers = commands.map((command) => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' }))
      expect(answers.join('\n')).toContain('Verified OK')
      expect(answers.join('\n')).toContain('VATDE-000000000')
      writeFileSync(join(folder, 'signing-input.bin'), Buffer.concat([found.signingInput, Buffer.from(' ')]))
      expect(() => execFileSync('sh', ['-c', commands.find((c) => c.includes('dgst')) ?? ''], { cwd: folder, stdio: 'pipe' })).toThrow()
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
