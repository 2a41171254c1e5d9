import type { RecognitionCommitment, Specification } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyCommitment, type Claim, type StandingCommitment } from './commitment.ts'

const specification: Specification = {
  specificationId: 's1',
  version: 1,
  code: 'ALD-DATA',
  kind: 'joint-course',
  lead: 'uni-alder.example',
  partners: ['uni-birke.example'],
  title: { en: 'Data and Society' },
  learningOutcomes: [],
  ects: 5,
  workloadHours: 135,
  eqfLevel: 6,
  iscedF: '0613',
  assessment: { type: 'project', text: { en: 'Project' } },
  participation: 'blended',
  qualityAssurance: {
    responsibleBody: 'uni-alder.example',
    kind: 'programme',
    agency: 'Agency',
    title: 'Accreditation',
    report: 'https://quality.example/r',
    validUntil: '2031-09-30',
  },
  prerequisites: null,
  identityCheck: 'supervised-online-with-identification',
  stackability: 'stackable',
  language: 'en',
}
const ok = ['format', 'seal', 'owner', 'expiry', 'revocation', 'accreditation', 'custom'].map((check) => ({ check, verdict: 'ok' }))
const aClaim = (given: Partial<Claim> = {}): Claim => ({
  home: 'uni-birke.example',
  earnedEcts: 5,
  today: '2026-11-22',
  verdicts: ok,
  specification,
  responsibleBodyRecognised: true,
  usedClauses: [],
  ...given,
})
const aClause = (given: Partial<RecognitionCommitment> = {}): RecognitionCommitment => ({
  clauseId: 'c1',
  recognisingBody: 'uni-birke.example',
  specificationId: 's1',
  specificationVersion: 1,
  route: 'academic',
  target: { kind: 'elective', code: 'X', title: 'X' },
  credits: 5,
  conditions: { qualityAssuranceValid: true, minimumEqfLevel: 6, oneUsePerProgramme: true },
  validFrom: '2026-01-01',
  validUntil: '2030-12-31',
  ...given,
})
const standing = (clause: Partial<RecognitionCommitment> = {}, endedOn: string | null = null): StandingCommitment => ({
  agreementId: 'a1',
  agreementVersion: 4,
  agreementTitle: 'Agreement',
  clause: aClause(clause),
  endedOn,
})
const refer = (claim: Partial<Claim>, ...commitments: StandingCommitment[]) =>
  applyCommitment(aClaim(claim), commitments.length > 0 ? commitments : [standing()])
const verdict = (check: string, is: string) => ok.map((one) => (one.check === check ? { check, verdict: is } : one))

describe('a commitment made in advance (R12a)', () => {
  test('decides what it was made for, and says which clause did', () => {
    expect(applyCommitment(aClaim(), [standing({ credits: 4 })])).toEqual({ clause: standing({ credits: 4 }), credits: 4 })
  })
  test.each<[string, string, Partial<Claim>, StandingCommitment[]]>([
    ['a broken seal', 'not-authentic', { verdicts: verdict('seal', 'error') }, []],
    ['a seal that was not checked', 'not-authentic', { verdicts: verdict('seal', 'skipped') }, []],
    ['a revoked credential', 'not-authentic', { verdicts: verdict('revocation', 'error') }, []],
    ['no verdict at all', 'not-authentic', { verdicts: [] }, []],
    ['less than one credit (R2)', 'below-one-ects', { earnedEcts: 0.99 }, []],
    ['a home that promised nothing', 'no-commitment', { home: 'uni-cedro.example' }, []],
    ['a promise for another course', 'no-commitment', {}, [standing({ specificationId: 's2' })]],
    ['a promise for another version of the course', 'commitment-suspended', {}, [standing({ specificationVersion: 2 })]],
    ['a promise from tomorrow on', 'commitment-not-in-force', {}, [standing({ validFrom: '2026-11-23' })]],
    ['a promise until yesterday', 'commitment-not-in-force', {}, [standing({ validUntil: '2026-11-21' })]],
    ['an agreement that ended today', 'commitment-not-in-force', {}, [standing({}, '2026-11-22')]],
    ['quality assured by nobody recognised, a promise of the academic route (R1)', 'route-differs', { responsibleBodyRecognised: false }, []],
    ['quality assured, a promise of prior learning alone', 'route-differs', {}, [standing({ route: 'rpl' })]],
    [
      'quality assurance that has lapsed',
      'quality-assurance-lapsed',
      { today: '2030-01-01', specification: { ...specification, qualityAssurance: { ...specification.qualityAssurance, validUntil: '2029-12-31' } } },
      [],
    ],
    ['a level below the one agreed', 'level-too-low', { specification: { ...specification, eqfLevel: 5 } }, []],
    ['no level named', 'level-too-low', { specification: { ...specification, eqfLevel: null } }, []],
    ['a clause that this learner has used', 'commitment-used', { usedClauses: ['c1'] }, []],
  ])('%s goes to a person: %s', (_, reason, claim, commitments) => {
    expect(refer(claim, ...commitments)).toEqual({ refer: reason })
  })
  test.each<[string, Partial<Claim>, StandingCommitment[]]>([
    ['the first and the last day', { today: '2026-01-01' }, [standing({ validUntil: '2026-01-01' })]],
    ['the day before the agreement ends', {}, [standing({}, '2026-11-23')]],
    ['exactly one credit', { earnedEcts: 1 }, []],
    ['quality assurance on its last day', { today: '2031-09-30' }, [standing({ validUntil: '2031-12-31' })]],
    ['prior learning where quality is with nobody recognised', { responsibleBodyRecognised: false }, [standing({ route: 'rpl' })]],
    ['a used clause that may be used again', { usedClauses: ['c1'] }, [standing({ conditions: { ...aClause().conditions, oneUsePerProgramme: false } })]],
    ['an unused clause beside a used one', { usedClauses: ['c1'] }, [standing(), standing({ clauseId: 'c2' })]],
    [
      'Annex I that is not complete, and accreditation that nobody could check',
      { verdicts: [...verdict('custom', 'error')].map((one) => (one.check === 'accreditation' ? { check: 'accreditation', verdict: 'skipped' } : one)) },
      [],
    ],
  ])('%s is within it', (_, claim, commitments) => {
    expect(refer(claim, ...commitments)).toHaveProperty('credits', 5)
  })

  test('whatever is claimed and promised, it decides exactly when some clause fulfils every condition', () => {
    const days = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24')
    const clauses = fc.array(
      fc.record({
        clauseId: fc.constantFrom('c1', 'c2', 'c3'),
        body: fc.constantFrom('uni-birke.example', 'uni-cedro.example'),
        specificationId: fc.constantFrom('s1', 's1', 's2'),
        version: fc.constantFrom(1, 1, 2),
        route: fc.constantFrom('academic' as const, 'rpl' as const),
        from: days,
        until: days,
        ended: fc.option(days),
        quality: fc.boolean(),
        level: fc.constantFrom(null, 5, 6, 7),
        once: fc.boolean(),
      }),
      { maxLength: 5 },
    )
    const claims = fc.record({
      earned: fc.constantFrom(0.5, 1, 5),
      today: days,
      seal: fc.constantFrom('ok', 'ok', 'error', 'skipped'),
      level: fc.constantFrom(null, 5, 6, 7),
      recognised: fc.boolean(),
      quality: days,
      used: fc.subarray(['c1', 'c2', 'c3']),
    })
    fc.assert(
      fc.property(claims, clauses, (c, given) => {
        const commitments = given.map((one) =>
          standing(
            {
              clauseId: one.clauseId,
              recognisingBody: one.body,
              specificationId: one.specificationId,
              specificationVersion: one.version,
              route: one.route,
              validFrom: one.from,
              validUntil: one.until,
              conditions: { qualityAssuranceValid: one.quality, minimumEqfLevel: one.level, oneUsePerProgramme: one.once },
            },
            one.ended,
          ),
        )
        const claim = aClaim({
          earnedEcts: c.earned,
          today: c.today,
          verdicts: verdict('seal', c.seal),
          responsibleBodyRecognised: c.recognised,
          usedClauses: c.used,
          specification: { ...specification, eqfLevel: c.level, qualityAssurance: { ...specification.qualityAssurance, validUntil: c.quality } },
        })
        // By brute force, from the words of the rule: every condition of one clause at once.
        const fits = given.some(
          (one) =>
            c.seal === 'ok' &&
            c.earned >= 1 &&
            one.body === 'uni-birke.example' &&
            one.specificationId === 's1' &&
            one.version === 1 &&
            one.from <= c.today &&
            c.today <= one.until &&
            !(one.ended !== null && one.ended <= c.today) &&
            (one.route === 'academic') === c.recognised &&
            !(one.quality && c.quality < c.today) &&
            !(one.level !== null && (c.level ?? 0) < one.level) &&
            !(one.once && c.used.includes(one.clauseId)),
        )
        expect('credits' in applyCommitment(claim, commitments)).toBe(fits)
      }),
      { numRuns: 3_000 },
    )
  })
})
