import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildClaims, claimBytes } from '../claims/build-claims.ts'
import type { ClaimInput } from '../claims/claim-input.ts'
import { alderData } from '../example/alder-data.ts'
import { type ExampleSigner, exampleSigner } from '../example/signer.ts'
import { maximumBytes } from '../seal/bounded-json.ts'
import { seal } from '../seal/seal.ts'
import { encodeStatusList } from '../status/status-list.ts'
import { emptyTrustList } from './trust-list.ts'
import { overall, verifyCredential, type Verification, type VerificationOptions, withIris } from './verify-credential.ts'

const at = new Date('2026-11-22T12:00:00Z')
const iat = Date.parse('2026-11-20T10:00:00Z') / 1000
const listUrl = alderData.award.status?.statusListCredential ?? ''
let alder: ExampleSigner
let birke: ExampleSigner
let options: VerificationOptions

const sealedBy = async (who: ExampleSigner, change: Partial<ClaimInput> = {}) => {
  const built = buildClaims({ ...alderData, ...change })
  if ('refused' in built) throw new Error(built.message)
  return seal(claimBytes(built.claims), who.signer, iat)
}
const listSealedBy = async (who: ExampleSigner, revoked: readonly number[], url = listUrl) =>
  seal(claimBytes(await encodeStatusList({ url, issuer: 'uni-alder.example', issuedAt: '2026-11-21T00:00:00Z', revoked })), who.signer, iat)
const of = (verification: Verification, check: string) => verification.find((v) => v.check === check)

beforeAll(async () => {
  alder = await exampleSigner()
  birke = await exampleSigner({ legalIdentifier: 'VATSE-999999' })
  options = { at, trustList: alder.trustList, fetchStatusList: () => listSealedBy(alder, []) }
})

describe('a credential of the hub', () => {
  test('gets its seven verdicts, each with a reason; the format stays open without shapes', async () => {
    const verification = await verifyCredential(await sealedBy(alder), options)
    expect(verification.map((v) => `${v.check} ${v.verdict}`)).toEqual([
      'format skipped',
      'seal ok',
      'owner ok',
      'expiry ok',
      'revocation ok',
      'accreditation ok',
      'custom ok',
    ])
    expect(verification.every((v) => v.reason.length > 10)).toBe(true)
    expect(of(verification, 'seal')?.reason).toContain('not a qualified seal')
    expect(overall(verification)).toBe('ok')
  })

  test('tells when its bit was set, and only then', async () => {
    const revoked = await verifyCredential(await sealedBy(alder), { ...options, fetchStatusList: () => listSealedBy(alder, [94_567]) })
    expect(of(revoked, 'revocation')).toMatchObject({ verdict: 'error', reason: expect.stringContaining('withdrawn') })
    const neighbour = await verifyCredential(await sealedBy(alder), { ...options, fetchStatusList: () => listSealedBy(alder, [94_566, 94_568]) })
    expect(of(neighbour, 'revocation')).toMatchObject({ verdict: 'ok' })
  })

  test('does not believe a status list of somebody else, of another address, or a broken one', async () => {
    const lists: readonly (() => Promise<Uint8Array>)[] = [
      () => listSealedBy(birke, []),
      () => listSealedBy(alder, [], 'https://elsewhere.example/1'),
      async () => Buffer.from('{"payload":"{}"}'),
    ]
    for (const fetchStatusList of lists)
      expect(of(await verifyCredential(await sealedBy(alder), { ...options, fetchStatusList }), 'revocation')).toMatchObject({ verdict: 'error' })
  })

  test('is never called not revoked when the list could not be asked', async () => {
    const answers = [undefined, async () => undefined, () => Promise.reject(new Error('away'))]
    for (const fetchStatusList of answers) {
      const verification = await verifyCredential(await sealedBy(alder), { at, trustList: alder.trustList, ...(fetchStatusList ? { fetchStatusList } : {}) })
      expect(of(verification, 'revocation')?.verdict).toBe('skipped')
    }
  })

  test("is not believed to be of an issuer by a stranger's seal", async () => {
    const verification = await verifyCredential(await sealedBy(birke), options)
    expect(of(verification, 'seal')?.verdict).toBe('ok')
    expect(of(verification, 'owner')).toMatchObject({ verdict: 'error', reason: expect.stringContaining('VATSE-999999') })
    expect(overall(verification)).toBe('error')
    const namesake = await exampleSigner()
    const claimed = await verifyCredential(await sealedBy(namesake), options)
    expect(of(claimed, 'owner')?.verdict).toBe('skipped')
    expect(overall(claimed)).not.toBe('ok')
  })

  test('is not valid before its time, and its accreditation has to have been in force', async () => {
    expect(of(await verifyCredential(await sealedBy(alder), { ...options, at: new Date('2026-11-01T00:00:00Z') }), 'expiry')?.verdict).toBe('error')
    const ended = { ...alder.trustList, issuers: alder.trustList.issuers.map((issuer) => ({ ...issuer, accreditedUntil: '2026-01-01T00:00:00Z' })) }
    expect(of(await verifyCredential(await sealedBy(alder), { ...options, trustList: ended }), 'accreditation')?.verdict).toBe('error')
    expect(of(await verifyCredential(await sealedBy(alder), { ...options, trustList: emptyTrustList }), 'accreditation')?.verdict).toBe('skipped')
  })

  test('keeps names in any script, and names that would break markup', async () => {
    for (const name of ['Ελένη Παπαδοπούλου', 'Seán Ó Súilleabháin', 'Łukasz Żółć', 'İpek Şahin', '<script>"&\'']) {
      const sealed = await sealedBy(alder, { learner: { ...alderData.learner, givenNames: name } })
      expect(of(await verifyCredential(sealed, options), 'seal')?.verdict).toBe('ok')
      const svg = Buffer.from(
        String(JSON.parse(JSON.parse(Buffer.from(sealed).toString()).payload).displayParameter.individualDisplay.displayDetail.image.content),
        'base64',
      ).toString()
      expect(svg).not.toContain('<script>')
    }
  })
})

describe('anything else', () => {
  test('verdicts in the Europass vocabulary', async () => {
    const [format] = await verifyCredential(new Uint8Array(), options)
    expect(format && withIris(format)).toMatchObject({
      checkIri: 'http://data.europa.eu/snb/verification/2f5b89b96f',
      verdictIri: 'http://data.europa.eu/snb/verification-status/9d26eb9a37',
    })
  })

  const oddities: readonly [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /empty/],
    ['a PDF', Buffer.from('%PDF-1.7 …'), /PDF/],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), /UTF-8/],
    ['too many bytes', new Uint8Array(maximumBytes + 1), /2 MiB/],
    ['JSON nested too deep', Buffer.from('['.repeat(100_000)), /deeper than 64/],
    ['a payload nested too deep', Buffer.from(JSON.stringify({ payload: '['.repeat(100_000), signatures: [{ protected: 'e30', signature: 'AA' }] })), /./],
    ['an unsealed credential', Buffer.from('{"credentialSubject":{}}'), /not sealed/],
    ['a list', Buffer.from('[1,2]'), /JSON object/],
    ['null', Buffer.from('null'), /JSON object/],
    ['a seal without signatures', Buffer.from('{"payload":"{}","signatures":[]}'), /no signature/],
  ]
  test.each(oddities)('%s is answered in plain words', async (_what, bytes, words) => {
    const verification = await verifyCredential(bytes, options)
    expect(verification.map((v) => v.check)).toEqual(['format', 'seal', 'owner', 'expiry', 'revocation', 'accreditation', 'custom'])
    expect(of(verification, 'seal')).toMatchObject({ verdict: 'error', reason: expect.stringMatching(words) })
    expect(verification.some((v) => v.verdict === 'ok')).toBe(false)
  })

  test('whatever JSON is given, there are seven verdicts and no seal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc
            .record({
              payload: fc.oneof(fc.json(), fc.string()),
              signatures: fc.array(fc.record({ protected: fc.base64String(), signature: fc.base64String() })),
            })
            .map((value) => JSON.stringify(value)),
        ),
        async (text) => {
          const verification = await verifyCredential(Buffer.from(text), options)
          expect(verification).toHaveLength(7)
          expect(of(verification, 'seal')?.verdict).toBe('error')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('claims of any shape under a good seal never throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('type', 'issuer', 'credentialSubject', 'credentialStatus', 'validFrom', 'validUntil', 'hasClaim', 'id', 'accreditation'),
          fc.jsonValue(),
        ),
        async (claims) => {
          const verification = await verifyCredential(await seal(Buffer.from(JSON.stringify(claims)), alder.signer, iat), options)
          expect(verification).toHaveLength(7)
          expect(of(verification, 'seal')?.verdict).toBe('ok')
        },
      ),
      { numRuns: 200 },
    )
  })
})
