import type { Reader } from '@collegium/database'
import { eq } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'
import { learningAgreements } from '../learning-agreements/tables.ts'
import { nominations } from '../nominations/tables.ts'

/** About whom a file is, and where that learner's key lies. */
export interface Dossier {
  readonly subjectId: string
  readonly learnerId: string
  readonly home: string
}

/** The file behind the id of a mobility or an enrolment, as far as `db` may see it. */
export async function dossierOf(db: Reader, subjectId: string): Promise<Dossier | null> {
  const [agreement] = await db
    .select({ learnerId: learningAgreements.learnerId, home: learningAgreements.sending })
    .from(learningAgreements)
    .where(eq(learningAgreements.id, subjectId))
  const [nomination] = agreement
    ? []
    : await db.select({ learnerId: nominations.learnerId, home: nominations.sending }).from(nominations).where(eq(nominations.id, subjectId))
  const [enrolment] =
    (agreement ?? nomination)
      ? []
      : await db.select({ learnerId: enrolments.learnerId, home: enrolments.home }).from(enrolments).where(eq(enrolments.id, subjectId))
  const found = agreement ?? nomination ?? enrolment
  return found ? { subjectId, ...found } : null
}
