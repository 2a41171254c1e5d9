import type { MobilityType } from '@collegium/contracts'
import { and, eq, inArray } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { AgreementContent } from './domain/content.ts'
import type { MobilityOutcome } from './domain/recognition.ts'
import type { AgreementState } from './domain/transitions.ts'
import { agreementVersions, learningAgreements, type ProgrammeReference } from './tables.ts'

/** A mobility as other contexts need it: the parties and what all three signed last; `content` is null before that. */
export interface Mobility {
  readonly id: string
  readonly learnerId: string
  readonly sending: string
  readonly sendingUnit: string | null
  readonly receiving: string
  readonly receivingUnit: string | null
  readonly coordinator: string | null
  readonly type: MobilityType
  readonly academicYear: string
  readonly programme: ProgrammeReference | null
  readonly rulePack: string
  readonly state: AgreementState
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly content: AgreementContent | null
  /** What the home recognised, once it stands. */
  readonly outcome: MobilityOutcome | null
}

const facts = {
  id: learningAgreements.id,
  learnerId: learningAgreements.learnerId,
  sending: learningAgreements.sending,
  sendingUnit: learningAgreements.sendingUnit,
  receiving: learningAgreements.receiving,
  receivingUnit: learningAgreements.receivingUnit,
  coordinator: learningAgreements.coordinator,
  type: learningAgreements.type,
  academicYear: learningAgreements.academicYear,
  programme: learningAgreements.programme,
  rulePack: learningAgreements.rulePack,
  state: learningAgreements.state,
  startsOn: learningAgreements.startsOn,
  endsOn: learningAgreements.endsOn,
  outcome: learningAgreements.outcome,
}

/** The mobilities behind some ids, as far as `db` may see them; the others are missing. */
export async function mobilitiesBehind(db: PostgresJsDatabase, ids: readonly string[]): Promise<Map<string, Mobility>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select(facts)
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
  const approved = await db
    .select({ agreementId: agreementVersions.agreementId, content: agreementVersions.content })
    .from(agreementVersions)
    .where(and(inArray(agreementVersions.agreementId, [...ids]), eq(agreementVersions.state, 'approved')))
    .orderBy(agreementVersions.number)
  const content = new Map(approved.map((one) => [one.agreementId, one.content]))
  return new Map(rows.map((row) => [row.id, { ...row, content: content.get(row.id) ?? null }]))
}
