import type { MobilityType } from '@collegium/contracts'
import fc from 'fast-check'
import type { LearningAgreement, Proposal, Signature } from '../../learning-agreements/domain/agreement.ts'
import { aBlendedContent, aComponent, aContent, anAgreement, aProposal } from '../../learning-agreements/domain/agreement.fixture.ts'
import { applyChanges, type ChangeRequest } from '../../learning-agreements/domain/changes.ts'
import { type AgreementContent, type Component, type ComponentTable, deletionReasons, insertionReasons } from '../../learning-agreements/domain/content.ts'
import type { AgreementForEwp } from './what-ewp-cannot-say.ts'

/** What `get` can show: the states of the three slots (mobility-standards 1.3). */
export const shownStates = ['proposed', 'approved', 'change-proposed', 'change-approved', 'change-approved-and-proposed', 'change-rejected'] as const
export type ShownState = (typeof shownStates)[number]

export const forEwp = (agreement: LearningAgreement, given: Partial<AgreementForEwp> = {}): AgreementForEwp => ({
  agreement,
  programme: null,
  sendingUnit: 'MATH',
  receivingUnit: null,
  sendingContact: { givenNames: 'Ada', familyName: 'Demo', email: 'ada@office.example', phone: '+46123456' },
  receivingContact: { givenNames: 'Bo', familyName: 'Demo', email: 'bo@office.example', phone: 'ext. 12' },
  student: {
    givenNames: 'Åsa',
    familyName: 'Öberg & Söhne',
    birthDate: '2003-05-06',
    esi: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:1',
    citizenship: 'SE',
    gender: 2,
    email: 'asa@mail.example',
  },
  ...given,
})

const signed = (sides: readonly Signature['side'][]): Signature[] =>
  sides.map((side) => ({
    side,
    at: '2026-05-02T08:00:00.000Z',
    hash: 'h',
    signer: side === 'learner' ? null : { name: 'Ada <Demo>', position: 'Coordinator', email: 'ada@office.example' },
  }))
const all = ['learner', 'sending', 'receiving'] as const
const both = ['learner', 'sending'] as const

/** An agreement in a state; each change is a list of wishes on what stands. */
export function agreementIn(
  state: ShownState,
  type: MobilityType,
  content: AgreementContent,
  changes: readonly (readonly ChangeRequest[])[],
): LearningAgreement {
  const first = aProposal({
    content,
    hash: '1'.repeat(64),
    state: state === 'proposed' ? 'proposed' : 'approved',
    signatures: signed(state === 'proposed' ? both : all),
  })
  const next = (on: Proposal, requests: readonly ChangeRequest[], number: number, as: Proposal['state']): Proposal => {
    const changed = applyChanges(first.content, on, requests)
    if ('refused' in changed) throw new Error(changed.refused)
    const comment = as === 'commented' ? { text: 'No.', at: '2026-05-03T08:00:00.000Z', by: null } : null
    return { ...first, ...changed, number, state: as, hash: String(number).repeat(64), signatures: signed(as === 'approved' ? all : both), comment }
  }
  const [one = [], two = []] = changes
  const proposals = [first]
  if (state === 'change-proposed') proposals.push(next(first, one, 2, 'proposed'))
  if (state === 'change-rejected') proposals.push(next(first, one, 2, 'commented'))
  if (state === 'change-approved' || state === 'change-approved-and-proposed') {
    const approved = next(first, one, 2, 'approved')
    proposals.push(approved, ...(state === 'change-approved' ? [] : [next(approved, two, 3, 'proposed')]))
  }
  return anAgreement({ type, state: state === 'proposed' ? 'negotiating' : 'agreed', proposals })
}

/** Text as people write it and as EWP can say it; blanks at the ends are nothing. */
const said = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.trim())
  .filter((text) => text !== '')
/** With line ends and markup, and with what XML cannot say. */
export const anything = fc.oneof(said, fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(']]>', '<!--', '&amp;', '"\r\n\t\'', '\u0000\u0008'))
const term = fc.constantFrom({ number: 1, of: 2 }, { number: 2, of: 2 }, { number: 1, of: 1 })

const componentIn = (table: ComponentTable, n: number, text: fc.Arbitrary<string>): fc.Arbitrary<Component> =>
  fc
    .record({
      title: text,
      losId: fc.constantFrom(null, 'CR/4711', text === anything ? 'MOD/with a blank' : 'MOD/4712'),
      losCode: fc.option(text),
      loiId: fc.constantFrom(null, 'CRI/1'),
      term: table === 'studied' || table === 'recognised' ? term : fc.option(term),
      credits: fc.array(fc.record({ scheme: fc.constantFrom('ects', 'ch hours'), value: fc.constantFrom(0, 1e-7, 2.5, 7.5, 15, 1e21) }), { maxLength: 2 }),
      conditions: fc.option(text),
      description: fc.option(text),
      form: fc.constantFrom(null, 'coil' as const),
    })
    .map(({ conditions, description, credits, ...rest }) => {
      const withConditions = table === 'studied' ? null : conditions || null
      return aComponent(n, {
        ...rest,
        table,
        credits: credits.map((one) => (one.value === 1e-7 || one.value === 1e21 ? { ...one, value: one.value > 1 ? 30 : 0.25 } : one)),
        recognitionConditions: withConditions,
        automaticRecognition: table === 'studied' ? null : withConditions === null,
        shortDescription: table === 'studied' || table === 'recognised' ? null : description || null,
      })
    })

const tablesFor: Readonly<Record<MobilityType, readonly (readonly [ComponentTable, number])[]>> = {
  semester: [
    ['studied', 1],
    ['recognised', 1],
    ['virtual', 0],
  ],
  'short-term-blended': [
    ['blended', 1],
    ['recognised', 0],
  ],
  'short-term-doctoral': [
    ['doctoral', 1],
    ['recognised', 0],
  ],
  virtual: [
    ['virtual', 1],
    ['recognised', 1],
  ],
  'micro-credential': [
    ['virtual', 1],
    ['recognised', 1],
  ],
}

/** Agreements of a type in a state, with contents and changes of any kind. */
export function agreementsIn(state: ShownState, type: MobilityType, text: fc.Arbitrary<string> = said): fc.Arbitrary<LearningAgreement> {
  const tables = tablesFor[type]
  const listOf = (from: number, least: boolean) =>
    fc
      .tuple(
        ...tables.map(([table, minimum], i) =>
          fc
            .array(fc.integer({ min: 0, max: 99 }), { minLength: least ? minimum : 0, maxLength: 3 })
            .chain((ns) => fc.tuple(...ns.map((_, k) => componentIn(table, from + i * 10 + k, text)))),
        ),
      )
      .map((lists) => lists.flat())
  const reason = (codes: readonly string[]) =>
    fc.record({
      reasonCode: fc.constantFrom(null, 'something-new', ...codes),
      reasonText: fc.option(text.map((one) => one || null).filter((one) => one !== null)),
    })
  return fc
    .record({
      components: listOf(1, true),
      isced: fc.constantFrom('0542', '05'),
      clarification: fc.option(text),
      inserts: fc.tuple(listOf(100, false), listOf(200, false)),
      drops: fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.array(fc.nat(), { maxLength: 3 })),
      deleted: reason(deletionReasons),
      inserted: reason(insertionReasons),
    })
    .map(({ components, isced, clarification, inserts, drops, deleted, inserted }) => {
      const base = type === 'short-term-blended' ? aBlendedContent() : aContent()
      const physical = type === 'virtual' ? { physical: null, virtual: { startsOn: '2027-02-01', endsOn: '2027-04-30' } } : {}
      const content: AgreementContent = {
        ...base,
        ...physical,
        components,
        links: [],
        iscedF: isced,
        iscedClarification: clarification || null,
        provisionsUrl: 'https://office.example/p?a=1&b=2',
      }
      const standing = components.map((one) => one.id)
      const wishes = [0, 1].map((turn): ChangeRequest[] => {
        const gone = [...new Set((drops[turn] ?? []).flatMap((n) => standing[n % standing.length] ?? []))]
        for (const id of gone) standing.splice(standing.indexOf(id), 1)
        const added = inserts[turn] ?? []
        standing.push(...added.map((one) => one.id))
        return [
          ...gone.map((componentId) => ({ kind: 'delete' as const, componentId, ...deleted })),
          ...added.map((component) => ({ kind: 'insert' as const, component, replaces: null, ...inserted })),
        ]
      })
      return agreementIn(state, type, content, wishes)
    })
}
