import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from 'n3'
import RdfValidator from 'rdf-validate-shacl'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildClaims, claimBytes } from '../claims/build-claims.ts'
import type { ClaimInput } from '../claims/claim-input.ts'
import { alderData } from '../example/alder-data.ts'
import { exampleSigner } from '../example/signer.ts'
import { standardsDirectory, standardsMissing, standardsNote } from '../example/standards-directory.ts'
import { seal } from '../seal/seal.ts'
import { emptyTrustList } from '../verify/trust-list.ts'
import { type Verification, verifyCredential } from '../verify/verify-credential.ts'
import { pinnedFiles } from './pins.ts'
import { claimReader, shapeGraph } from './profile.ts'
import { readStandards, type Standards } from './standards.ts'

// Its types want the full RDF/JS interfaces, of which third-party.d.ts declares only what the product uses.
const SecondEngine = RdfValidator as unknown as new (shapes: Store) => { validate(data: Store): Promise<{ readonly results: readonly unknown[] }> }
const at = new Date('2026-11-22T12:00:00Z')
const read = (path: string) => readFileSync(join(standardsDirectory, 'elm', path))
const of = (verification: Verification, check: string) => verification.find((v) => v.check === check)
let standards: Standards

describe.skipIf(standardsMissing)(`with the published standards${standardsNote}`, () => {
  beforeAll(async () => {
    standards = await readStandards(standardsDirectory)
  })

  test('all pinned files are there', () => {
    expect(standards.missing).toEqual([])
    expect(standards.profiles.map((p) => p.version)).toEqual(['1.2.0', '1.1.0'])
  })

  test.each(['Sample-MC-Annex1-signed.jsonld', 'Sample-CertOfPart-signed.jsonld'])('%s, sealed by the Commission in 2023, verifies', async (name) => {
    const verification = await verifyCredential(read(`credentials-elm-v3-2023/${name}`), { at, trustList: emptyTrustList, standards })
    expect(of(verification, 'format')).toMatchObject({ verdict: 'ok', reason: expect.stringMatching(/1\.2\.0.*1\.1\.0/) })
    expect(of(verification, 'seal')?.verdict).toBe('ok')
    // Nobody vouches for the test certificate, and there is no status: neither may be called ok.
    expect(of(verification, 'owner')?.verdict).toBe('skipped')
    expect(of(verification, 'revocation')?.verdict).toBe('skipped')
  })

  test("the Commission's own micro-credential lacks quality assurance, element 11", async () => {
    const verification = await verifyCredential(read('credentials-elm-v3-2023/Sample-MC-Annex1-signed.jsonld'), { at, trustList: emptyTrustList, standards })
    const reason = of(verification, 'custom')?.reason ?? ''
    expect(of(verification, 'custom')?.verdict).toBe('error')
    expect(reason.match(/element \d+/g)).toEqual(['element 11'])
  })

  test('a sealed sample with another time stamp or payload is refused', async () => {
    const document = JSON.parse(read('credentials-elm-v3-2023/Sample-MC-Annex1-signed.jsonld').toString('utf8')) as { payload: string }
    document.payload = document.payload.replace('Andromeda', 'Andromedae')
    expect(of(await verifyCredential(Buffer.from(JSON.stringify(document)), { at, trustList: emptyTrustList, standards }), 'seal')?.verdict).toBe('error')
  })

  test.each(['credentials-elm-v3-2023/Sample-MC-Annex1-unsigned-uploadable.json', 'credentials-elm-v3-2023/Sample-MC-Annex1-unsigned.jsonld'])(
    '%s is told to be unsealed or no credential',
    async (path) => {
      expect(of(await verifyCredential(read(path), { at, trustList: emptyTrustList, standards }), 'seal')?.verdict).toBe('error')
    },
  )

  const claimsOf = (change: Partial<ClaimInput>) => {
    const built = buildClaims({ ...alderData, ...change })
    if ('refused' in built) throw new Error(built.message)
    return JSON.parse(JSON.stringify(built.claims)) as Record<string, unknown>
  }
  const variants: readonly [string, Partial<ClaimInput>][] = [
    ['with everything', {}],
    [
      'without level or institutional accreditation',
      { specification: { ...alderData.specification, eqfLevel: null }, institution: { ...alderData.institution, accreditation: null } },
    ],
    [
      'with as little as possible',
      {
        specification: { ...alderData.specification, prerequisites: null, identityCheck: null, stackability: null, eqfLevel: null },
        learner: { ...alderData.learner, birthDate: null, identifier: { scheme: 'hub', value: 'L-1' } },
        result: { ...alderData.result, grade: null, gradingScheme: null },
      },
    ],
    [
      'unsupervised, of a virtual exchange',
      {
        specification: { ...alderData.specification, identityCheck: 'unsupervised-without-identification', participation: 'virtual-exchange', language: 'pt' },
      },
    ],
  ]
  test.each(variants)('a micro-credential %s conforms to 1.2.0; 1.1.0 objects to the status object alone', async (_what, change) => {
    const [current, former] = standards.profiles
    expect(await current?.check(claimsOf(change))).toEqual({ findings: [] })
    expect(await former?.check(claimsOf(change))).toMatchObject({ findings: [{ property: 'credentialStatus' }] })
    expect(await former?.check(claimsOf({ ...change, award: { ...alderData.award, status: null } }))).toEqual({ findings: [] })
  })

  test('an empty graph conforms to any shapes, and is refused', async () => {
    const { '@context': _dropped, ...bare } = claimsOf({})
    expect(await standards.profiles[0]?.check(bare)).toMatchObject({ fault: expect.stringContaining('no EuropeanDigitalCredential') })
    const alder = await exampleSigner()
    const verification = await verifyCredential(await seal(Buffer.from(JSON.stringify(bare)), alder.signer, 1_795_000_000), {
      at,
      trustList: alder.trustList,
      standards,
    })
    expect(of(verification, 'format')?.verdict).toBe('error')
  })

  test("a context of the file's own choosing is not fetched", async () => {
    const claims = { ...claimsOf({}), '@context': ['https://evil.example/context.jsonld'] }
    expect(await standards.profiles[0]?.check(claims)).toMatchObject({ fault: expect.stringContaining('evil.example') })
  })

  test('a second engine comes to the same count of findings', async () => {
    const turtle = ['EDC-generic-full.ttl', 'EDC-generic-no-cv.ttl'].map((name) => read(`elm-3.2-lts/${name}`).toString('utf8'))
    const vc = readFileSync(join(standardsDirectory, pinnedFiles.vcContext.path), 'utf8')
    const toGraph = claimReader({ vc, edc: read('elm-3.2-lts/edc-ap-context.jsonld').toString('utf8') })
    const second = new SecondEngine(shapeGraph('1.2.0', turtle))
    const { issuer: _issuer, ...withoutIssuer } = claimsOf({})
    const { validFrom: _validFrom, displayParameter: _display, ...withoutThree } = withoutIssuer
    for (const claims of [claimsOf({}), withoutIssuer, withoutThree]) {
      const first = await standards.profiles[0]?.check(claims)
      const report = await second.validate(await toGraph(claims))
      expect(first && 'findings' in first ? first.findings.length : -1).toBe(report.results.length)
    }
  })

  test('claims sealed and read again keep every finding', async () => {
    const alder = await exampleSigner()
    const built = buildClaims(alderData)
    if ('refused' in built) throw new Error(built.message)
    const verification = await verifyCredential(await seal(claimBytes(built.claims), alder.signer, 1_795_000_000), {
      at: new Date('2026-12-01T00:00:00Z'),
      trustList: alder.trustList,
      standards,
    })
    expect(of(verification, 'format')?.verdict).toBe('ok')
    expect(of(verification, 'custom')?.verdict).toBe('ok')
  })
})

test('without standards the format is skipped and says why; it is never ok', async () => {
  const missing = await readStandards(join(standardsDirectory, 'no-such-folder'))
  const alder = await exampleSigner()
  const built = buildClaims(alderData)
  if ('refused' in built) throw new Error(built.message)
  const verification = await verifyCredential(await seal(claimBytes(built.claims), alder.signer, 1_795_000_000), {
    at: new Date('2026-12-01T00:00:00Z'),
    trustList: alder.trustList,
    standards: missing,
  })
  expect(of(verification, 'format')).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('is missing') })
})
