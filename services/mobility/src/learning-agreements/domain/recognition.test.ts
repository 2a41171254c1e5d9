import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aComponent, aContent, idOf } from './agreement.fixture.ts'
import type { AgreementContent, Component } from './content.ts'
import { type Achieved, closeRecognition, recogniseByAgreement } from './recognition.ts'

const achieved = (...passed: number[]): Achieved[] => passed.map((n) => ({ componentId: idOf(n), status: 'passed', ects: 15 }))

describe('(R12) recognition by an approved agreement', () => {
  test('what is automatic and passed is recognised with the agreed credits', () => {
    expect(recogniseByAgreement(aContent(), achieved(1, 2))).toMatchObject([
      { componentId: idOf(11), verdict: 'recognised', credits: 15, because: 'agreed-and-passed' },
      { componentId: idOf(12), verdict: 'recognised', credits: 15 },
    ])
  })
  test('what has conditions is for the recognising body, and says which', () => {
    const content = aContent({
      components: aContent().components.map((one) =>
        one.id === idOf(11) ? { ...one, automaticRecognition: false, recognitionConditions: 'Only with a project' } : one,
      ),
    })
    expect(recogniseByAgreement(content, achieved(1, 2))[0]).toMatchObject({ verdict: 'needs-decision', because: 'conditions', text: 'Only with a project' })
  })
  test('a blended component without links is recognised by itself', () => {
    const content = aContent({ components: [aComponent(1, { table: 'blended' })], links: [] })
    expect(recogniseByAgreement(content, achieved(1))).toMatchObject([{ componentId: idOf(1), verdict: 'recognised' }])
  })

  test('agrees with a brute-force reading of the rule, whatever is linked, passed and agreed', () => {
    const statuses = ['passed', 'failed', 'absent'] as const
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('studied', 'virtual', 'blended') as fc.Arbitrary<Component['table']>, { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 8 }),
        fc.array(fc.constantFrom(...statuses), { minLength: 4, maxLength: 4 }),
        (there, here, pairs, outcomes) => {
          const components = [
            ...there.map((table, i) => aComponent(i + 1, { table, ...(table !== 'studied' && { automaticRecognition: true }) })),
            ...here.map((automatic, i) =>
              aComponent(11 + i, { table: 'recognised', automaticRecognition: automatic, recognitionConditions: automatic ? null : 'A talk' }),
            ),
          ]
          const links = [...new Set(pairs.filter(([s, r]) => s < there.length && r < here.length).map(([s, r]) => `${s}|${r}`))].map((pair) => {
            const [s, r] = pair.split('|').map(Number)
            return { studied: idOf((s ?? 0) + 1), recognised: idOf(11 + (r ?? 0)) }
          })
          const content: AgreementContent = aContent({ components, links })
          const line = there.map((_, i): Achieved => ({ componentId: idOf(i + 1), status: outcomes[i] ?? 'absent', ects: 15 }))
          const verdicts = new Map(recogniseByAgreement(content, line).map((one) => [one.componentId, one.verdict]))
          const passed = (id: string) => line.find((one) => one.componentId === id)?.status === 'passed'
          for (const component of components) {
            const rests =
              component.table === 'recognised' ? links.filter((link) => link.recognised === component.id).map((link) => link.studied) : [component.id]
            const alone = component.table !== 'recognised' && component.table !== 'studied' && !links.some((link) => link.studied === component.id)
            if (component.table !== 'recognised' && !alone) {
              expect(verdicts.has(component.id)).toBe(false)
              continue
            }
            const all = rests.length > 0 && rests.every(passed)
            const some = rests.some(passed)
            expect(verdicts.get(component.id)).toBe(!some ? 'not-recognised' : all && component.automaticRecognition ? 'recognised' : 'needs-decision')
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('closing the recognition', () => {
  const open = recogniseByAgreement(
    aContent({
      components: aContent().components.map((one) => (one.id === idOf(11) ? { ...one, automaticRecognition: false, recognitionConditions: 'A project' } : one)),
    }),
    achieved(1, 2),
  )
  const decide = (credits: number, text = '') => closeRecognition(open, [{ componentId: idOf(11), credits, text }], 30, '2027-03-01')

  test('every open component is decided, and no other', () => {
    expect(closeRecognition(open, [], 30, '2027-03-01')).toEqual({ refused: 'decision-missing', detail: { componentIds: [idOf(11)] } })
    expect(closeRecognition(open, [{ componentId: idOf(12), credits: 0, text: 'no' }], 30, '2027-03-01')).toMatchObject({ refused: 'not-to-be-decided' })
  })
  test('(R10) less than agreed owes its reason, more than agreed is refused', () => {
    expect(decide(10)).toMatchObject({ refused: 'reason-needed' })
    expect(decide(16, 'generous')).toMatchObject({ refused: 'credits-beyond-agreement' })
    expect(decide(10, 'The project was not handed in')).toMatchObject({ outcome: 'partial', ectsEarned: 30, ectsRecognised: 25 })
    expect(decide(0, 'The project was not handed in')).toMatchObject({ outcome: 'partial', ectsRecognised: 15 })
    expect(decide(15)).toMatchObject({ outcome: 'full', ectsRecognised: 30 })
  })
  test('nothing passed is nothing recognised', () => {
    expect(closeRecognition(recogniseByAgreement(aContent(), []), [], 0, '2027-03-01')).toMatchObject({ outcome: 'none', ectsRecognised: 0 })
  })
})
