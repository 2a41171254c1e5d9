import { isRefusal, type MobilityType, mobilityTypes, refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { learners } from '../learners/tables.ts'
import { learnerVault } from '../learners/vault.ts'
import { contradictions, type Offered } from '../programmes/domain/programme.ts'
import { offersOf } from '../programmes/offers.ts'
import { rulePackNamed, rulePackOf } from '../rule-packs/domain/rule-pack.ts'
import { type Actor, rowAfter, sideOf } from './conduct.ts'
import { proposalHashOf, type Student } from './content-hash.ts'
import type { LearningAgreement } from './domain/agreement.ts'
import type { AgreementContent } from './domain/content.ts'
import type { Contact } from './domain/parties.ts'
import { nameTokensOf, sealStudent } from './student-vault.ts'
import { type AgreementRow, saveAgreements } from './store.ts'
import { agreementEntries, learningAgreements, type ProgrammeReference } from './tables.ts'

/** What an agreement is opened with. The id is that of the mobility, where it was nominated. */
export interface Opening {
  readonly id: string
  readonly learnerId: string
  readonly sending: string
  readonly sendingUnit: string | null
  readonly receiving: string
  readonly receivingUnit: string | null
  readonly coordinator: string | null
  readonly teachingPartners: readonly string[]
  readonly type: MobilityType
  readonly academicYear: string
  readonly programme: ProgrammeReference | null
  readonly sendingContact: Contact | null
  readonly receivingContact: Contact | null
  /** A pack that the partners agreed on; that of the academic year where absent. */
  readonly rulePack: string | null
  /** What the home does not hold about its learner, or holds otherwise; the rest is taken from there. */
  readonly student: Partial<Student>
  readonly content: AgreementContent
}

export interface OpeningContext {
  readonly secret: Uint8Array
  readonly actor: Actor
  readonly now: string
  readonly newId: () => string
}

/**
 * Opens agreements, one per pair of sending and receiving institution, with an outcome for each. A learner of another institution, an erased one
 * and one that does not exist look alike. Opening the same mobility again is refused, so that a repeated import makes nothing twice.
 */
export async function openAgreements(
  tx: Transaction,
  { secret, actor, now, newId }: OpeningContext,
  openings: readonly Opening[],
): Promise<Map<string, Refusal | AgreementRow>> {
  const vault = learnerVault(secret)
  const held = new Map(
    (
      await tx.db
        .select()
        .from(learners)
        .where(inArray(learners.id, [...new Set(openings.map((one) => one.learnerId))]))
    ).map((row) => [row.id, row]),
  )
  const taken = new Set(
    (
      await tx.db
        .select({ id: learningAgreements.id })
        .from(learningAgreements)
        .where(
          inArray(
            learningAgreements.id,
            openings.map((one) => one.id),
          ),
        )
    ).map((row) => row.id),
  )
  const offers = await offersOf(
    tx.db,
    openings.flatMap((one) => one.programme?.instanceId ?? []),
  )
  const outcomes = new Map<string, Refusal | AgreementRow>()
  const saved: { before: null; row: AgreementRow; agreement: LearningAgreement }[] = []
  for (const opening of openings) {
    const learner = held.get(opening.learnerId)
    const side = sideOf(actor, opening)
    const refused =
      taken.has(opening.id) || outcomes.has(opening.id)
        ? refuse('agreement-exists', { id: opening.id })
        : learner?.home !== opening.sending || (side !== 'sending' && side !== 'learner')
          ? refuse('not-found', { learnerId: opening.learnerId })
          : !learner.wrappedKey || !learner.personal
            ? refuse('learner-erased')
            : judgeOpening(opening, offers.get(opening.programme?.instanceId ?? '') ?? null)
    if (refused || !learner?.wrappedKey || !learner.personal) {
      outcomes.set(opening.id, refused ?? refuse('learner-erased'))
      continue
    }
    const key = vault.key(learner.id, learner.wrappedKey)
    const student = studentFrom(vault.openHeld(key, learner.id, learner.personal), opening.student)
    const { row, agreement } = opened(opening, sealStudent(vault, key, opening.id, student), nameTokensOf(secret, student), now)
    saved.push({ before: null, row, agreement })
    outcomes.set(opening.id, row)
  }
  await saveAgreements(tx, saved)
  await insertRows(
    tx.sql,
    agreementEntries,
    saved.map(({ row }) => ({
      id: newId(),
      agreementId: row.id,
      sending: row.sending,
      receiverSees: null,
      coordinatorSees: null,
      learnerId: row.learnerId,
      at: now,
      side: actor.learner === null ? ('sending' as const) : ('learner' as const),
      institution: actor.institution,
      actor: actor.name,
      move: 'open',
      proposal: 1,
      reason: null,
      eventId: null,
      eventType: null,
    })),
  )
  return outcomes
}

function judgeOpening(opening: Opening, offer: Offered | null): Refusal | null {
  if (!mobilityTypes.includes(opening.type)) return refuse('unknown-mobility-type', { oneOf: mobilityTypes })
  if (opening.sending === opening.receiving) return refuse('same-institution', { institution: opening.sending })
  if (opening.rulePack !== null && !rulePackNamed(opening.rulePack)) return refuse('unknown-rule-pack', { rulePack: opening.rulePack })
  if (opening.type === 'short-term-blended' && !opening.programme) return refuse('programme-needed')
  const differing = contradictions(opening, offer)
  return differing.length > 0 ? refuse('programme-differs', { differing }) : null
}

/** What the home holds, and over it what was said now. */
export function studentFrom(held: Partial<Student>, said: Partial<Student>): Student {
  const of = <F extends keyof Student>(field: F): Student[F] | null => said[field] ?? held[field] ?? null
  return {
    givenNames: of('givenNames') ?? '',
    familyName: of('familyName') ?? '',
    birthDate: of('birthDate'),
    esi: of('esi'),
    citizenship: of('citizenship'),
    gender: of('gender'),
    email: of('email'),
  }
}

function opened(
  opening: Opening,
  sealed: ReturnType<typeof sealStudent>,
  nameTokens: string[],
  now: string,
): { row: AgreementRow; agreement: LearningAgreement } {
  const { content, student: _said, rulePack, teachingPartners, ...facts } = opening
  const hash = proposalHashOf({ ...opening, studentCommitment: sealed.studentCommitment }, content)
  const agreement: LearningAgreement = {
    ...facts,
    teachingPartners,
    version: 1,
    state: 'negotiating',
    proposals: [{ number: 1, state: 'draft', content, changes: [], steps: [], hash, signatures: [], comment: null, openedAt: now, changedAt: now }],
  }
  const blank: AgreementRow = {
    ...facts,
    ...sealed,
    teachingPartners: [...teachingPartners],
    rulePack: rulePack ?? rulePackOf(opening.academicYear).id,
    nameTokens,
    version: 1,
    receiverSees: null,
    coordinatorSees: null,
    state: 'negotiating',
    outcome: null,
    status: 'draft',
    turn: 'learner',
    turnSince: now,
    dueOn: null,
    startsOn: null,
    endsOn: null,
    searchText: '',
    openedAt: now,
    changedAt: now,
  }
  return { row: rowAfter(blank, agreement, now, []), agreement }
}

/** One act for many: what was opened, and what was refused and why. */
export const openedOnes = (outcomes: ReadonlyMap<string, Refusal | AgreementRow>): AgreementRow[] =>
  [...outcomes.values()].filter((one): one is AgreementRow => !isRefusal(one))
