import { type CredentialVerified, type HubEvent, isRefusal, type RecognitionCommitment } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { cases, commitments, publicInstitutions, publicSpecifications } from '../tables.ts'
import { type CaseRow, saveSteps, type Step } from './case-events.ts'
import { decide, type Command } from './domain/case.ts'
import { applyCommitment, type StandingCommitment } from './domain/commitment.ts'

type Verified = HubEvent<typeof CredentialVerified>

/** The verdicts are in: a commitment decides, or a person is asked and told why. */
export async function decideVerified(tx: Transaction, verified: readonly Verified[], now: string): Promise<void> {
  const rows = await tx.db
    .select()
    .from(cases)
    .where(
      inArray(
        cases.awardId,
        verified.map((event) => event.data.awardId),
      ),
    )
    .for('update')
  const byCredential = new Map(rows.map((row) => [row.credentialId, row]))
  const due = verified.flatMap((event) => {
    const row = byCredential.get(event.data.credentialId)
    // A re-opened case is a person's; the verdicts are kept for them.
    return row?.state === 'submitted' ? [{ row: { ...row, verdicts: event.data.verdicts }, cause: event as HubEvent }] : []
  })
  await decideDue(tx, due, now)
}

/** A description has arrived: cases that waited for it are looked at again. */
export async function decideWaiting(tx: Transaction, specificationIds: readonly string[], cause: HubEvent, now: string): Promise<void> {
  const rows = await tx.db
    .select()
    .from(cases)
    .where(inArray(cases.specificationId, [...specificationIds]))
    .for('update')
  await decideDue(
    tx,
    rows.filter((row) => row.state === 'waiting-for-reference').map((row) => ({ row, cause })),
    now,
  )
}

async function decideDue(tx: Transaction, due: readonly { row: CaseRow; cause: HubEvent }[], now: string): Promise<void> {
  if (due.length === 0) return
  const specificationIds = [...new Set(due.map(({ row }) => row.specificationId))]
  const described = new Map(
    (await tx.db.select().from(publicSpecifications).where(inArray(publicSpecifications.id, specificationIds))).map((row) => [row.id, row.specification]),
  )
  const clauses = await tx.db.select().from(commitments).where(inArray(commitments.specificationId, specificationIds))
  const bodies = new Map((await tx.db.select().from(publicInstitutions)).map((row) => [row.schacId, row.accreditation]))
  const used = await usedClauses(
    tx,
    due.map(({ row }) => row),
  )
  const today = now.slice(0, 10)
  const steps = due.map(({ row, cause }): Step => {
    const specification = described.get(row.specificationId)
    const command = (): Command => {
      if (!specification) return { move: 'wait', by: ['system'] }
      const accreditation = bodies.get(specification.qualityAssurance.responsibleBody)
      const applied = applyCommitment(
        {
          home: row.home,
          earnedEcts: row.earnedEcts,
          today,
          verdicts: row.verdicts ?? [],
          specification,
          responsibleBodyRecognised: Boolean(accreditation && accreditation.validUntil >= today),
          usedClauses: [...(used.get(`${row.home}|${row.learnerId}`) ?? [])],
        },
        clauses.map((one): StandingCommitment => ({ ...one, clause: one.clause })),
      )
      if ('refer' in applied) return { move: 'refer', by: ['system'], reason: applied.refer }
      const { agreementId, agreementVersion, agreementTitle, clause } = applied.clause
      take(used, `${row.home}|${row.learnerId}`, clause)
      return {
        move: 'decide-by-commitment',
        by: ['system'],
        decision: {
          outcome: 'full',
          credits: applied.credits,
          route: clause.route,
          reasons: [],
          text: '',
          commitment: { agreementId, agreementVersion, agreementTitle, clauseId: clause.clauseId },
          by: 'system',
        },
      }
    }
    const wanted = command()
    if (wanted.move === 'wait' && row.state === 'waiting-for-reference') return { row, move: 'none', by: 'system', cause }
    const outcome = decide(row, wanted)
    if (isRefusal(outcome)) throw new Error(`A case in state ${row.state} refused ${wanted.move}: ${outcome.refused}`)
    return { row: { ...row, ...outcome.state, changedAt: now }, move: wanted.move, by: 'system', cause }
  })
  await saveSteps(
    tx,
    steps.filter((step) => step.move !== 'none'),
  )
}

/** Which clauses each learner has used in decided cases. Two cases of one learner in one batch see each other. */
async function usedClauses(tx: Transaction, rows: readonly CaseRow[]): Promise<Map<string, Set<string>>> {
  const decided = await tx.sql<{ home: string; learner_id: string; clause: string }[]>`
    select home, learner_id, decision->'commitment'->>'clauseId' as clause from cases
    where learner_id = any(${[...new Set(rows.map((row) => row.learnerId))]}::uuid[]) and state = 'decided' and decision->'commitment'->>'clauseId' is not null`
  const used = new Map<string, Set<string>>()
  for (const row of decided)
    (used.get(`${row.home}|${row.learner_id}`) ?? used.set(`${row.home}|${row.learner_id}`, new Set()).get(`${row.home}|${row.learner_id}`))?.add(row.clause)
  return used
}

function take(used: Map<string, Set<string>>, key: string, clause: RecognitionCommitment): void {
  used.set(key, new Set([...(used.get(key) ?? []), clause.clauseId]))
}
