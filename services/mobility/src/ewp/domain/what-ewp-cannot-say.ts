import type { MobilityType } from '@collegium/contracts'
import type { LearningAgreement } from '../../learning-agreements/domain/agreement.ts'
import type { AgreementContent, Component, ComponentTable, Period } from '../../learning-agreements/domain/content.ts'
import type { ThreeSlots } from '../../learning-agreements/domain/ewp-view.ts'

/** An agreement with what EWP wants to know beside its log. */
export interface AgreementForEwp {
  readonly agreement: LearningAgreement
  readonly programme: object | null
  readonly sendingUnit: string | null
  readonly receivingUnit: string | null
  readonly sendingContact: ContactPerson | null
  readonly receivingContact: ContactPerson | null
  /** Null once the learner is erased. */
  readonly student: EwpStudent | null
}
export interface ContactPerson {
  readonly givenNames: string
  readonly familyName: string
  readonly email: string
  readonly phone: string | null
}
export interface EwpStudent {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly esi: string | null
  readonly citizenship: string | null
  readonly gender: number | null
  readonly email: string | null
}

/** A place in the agreement, and why it cannot be said in EWP, as a code. */
export interface Remark {
  readonly path: string
  readonly why: string
}
/** Tables whose components are described. */
export const describes: readonly ComponentTable[] = ['virtual', 'blended', 'doctoral']
/** Types that EWP takes for a semester; only those may change (R14). */
export const ofSemester: readonly MobilityType[] = ['semester', 'virtual', 'micro-credential']
/** EWP has one pair of dates. */
export const stayOf = (content: AgreementContent): Period | null => content.physical ?? content.virtual

// An identifier of EWP holds no blanks; a draft's may.
export const losPattern = /^(CR|CLS|MOD|DEP)\/[\x21-\x7e]{1,40}$/
export const loiPattern = /^(CRI|CLSI|MODI|DEPI)\/[\x21-\x7e]{1,40}$/

const email = /^[^@]+@[^.]+\..+$/s
const url = /^https?:\/\/./
const day = /^\d{4}-\d{2}-\d{2}$/

/** What keeps an agreement out of EWP: mandatory facts that are missing, values that its schema has no form for, and changes that it forbids. */
export function reasonsToRefuse(
  { agreement, sendingUnit, sendingContact, receivingContact, student }: AgreementForEwp,
  slots: ThreeSlots,
  head: AgreementContent,
): Remark[] {
  const remarks: Remark[] = []
  const refuseAt = (path: string, why: string) => void remarks.push({ path, why })
  const form = (value: string | null | undefined, pattern: RegExp, path: string) => {
    if (!value) refuseAt(path, 'needed')
    else if (!pattern.test(value)) refuseAt(path, 'malformed')
  }
  if ((slots.approvedChanges || (slots.firstVersion && slots.changesProposal)) && !ofSemester.includes(agreement.type))
    refuseAt('type', 'no-changes-of-this-type')
  form(sendingUnit, /./, 'sendingUnit')
  for (const [path, contact] of [
    ['sendingContact', sendingContact],
    ['receivingContact', receivingContact],
  ] as const)
    if (contact) form(contact.email, email, `${path}.email`)
    else refuseAt(path, 'needed')
  form(agreement.academicYear, /^\d{4}\/\d{4}$/, 'academicYear')
  if (!student) refuseAt('student', 'erased')
  else {
    form(student.givenNames, /./, 'student.givenNames')
    form(student.familyName, /./, 'student.familyName')
    form(student.esi, /./, 'student.esi')
    form(student.birthDate, day, 'student.birthDate')
    form(student.citizenship, /^[A-Z]{2}$/, 'student.citizenship')
    form(student.email, email, 'student.email')
    if (student.gender === null) refuseAt('student.gender', 'needed')
  }
  const stay = stayOf(head)
  form(stay?.startsOn, day, 'physical.startsOn')
  form(stay?.endsOn, day, 'physical.endsOn')
  if (head.learningOutcomesUrl) form(head.learningOutcomesUrl, url, 'learningOutcomesUrl')
  if (head.provisionsUrl) form(head.provisionsUrl, url, 'provisionsUrl')
  for (const [id, component] of shownComponents(slots)) if (termMissing(component)) refuseAt(`components.${id}.term`, 'needed')
  return remarks
}
const shownOf = (slots: ThreeSlots) => [slots.firstVersion, slots.approvedChanges, slots.changesProposal].filter((one) => one !== null)
const shownComponents = (slots: ThreeSlots) => new Map(shownOf(slots).flatMap(({ content }) => content.components.map((one) => [one.id, one] as const)))
const termMissing = ({ table, term }: Component): boolean => (table === 'studied' || table === 'recognised') && !term

/** What EWP has no place for. Paths point into the agreement; those of components name the id that EWP does not know either. */
export function lostOf({ agreement, programme }: AgreementForEwp, slots: ThreeSlots, head: AgreementContent): Remark[] {
  const shown = shownOf(slots)
  const remarks: Remark[] = [{ path: 'components.id', why: 'no-ids-of-components' }]
  const lose = (when: unknown, path: string, why: string) => void (when && remarks.push({ path, why }))
  lose(agreement.type === 'virtual' || agreement.type === 'micro-credential', 'type', 'goes-as-semester')
  lose(programme, 'programme', 'no-programmes')
  lose(agreement.coordinator, 'coordinator', 'no-coordinator')
  lose(agreement.teachingPartners.length > 0, 'teachingPartners', 'two-parties-only')
  const hidden = agreement.proposals.filter((one) => !shown.includes(one) && one.state !== 'draft' && one.state !== 'student-signed')
  for (const { number, comment } of hidden) {
    remarks.push({ path: `versions.${number}`, why: 'three-slots-only' })
    lose(comment, `versions.${number}.comment`, 'no-comments-to-read')
  }
  lose(head.physical ? head.virtual : null, 'virtual', 'one-pair-of-dates')
  lose(!head.physical && head.virtual, 'virtual', 'stands-for-the-stay')
  const { changesProposal } = slots
  if (changesProposal && changesProposal.content !== head) {
    const differs = (part: 'physical' | 'virtual') => JSON.stringify(changesProposal.content[part]) !== JSON.stringify(head[part])
    lose(differs('physical'), `versions.${changesProposal.number}.physical`, 'dates-of-what-stands')
    lose(differs('virtual'), `versions.${changesProposal.number}.virtual`, 'one-pair-of-dates')
  }
  lose(
    shown.some(({ content }) => content.links.length > 0),
    'links',
    'two-unlinked-lists',
  )
  lose(head.target, 'target', 'no-target')
  lose(head.legalStatements.length > 0, 'legalStatements', 'no-legal-statements')
  lose(
    shown.some(({ changes }) => changes.some((one) => one.kind === 'inserted' && one.replaces !== null)),
    'changes.replaces',
    'no-pairs-of-changes',
  )
  for (const [id, one] of shownComponents(slots)) {
    const at = (field: string) => `components.${id}.${field}`
    lose(one.losId && !losPattern.test(one.losId), at('losId'), 'malformed')
    lose(one.loiId && !loiPattern.test(one.loiId), at('loiId'), 'malformed')
    lose(one.instanceId, at('instanceId'), 'no-instances-of-the-hub')
    lose(one.period, at('period'), 'one-pair-of-dates')
    lose(one.form, at('form'), 'form-by-table-only')
    lose(one.teachingPartner, at('teachingPartner'), 'two-parties-only')
    lose(one.shortDescription && !describes.includes(one.table), at('shortDescription'), 'not-in-this-table')
  }
  return remarks
}
