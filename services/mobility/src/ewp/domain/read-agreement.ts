import { isRefusal, type MobilityType, type Refusal, refuse } from '@collegium/contracts'
import type { Signature } from '../../learning-agreements/domain/agreement.ts'
import {
  type AgreementContent,
  type Change,
  type Component,
  type ComponentTable,
  deletionReasons,
  insertionReasons,
  type Period,
} from '../../learning-agreements/domain/content.ts'
import { academicTerm, getResponse, phoneNumber } from './namespaces.ts'
import type { ContactPerson, EwpStudent, Remark } from './what-ewp-cannot-say.ts'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from './xml.ts'

/** A version as another system shows it. */
export interface ReadVersion {
  readonly state: 'approved' | 'proposed'
  readonly content: AgreementContent
  readonly changes: readonly Change[]
  readonly signatures: readonly Omit<Signature, 'hash'>[]
  /** The other system's name of a proposal, for an answer to it; null for what is approved. */
  readonly proposalId: string | null
}

/** An agreement of another system. Ids of components are ours: EWP has none. */
export interface ReadAgreement {
  /** As the other system numbers it; need not be a UUID. */
  readonly mobilityId: string
  readonly sending: string
  readonly receiving: string
  readonly sendingUnit: string | null
  readonly receivingUnit: string | null
  readonly sendingContact: ContactPerson | null
  readonly receivingContact: ContactPerson | null
  readonly type: MobilityType
  readonly academicYear: string
  readonly student: EwpStudent
  readonly firstVersion: ReadVersion | null
  readonly approvedChanges: ReadVersion | null
  readonly changesProposal: ReadVersion | null
  /** What EWP did not say: parts of the history that never came, and what was assumed in its place. */
  readonly missing: readonly Remark[]
}

const tableOf: readonly (readonly [string, ComponentTable])[] = [
  ['components-studied', 'studied'],
  ['components-recognized', 'recognised'],
  ['virtual-components', 'virtual'],
  ['blended-mobility-components', 'blended'],
  ['short-term-doctoral-components', 'doctoral'],
]
const text = (element: XmlElement | undefined, name: string): string | null => textOf(element, getResponse, name)
const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => childOf(element, getResponse, name)

/** Reads an `omobility-las-get-response`, 1.x. `newId` gives the components their ids; one that a later version repeats or deletes keeps its own. */
export function readAgreements(xml: string, newId: () => string): readonly ReadAgreement[] | Refusal {
  const root = readXml(xml)
  if (isRefusal(root)) return root
  if (root.name !== 'omobility-las-get-response' || root.namespace !== getResponse) return refuse('ewp-malformed', { fault: 'other-document' })
  const read: ReadAgreement[] = []
  for (const la of childrenOf(root, getResponse, 'la')) {
    const one = readAgreement(la, newId)
    if (isRefusal(one)) return one
    read.push(one)
  }
  return read
}

function readAgreement(la: XmlElement, newId: () => string): ReadAgreement | Refusal {
  const missing: Remark[] = []
  const facts = factsOf(la, missing)
  const [id, sending, receiving, academicYear] = [
    text(la, 'omobility-id'),
    partyOf(la, 'sending-hei'),
    partyOf(la, 'receiving-hei'),
    text(la, 'receiving-academic-year-id'),
  ]
  const [first, approved, proposed] = [child(la, 'first-version'), child(la, 'approved-changes'), child(la, 'changes-proposal')]
  if (!id || !sending || !receiving || !academicYear || isRefusal(facts) || (!first && !proposed)) return refuse('ewp-malformed', { fault: 'la-incomplete' })
  const firstVersion = first ? whole(first, facts, 'approved', newId) : null
  const approvedChanges = approved && firstVersion ? changed(approved, firstVersion, null, 'approved', newId) : null
  const changesProposal = proposed
    ? firstVersion
      ? changed(proposed, firstVersion, approvedChanges, 'proposed', newId)
      : whole(proposed, facts, 'proposed', newId)
    : null
  for (const one of [approvedChanges, changesProposal]) if (one && isRefusal(one)) return one
  if (firstVersion) missing.push({ path: 'versions', why: 'rejected-and-earlier-versions-unknown' })
  missing.push({ path: 'links', why: 'two-unlinked-lists' })
  const student = child(la, 'student')
  return {
    mobilityId: id,
    sending: sending.schacId,
    receiving: receiving.schacId,
    sendingUnit: sending.unit,
    receivingUnit: receiving.unit,
    sendingContact: sending.contact,
    receivingContact: receiving.contact,
    type: typeOf([first, approved, proposed]),
    academicYear,
    student: { ...studentOf(student), ...(proposed && changedStudent(child(proposed, 'student'))) },
    firstVersion,
    approvedChanges: approvedChanges as ReadVersion | null,
    changesProposal: changesProposal as ReadVersion | null,
    missing,
  }
}

/** EWP tells the type by the name of a list. */
const typeOf = (versions: readonly (XmlElement | undefined)[]): MobilityType => {
  const has = (name: string) => versions.some((one) => child(one, name))
  return has('blended-mobility-components') ? 'short-term-blended' : has('short-term-doctoral-components') ? 'short-term-doctoral' : 'semester'
}

function partyOf(la: XmlElement, name: string): { schacId: string; unit: string | null; contact: ContactPerson | null } | null {
  const hei = child(la, name)
  const schacId = text(hei, 'hei-id')
  if (!schacId) return null
  const person = child(hei, 'contact-person')
  const [givenNames, familyName, email] = [text(person, 'given-names'), text(person, 'family-name'), text(person, 'email')]
  const phone = childOf(person, phoneNumber, 'phone-number')
  return {
    schacId,
    unit: text(hei, 'ounit-name'),
    contact:
      givenNames && familyName && email
        ? { givenNames, familyName, email, phone: textOf(phone, phoneNumber, 'e164') ?? textOf(phone, phoneNumber, 'other-format') }
        : null,
  }
}

const studentOf = (student: XmlElement | undefined): EwpStudent => {
  const gender = text(student, 'gender')
  return {
    givenNames: text(student, 'given-names') ?? '',
    familyName: text(student, 'family-name') ?? '',
    esi: text(student, 'global-id'),
    birthDate: text(student, 'birth-date'),
    citizenship: text(student, 'citizenship'),
    gender: gender === null ? null : Number(gender),
    email: text(student, 'email'),
  }
}
/** A proposal names only what it changes of the student. */
const changedStudent = (student: XmlElement | undefined): Partial<EwpStudent> =>
  Object.fromEntries(Object.entries(studentOf(student)).filter(([, value]) => value !== null && value !== ''))

type Facts = Omit<AgreementContent, 'components'>

function factsOf(la: XmlElement, missing: Remark[]): Facts | Refusal {
  const physical = periodOf(la, missing)
  const skill = child(la, 'student-language-skill')
  const [eqf, iscedF, tag, cefr] = [text(la, 'eqf-level-studied-at-departure'), text(la, 'isced-f-code'), text(skill, 'language'), text(skill, 'cefr-level')]
  if (!physical || !eqf || !iscedF || !tag || !cefr) return refuse('ewp-malformed', { fault: 'la-incomplete' })
  return {
    links: [],
    physical,
    virtual: null,
    target: null,
    iscedF,
    iscedClarification: text(la, 'isced-clarification'),
    eqfLevel: Number(eqf),
    language: { tag, cefr },
    legalStatements: [],
    learningOutcomesUrl: text(la, 'learning-outcomes-url'),
    provisionsUrl: text(la, 'provisions-url'),
  }
}

/** Where only months are known, the first and the last day of them are assumed, and said to be. */
function periodOf(la: XmlElement, missing: Remark[]): Period | null {
  const ofMonth = (name: 'start' | 'end', dayOf: (year: number, month: number) => string): string | null => {
    const said = text(la, `${name}-date`)
    if (said) return said
    const [, year, month] = /^(\d{4})-(\d{2})/.exec(text(la, `${name}-year-month`) ?? '') ?? []
    if (!year || !month) return null
    missing.push({ path: name === 'start' ? 'physical.startsOn' : 'physical.endsOn', why: 'day-assumed' })
    return `${year}-${month}-${dayOf(Number(year), Number(month))}`
  }
  const startsOn = ofMonth('start', () => '01')
  const endsOn = ofMonth('end', (year, month) => String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, '0'))
  return startsOn && endsOn ? { startsOn, endsOn } : null
}

interface Entry {
  readonly component: Omit<Component, 'id'>
  readonly status: string | null
  readonly reasonCode: string | null
  readonly reasonText: string | null
}
const entriesOf = (version: XmlElement): Entry[] =>
  tableOf.flatMap(([name, table]) => childrenOf(child(version, name), getResponse, 'component').map((one) => entryOf(one, table)))

function entryOf(element: XmlElement, table: ComponentTable): Entry {
  const term = child(element, 'term-id')
  const [number, of] = [textOf(term, academicTerm, 'term-number'), textOf(term, academicTerm, 'total-terms')]
  const recognitionConditions = text(element, 'recognition-conditions')
  return {
    component: {
      table,
      title: text(element, 'title') ?? '',
      losId: text(element, 'los-id'),
      losCode: text(element, 'los-code'),
      loiId: text(element, 'loi-id'),
      instanceId: null,
      term: number && of ? { number: Number(number), of: Number(of) } : null,
      credits: childrenOf(element, getResponse, 'credit').map((one) => ({ scheme: text(one, 'scheme') ?? '', value: Number(text(one, 'value')) })),
      shortDescription: text(element, 'short-description'),
      // Conditions stand there exactly where recognition is not automatic.
      automaticRecognition: table === 'studied' ? null : recognitionConditions === null,
      recognitionConditions,
      period: null,
      form: null,
      teachingPartner: null,
    },
    status: element.attributes.status ?? null,
    reasonCode: element.attributes['reason-code'] ?? null,
    reasonText: element.attributes['reason-text'] ?? null,
  }
}

const sides = [
  ['student-signature', 'learner'],
  ['sending-hei-signature', 'sending'],
  ['receiving-hei-signature', 'receiving'],
] as const
const signaturesOf = (version: XmlElement): ReadVersion['signatures'] =>
  sides.flatMap(([name, side]) => {
    const signature = child(version, name)
    const at = text(signature, 'timestamp')
    const [signer, position, email] = [text(signature, 'signer-name'), text(signature, 'signer-position'), text(signature, 'signer-email')]
    return at ? [{ side, at, signer: signer && side !== 'learner' ? { name: signer, position: position ?? '', email: email ?? '' } : null }] : []
  })

const versionOf = (element: XmlElement, state: ReadVersion['state'], content: AgreementContent, changes: readonly Change[]): ReadVersion => ({
  state,
  content,
  changes,
  signatures: signaturesOf(element),
  proposalId: element.attributes.id ?? null,
})

const whole = (element: XmlElement, facts: Facts, state: ReadVersion['state'], newId: () => string): ReadVersion =>
  versionOf(element, state, { components: entriesOf(element).map(({ component }) => ({ id: newId(), ...component })), ...facts }, [])

/**
 * Changes count against the first version. What they delete has no id, so it is found by its value, each component once; and what a proposal
 * inserts as the approved changes did is the same component.
 */
function changed(
  element: XmlElement,
  first: ReadVersion,
  approved: ReadVersion | null | Refusal,
  state: ReadVersion['state'],
  newId: () => string,
): ReadVersion | Refusal {
  const left = [...first.content.components]
  const inserted = approved && !isRefusal(approved) ? approved.content.components.filter((one) => !left.includes(one)) : []
  const taken: Component[] = []
  const changes: Change[] = []
  for (const { component, status, ...why } of entriesOf(element)) {
    const kind = status === 'deleted' ? 'deleted' : 'inserted'
    const known: readonly string[] = kind === 'deleted' ? deletionReasons : insertionReasons
    // An unknown code is as if there was none.
    const reason = { reasonCode: why.reasonCode !== null && known.includes(why.reasonCode) ? why.reasonCode : null, reasonText: why.reasonText }
    if (kind === 'deleted') {
      const at = left.findIndex((one) => sameValue(one, component))
      const [gone] = at < 0 ? [] : left.splice(at, 1)
      if (!gone) return refuse('ewp-malformed', { fault: 'deletes-what-is-not-there' })
      changes.push({ kind, componentId: gone.id, ...reason })
    } else {
      const at = inserted.findIndex((one) => sameValue(one, component))
      const [same] = at < 0 ? [] : inserted.splice(at, 1)
      const one = same ?? { id: newId(), ...component }
      taken.push(one)
      changes.push({ kind, componentId: one.id, replaces: null, ...reason })
    }
  }
  return versionOf(element, state, { ...first.content, components: [...left, ...taken] }, changes)
}
const sameValue = ({ id: _id, ...one }: Component, other: Omit<Component, 'id'>): boolean => valueOf(one) === valueOf(other)
const valueOf = ({ table, title, losId, losCode, loiId, term, credits, recognitionConditions }: Omit<Component, 'id'>): string =>
  JSON.stringify([table, title, losId, losCode, loiId, term && [term.number, term.of], credits.map((one) => [one.scheme, one.value]), recognitionConditions])
