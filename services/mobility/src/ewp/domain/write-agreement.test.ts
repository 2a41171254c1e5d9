import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRefusal, mobilityTypes } from '@collegium/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LearningAgreement, Proposal } from '../../learning-agreements/domain/agreement.ts'
import { aBlendedContent, aComponent, aContent, anAgreement, aProposal, idOf } from '../../learning-agreements/domain/agreement.fixture.ts'
import { type Component, deletionReasons, insertionReasons } from '../../learning-agreements/domain/content.ts'
import { threeSlots } from '../../learning-agreements/domain/ewp-view.ts'
import { agreementIn, agreementsIn, anything, forEwp, type ShownState, shownStates } from './ewp-agreement.fixture.ts'
import { faultsOf, missing, note, published } from '../published-schemas.fixture.ts'
import { readAgreements, type ReadVersion } from './read-agreement.ts'
import { writeAgreement } from './write-agreement.ts'

const semesterLike = ['semester', 'virtual', 'micro-credential']
const changeStates: readonly ShownState[] = ['change-proposed', 'change-approved', 'change-approved-and-proposed']
const sayable = (type: string, state: ShownState) => semesterLike.includes(type) || !changeStates.includes(state)
const newIds = () => {
  let n = 1000
  return () => idOf(n++)
}

describe.skipIf(missing)(`the published schema of learning agreements${note}`, () => {
  test.each(mobilityTypes)('(R14) %s: valid in every state that get can show, whatever people write', async (type) => {
    const documents = shownStates
      .filter((state) => sayable(type, state))
      .flatMap((state) => fc.sample(agreementsIn(state, type, anything), { numRuns: 12, seed: 7 }).map((one) => writeAgreement(forEwp(one))))
    expect(documents.flatMap((one) => one.refusedBecause)).toEqual([])
    expect(
      await faultsOf(
        'get-response',
        documents.map((one) => one.xml ?? ''),
      ),
    ).toEqual([])
  })
  test('it is valid while there is nothing to show, and the schema is really asked', async () => {
    const empty = writeAgreement(forEwp(anAgreement())).xml ?? ''
    expect(empty).not.toContain('<la>')
    expect(await faultsOf('get-response', [empty])).toEqual([])
    const { xml } = writeAgreement(forEwp(agreementIn('approved', 'semester', aContent(), [])))
    expect(await faultsOf('get-response', [xml?.replace('<title>', '<titel>').replace('</title>', '</titel>') ?? ''])).not.toEqual([])
  })
  test('the published example is read: three slots, the deleted course found by its value, days assumed for months', () => {
    const xml = readFileSync(join(published, 'ewp-specs-api-omobility-las/examples/get-response-example.xml'), 'utf8')
    const read = readAgreements(xml, newIds())
    if (isRefusal(read)) throw new Error(read.refused)
    expect(read).toMatchObject([
      {
        sending: 'uio.no',
        type: 'semester',
        student: { familyName: 'Karamazov', givenNames: 'Ivan Petrovich' },
        firstVersion: { content: { physical: { startsOn: '2019-02-01', endsOn: '2019-06-30' } } },
        changesProposal: { proposalId: '59B15BAF222F868493C167125FA32452E946', changes: [{ kind: 'inserted' }, { kind: 'deleted', componentId: idOf(1000) }] },
        missing: [{ why: 'day-assumed' }, { why: 'day-assumed' }, { why: 'rejected-and-earlier-versions-unknown' }, { why: 'two-unlinked-lists' }],
      },
    ])
  })
})

describe('an agreement through EWP and back', () => {
  const bare = ({ id: _id, ...one }: Component): Omit<Component, 'id'> => ({ ...one, instanceId: null, period: null, form: null, teachingPartner: null })
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort()
  const known: readonly string[] = [...deletionReasons, ...insertionReasons]
  /** A version as far as EWP can say it, without ids and order. */
  const saidOf = (version: Proposal | ReadVersion | null, first: Proposal | ReadVersion | null) => {
    if (!version) return null
    const components = new Map([...(first?.content.components ?? []), ...version.content.components].map((one) => [one.id, bare(one)]))
    const { components: _list, links: _links, physical, virtual, target: _target, legalStatements: _statements, ...facts } = version.content
    return {
      facts,
      stay: physical ?? virtual,
      components: sorted(version.content.components.map(bare)),
      changes: sorted(
        version.changes.map(({ kind, componentId, reasonCode, reasonText }) => [
          kind,
          components.get(componentId),
          reasonCode && known.includes(reasonCode) ? reasonCode : null,
          reasonText,
        ]),
      ),
      signatures: version.signatures.map(({ side, at, signer }) => ({ side, at, signer })),
    }
  }
  const roundTrip = (agreement: LearningAgreement) => {
    const { xml } = writeAgreement(forEwp(agreement))
    const read = readAgreements(xml ?? '', newIds())
    const slots = threeSlots(agreement)
    if (isRefusal(read) || !slots) throw new Error('Nothing came back')
    const [back] = read
    for (const slot of ['firstVersion', 'approvedChanges', 'changesProposal'] as const)
      expect(saidOf(back?.[slot] ?? null, back?.firstVersion ?? null)).toEqual(saidOf(slots[slot], slots.firstVersion))
    expect(back?.changesProposal?.proposalId ?? null).toBe(slots.changesProposal?.hash ?? null)
    const { agreement: _agreement, programme: _programme, ...beside } = forEwp(agreement)
    expect(back).toMatchObject({ mobilityId: agreement.id, sending: agreement.sending, receiving: agreement.receiving, ...beside })
  }
  for (const type of mobilityTypes)
    for (const state of shownStates)
      if (sayable(type, state))
        test(`(R14) ${type}, ${state}: the same, up to what EWP cannot say`, () =>
          fc.assert(fc.property(agreementsIn(state, type), roundTrip), { numRuns: 30 }))

  test('what EWP cannot say is listed: nothing is lost silently', () => {
    const component = aComponent(1, {
      table: 'blended',
      shortDescription: 'A week',
      form: 'blended',
      teachingPartner: 'uni-cedro.example',
      period: { startsOn: '2027-03-01', endsOn: '2027-03-05' },
    })
    const content = aBlendedContent({ components: [component] })
    const agreement = {
      ...agreementIn('approved', 'short-term-blended', content, []),
      coordinator: 'uni-cedro.example',
      teachingPartners: ['uni-cedro.example'],
    }
    const { lost } = writeAgreement(forEwp(agreement, { programme: { code: 'BIP-1' } }))
    expect(lost.map((one) => one.path)).toEqual([
      'components.id',
      'programme',
      'coordinator',
      'teachingPartners',
      'virtual',
      'target',
      'legalStatements',
      `components.${idOf(1)}.period`,
      `components.${idOf(1)}.form`,
      `components.${idOf(1)}.teachingPartner`,
    ])
  })
  test('a version that was sent back is named with its comment, and links are', () => {
    const { lost } = writeAgreement(forEwp(agreementIn('change-rejected', 'semester', aContent(), [[{ kind: 'link', links: [] }]])))
    expect(lost.map((one) => one.path)).toEqual(['components.id', 'versions.2', 'versions.2.comment', 'links', 'target', 'legalStatements'])
  })
  test('a proposal that moves the stay goes out with the dates that stand, and says so', () => {
    const moved = { kind: 'move-dates' as const, physical: { startsOn: '2026-10-01', endsOn: '2027-01-31' }, virtual: null }
    const { xml, lost } = writeAgreement(forEwp(agreementIn('change-proposed', 'semester', aContent(), [[moved]])))
    expect(xml).toContain('<start-date>2026-09-01</start-date>')
    expect(lost).toContainEqual({ path: 'versions.2.physical', why: 'dates-of-what-stands' })
  })
})

describe('what EWP must refuse', () => {
  test.each(['short-term-blended', 'short-term-doctoral'] as const)('(R14) changes of a %s agreement', (type) => {
    const table = type === 'short-term-blended' ? ('blended' as const) : ('doctoral' as const)
    const content = aBlendedContent({ components: [aComponent(1, { table, shortDescription: 'A week' })] })
    const insert = { kind: 'insert' as const, component: aComponent(2, { table }), replaces: null, reasonCode: null, reasonText: 'More' }
    for (const state of changeStates) {
      const { xml, refusedBecause } = writeAgreement(forEwp(agreementIn(state, type, content, [[insert]])))
      expect([xml, refusedBecause]).toEqual([null, [{ path: 'type', why: 'no-changes-of-this-type' }]])
    }
  })
  test('facts that are mandatory there: unit, contacts, the whole student, a term in tables A and B', () => {
    const content = aContent({ components: [aComponent(1, { term: null }), aComponent(11, { table: 'recognised' })] })
    const agreement = agreementIn('approved', 'micro-credential', content, [])
    const student = { ...forEwp(agreement).student, birthDate: null, citizenship: 'Sweden' } as never
    expect(writeAgreement(forEwp(agreement, { sendingUnit: null, receivingContact: null, student })).refusedBecause).toEqual([
      { path: 'sendingUnit', why: 'needed' },
      { path: 'receivingContact', why: 'needed' },
      { path: 'student.birthDate', why: 'needed' },
      { path: 'student.citizenship', why: 'malformed' },
      { path: `components.${idOf(1)}.term`, why: 'needed' },
    ])
    expect(writeAgreement(forEwp(agreement, { student: null })).refusedBecause).toContainEqual({ path: 'student', why: 'erased' })
  })
  test('a table that went back to the first version is written empty', () => {
    const insert = { kind: 'insert' as const, component: aComponent(3, { table: 'virtual' }), replaces: null, reasonCode: null, reasonText: 'More' }
    const remove = { kind: 'delete' as const, componentId: idOf(3), reasonCode: null, reasonText: 'Less' }
    const { xml } = writeAgreement(forEwp(agreementIn('change-approved-and-proposed', 'semester', aContent(), [[insert], [remove]])))
    expect(xml?.slice(xml.indexOf('<changes-proposal'))).toContain('<virtual-components/>')
  })
  test('until something is proposed there is no agreement to show', () => {
    const drafted = anAgreement({ proposals: [aProposal({ state: 'student-signed' })] })
    expect(writeAgreement(forEwp(drafted, { student: null }))).toMatchObject({ refusedBecause: [], lost: [], xml: expect.not.stringContaining('<la>') })
  })
})
