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

/** The mobilities behind some ids, as far as `db` may see them; the others are missing. */
export async function mobilitiesBehind(db: PostgresJsDatabase, ids: readonly string[]): Promise<Map<string, Mobility>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(learningAgreements)
    .where(inArray(learningAgreements.id, [...ids]))
  const approved = await db
    .select({ agreementId: agreementVersions.agreementId, content: agreementVersions.content })
    .from(agreementVersions)
    .where(and(inArray(agreementVersions.agreementId, [...ids]), eq(agreementVersions.state, 'approved')))
    .orderBy(agreementVersions.number)
  const content = new Map(approved.map((one) => [one.agreementId, one.content]))
  return new Map(
    rows.map(
      ({
        id,
        learnerId,
        sending,
        sendingUnit,
        receiving,
        receivingUnit,
        coordinator,
        type,
        academicYear,
        programme,
        rulePack,
        state,
        startsOn,
        endsOn,
        outcome,
      }) => [
        id,
        {
          id,
          learnerId,
          sending,
          sendingUnit,
          receiving,
          receivingUnit,
          coordinator,
          type,
          academicYear,
          programme,
          rulePack,
          state,
          startsOn,
          endsOn,
          outcome,
          content: content.get(id) ?? null,
        },
      ],
    ),
  )
}
