import type { MobilityType } from '@collegium/contracts'
import type { Proposal, Signature } from '../../learning-agreements/domain/agreement.ts'
import {
  type AgreementContent,
  type Change,
  type Component,
  type ComponentTable,
  componentTables,
  deletionReasons,
  insertionReasons,
} from '../../learning-agreements/domain/content.ts'
import { type ThreeSlots, threeSlots } from '../../learning-agreements/domain/ewp-view.ts'
import { academicTerm, getResponse, phoneNumber } from './namespaces.ts'
import {
  type AgreementForEwp,
  type ContactPerson,
  describes,
  type EwpStudent,
  loiPattern,
  losPattern,
  lostOf,
  ofSemester,
  reasonsToRefuse,
  type Remark,
  stayOf,
} from './what-ewp-cannot-say.ts'
import { element, leaf, writeXml, type Written } from './xml.ts'

export interface EwpAgreement {
  /** The `omobility-las-get-response`; without a `la` while nothing was proposed. Null where EWP must refuse the agreement. */
  readonly xml: string | null
  readonly refusedBecause: readonly Remark[]
  /** What the agreement holds and the XML does not. */
  readonly lost: readonly Remark[]
}

/** In the order of the schema. */
const elementOf: Readonly<Record<ComponentTable, string>> = {
  studied: 'components-studied',
  recognised: 'components-recognized',
  virtual: 'virtual-components',
  blended: 'blended-mobility-components',
  doctoral: 'short-term-doctoral-components',
}

/**
 * An agreement as `omobility-las` 1.2.0 shows it in `get`: what its three slots hold, and beside it what EWP has no place for. Virtual mobility
 * and micro-credentials go out as semester mobility, since EWP knows no such type (mobility-standards 1.2).
 */
export function writeAgreement(given: AgreementForEwp): EwpAgreement {
  const slots = threeSlots(given.agreement)
  if (!slots) return { xml: getResponseOf([]), refusedBecause: [], lost: [] }
  const head = (slots.approvedChanges ?? slots.firstVersion ?? slots.changesProposal)?.content
  if (!head) return { xml: getResponseOf([]), refusedBecause: [], lost: [] }
  const refusedBecause = reasonsToRefuse(given, slots, head)
  const lost = lostOf(given, slots, head)
  return { xml: refusedBecause.length > 0 ? null : getResponseOf([agreementElement(given, slots, head)]), refusedBecause, lost }
}

/** The answer of `get`: unknown and forbidden ones are left out without a word, so it may be empty. */
const getResponseOf = (agreements: readonly Written[]): string =>
  writeXml(element('omobility-las-get-response', agreements, { xmlns: getResponse, 'xmlns:trm': academicTerm, 'xmlns:p': phoneNumber }))

function agreementElement(
  { agreement, sendingUnit, receivingUnit, sendingContact, receivingContact, student }: AgreementForEwp,
  slots: ThreeSlots,
  head: AgreementContent,
): Written {
  const stay = stayOf(head)
  const { firstVersion, approvedChanges, changesProposal } = slots
  return element('la', [
    leaf('omobility-id', agreement.id),
    element('sending-hei', institution(agreement.sending, sendingUnit, sendingContact)),
    element('receiving-hei', institution(agreement.receiving, receivingUnit, receivingContact)),
    leaf('receiving-academic-year-id', agreement.academicYear),
    student && studentElement(student),
    leaf('start-date', stay?.startsOn ?? null),
    leaf('end-date', stay?.endsOn ?? null),
    leaf('eqf-level-studied-at-departure', head.eqfLevel),
    leaf('isced-f-code', head.iscedF),
    leaf('isced-clarification', head.iscedClarification),
    element('student-language-skill', [leaf('language', head.language.tag), leaf('cefr-level', head.language.cefr)]),
    firstVersion && element('first-version', versionChildren(agreement.type, firstVersion, null, null)),
    approvedChanges && element('approved-changes', versionChildren(agreement.type, approvedChanges, firstVersion, null)),
    changesProposal &&
      element('changes-proposal', versionChildren(agreement.type, changesProposal, firstVersion, approvedChanges), { id: changesProposal.hash }),
    leaf('learning-outcomes-url', head.learningOutcomesUrl),
    leaf('provisions-url', head.provisionsUrl),
  ])
}

const institution = (schacId: string, unit: string | null, contact: ContactPerson | null): Written[] => [
  element('hei-id', schacId),
  ...present([
    leaf('ounit-name', unit),
    unit && identifier.test(unit) ? leaf('ounit-id', unit) : null,
    contact &&
      element('contact-person', [
        leaf('given-names', contact.givenNames),
        leaf('family-name', contact.familyName),
        leaf('email', contact.email),
        contact.phone ? element('p:phone-number', [leaf(/^\+\d{1,15}$/.test(contact.phone) ? 'p:e164' : 'p:other-format', contact.phone)]) : null,
      ]),
  ]),
]
const present = (children: readonly (Written | null)[]): Written[] => children.filter((one) => one !== null)

const studentElement = ({ givenNames, familyName, esi, birthDate, citizenship, gender, email }: EwpStudent): Written =>
  element('student', [
    leaf('given-names', givenNames),
    leaf('family-name', familyName),
    leaf('global-id', esi),
    leaf('birth-date', birthDate),
    leaf('citizenship', citizenship),
    leaf('gender', gender),
    leaf('email', email),
  ])

/**
 * The components of a version: all of them where it is the first, else how they differ from the first. A table that went back to what the first
 * version says is written empty, since only that tells EWP so.
 */
function versionChildren(type: MobilityType, version: Proposal, first: Proposal | null, approved: Proposal | null): Written[] {
  const signed = (side: Signature['side'], name: string) => {
    const signature = version.signatures.find((one) => one.side === side)
    return signature ? signatureElement(name, signature) : null
  }
  const entries: readonly Entry[] = first ? entriesOf(version, first) : version.content.components.map((component) => ({ component, change: null }))
  const before = new Set(first && approved ? entriesOf(approved, first).map(({ component }) => component.table) : [])
  const tables = componentTables.map((table) => {
    const of = entries.filter((one) => one.component.table === table)
    const always = ofSemester.includes(type) && (table === 'studied' || table === 'recognised')
    return of.length > 0 || always || before.has(table) ? element(elementOf[table], of.map(componentElement)) : null
  })
  return present([
    ...tables,
    signed('learner', 'student-signature'),
    signed('sending', 'sending-hei-signature'),
    signed('receiving', 'receiving-hei-signature'),
  ])
}
interface Entry {
  readonly component: Component
  /** Null in a first version. */
  readonly change: Change | null
}
const entriesOf = (version: Proposal, first: Proposal): Entry[] =>
  version.changes.flatMap((change) => {
    const { components } = change.kind === 'deleted' ? first.content : version.content
    const component = components.find((one) => one.id === change.componentId)
    return component ? [{ component, change }] : []
  })

function componentElement({ component, change }: Entry): Written {
  const known: readonly string[] = change?.kind === 'deleted' ? deletionReasons : insertionReasons
  const coded = change?.reasonCode !== null && change?.reasonCode !== undefined && known.includes(change.reasonCode)
  const { table, losId, losCode, title, loiId, term, credits, recognitionConditions, shortDescription } = component
  return element(
    'component',
    [
      leaf('los-id', losId && losPattern.test(losId) ? losId : null),
      leaf('los-code', losCode),
      element('title', title),
      leaf('loi-id', loiId && loiPattern.test(loiId) ? loiId : null),
      term && element('term-id', [leaf('trm:term-number', term.number), leaf('trm:total-terms', term.of)]),
      ...credits.map(({ scheme, value }) => element('credit', [element('scheme', scheme), element('value', decimal(value))])),
      table === 'studied' ? null : leaf('recognition-conditions', recognitionConditions),
      describes.includes(table) ? leaf('short-description', shortDescription) : null,
    ],
    change ? { status: change.kind, 'reason-code': coded ? change.reasonCode : null, 'reason-text': change.reasonText || null } : {},
  )
}
/** `xs:decimal` knows no exponents. */
const decimal = (value: number): string => (String(value).includes('e') ? value.toFixed(6) : String(value))

/** The student signs without a name of their own in it (EWP: signer fields SHOULD NOT be set). */
const signatureElement = (name: string, { at, signer }: Signature): Written =>
  element(name, [
    leaf('signer-name', signer?.name ?? null),
    leaf('signer-position', signer?.position ?? null),
    leaf('signer-email', signer?.email ?? null),
    leaf('timestamp', at),
  ])

const identifier = /^[\x21-\x7e]{1,64}$/
