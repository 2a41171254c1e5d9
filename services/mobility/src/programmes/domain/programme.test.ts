import { bipRulesOf } from '@collegium/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AgreementContent, Component } from '../../learning-agreements/domain/content.ts'
import { checkProgramme, contradictions, institutionsOf, type Offered, pairsOf, refusalToPrepare } from './programme.ts'

const [alder, birke, cedro] = ['uni-alder.example', 'uni-birke.example', 'uni-cedro.example'] as const
const bip = {
  bipId: '2026-1-DE01-KA131-HED-1',
  callYear: 2026,
  coordinator: alder,
  receiver: cedro,
  physical: { from: '2027-03-01', until: '2027-03-12' },
  virtual: [{ from: '2027-02-01', until: '2027-02-20' }],
}
const offer = { instanceId: 'i', lead: alder, partners: [birke, cedro], bip } satisfies Offered
const content = (table: Component['table']) => ({ components: [{ id: 'c', table }] }) as unknown as AgreementContent

describe('a programme of several partners', () => {
  test('falls into one agreement per pair: everyone who sends, with the one that receives (R14, H01)', () => {
    expect(pairsOf(offer)).toEqual([
      { sending: alder, receiving: cedro },
      { sending: birke, receiving: cedro },
    ])
    expect(pairsOf({ ...offer, bip: undefined })).toEqual([])
  })
  test('whoever takes part, in whatever roles, sends once and never to itself', () => {
    const ids = fc.constantFrom('a.example', 'b.example', 'c.example', 'd.example')
    fc.assert(
      fc.property(ids, fc.array(ids), ids, ids, (lead, partners, coordinator, receiver) => {
        const some: Offered = { instanceId: 'i', lead, partners, bip: { ...bip, coordinator, receiver } }
        const sending = pairsOf(some).map((pair) => pair.sending)
        expect(new Set(sending).size).toBe(sending.length)
        expect(new Set([...sending, receiver])).toEqual(new Set(institutionsOf(some)))
        expect(sending).not.toContain(receiver)
      }),
    )
  })
  test('is prepared by its coordinator alone, with blended components alone', () => {
    expect(refusalToPrepare(offer, alder, content('blended'))).toBeNull()
    expect(refusalToPrepare(offer, birke, content('blended'))).toMatchObject({ refused: 'programme-of-another', detail: { coordinator: alder } })
    expect(refusalToPrepare(offer, alder, content('recognised'))).toMatchObject({ refused: 'programme-tables' })
    expect(refusalToPrepare({ ...offer, bip: undefined }, alder, content('blended'))).toMatchObject({ refused: 'not-a-programme' })
    expect(refusalToPrepare(null, alder, content('blended'))).toMatchObject({ refused: 'not-found' })
  })
})

describe('an agreement that names a programme', () => {
  const said = { sending: birke, receiving: cedro, coordinator: alder, programme: { code: bip.bipId, callYear: 2026 } }
  test('says what the offer says', () => {
    expect(contradictions(said, offer)).toEqual([])
    expect(contradictions({ ...said, coordinator: null }, { ...offer, bip: { ...bip, bipId: null } })).toEqual([])
    expect(
      contradictions({ ...said, sending: 'other.example', receiving: alder, programme: { code: 'X', callYear: 2025 } }, offer).map(({ field }) => field),
    ).toEqual(['receiving', 'programme.callYear', 'programme.code', 'sending'])
  })
  test('that the catalogue does not know is taken at its word', () => {
    expect(contradictions({ ...said, receiving: birke }, null)).toEqual([])
  })
})

describe('the rules of a blended intensive programme on what the hub knows (R15, H05)', () => {
  const known = {
    ects: 3,
    countries: new Map([
      [alder, 'DE'],
      [birke, 'SE'],
      [cedro, 'PT'],
    ]),
    charters: [cedro],
    approved: { [birke]: 10 },
  }
  test('hold, or name what is missing', () => {
    const rules = bipRulesOf(2026)
    expect(checkProgramme(offer, known, rules)).toEqual([])
    expect(checkProgramme(offer, { ...known, countries: new Map([[alder, 'DE']]) }, rules)).toEqual(['too-few-countries'])
    expect(checkProgramme(offer, { ...known, charters: [alder] }, rules)).toEqual(['charter-missing'])
    expect(checkProgramme(offer, { ...known, approved: { [birke]: 9, [cedro]: 30, [alder]: 30 } }, rules)).toEqual(['too-few-funded-learners'])
    expect(checkProgramme({ ...offer, bip: { ...bip, physical: { from: '2027-03-01', until: '2027-03-31' } } }, known, rules)).toEqual([
      'physical-part-too-long',
    ])
  })
})
