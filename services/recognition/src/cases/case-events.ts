import { CaseDecided, CaseReferred, CaseReopened, CaseSubmitted, type HubEvent } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import { fact, type NewEvent } from '@collegium/events'
import { caseHistory, cases } from '../tables.ts'

export type CaseRow = typeof cases.$inferSelect

/** One step of a case: the row as it now stands, what moved it, who did. */
export interface Step {
  readonly row: CaseRow
  readonly move: string
  readonly by: string
  readonly cause: HubEvent | undefined
}

/** Saves steps with their history and publishes what others need to know; steps of one case come in order. */
export async function saveSteps(tx: Transaction, steps: readonly Step[]): Promise<void> {
  // A new case is inserted; every later step of it in this batch replaces the one before.
  for (let left = [...steps]; left.length > 0; ) {
    const seen = new Set<string>()
    const wave = left.filter((step) => !seen.has(step.row.id) && seen.add(step.row.id))
    await saveAggregates(
      tx.sql,
      cases,
      wave.map((step) => step.row),
    )
    left = left.filter((step) => !wave.includes(step))
  }
  await insertRows(
    tx.sql,
    caseHistory,
    steps.map(({ row, move, by, cause }) => ({
      caseId: row.id,
      version: row.version,
      home: row.home,
      learnerId: row.learnerId,
      move,
      state: row.state,
      by,
      reason: row.reason,
      decision: row.decision,
      eventId: cause?.id ?? null,
      at: row.changedAt,
    })),
  )
  tx.publish(steps.flatMap(eventOf))
}

function eventOf({ row, move, cause }: Step): NewEvent[] {
  const envelope = { institution: row.home, aggregateVersion: row.version, cause }
  const { awardId, credentialId, enrolmentId, attempt, resultVersion, instanceId, specificationId, learnerId, lead, home, iscedF, academicYear } = row
  const facts = {
    caseId: row.id,
    version: row.version,
    awardId,
    credentialId,
    enrolmentId,
    attempt,
    resultVersion,
    instanceId,
    specificationId,
    learnerId,
    lead,
    home,
    iscedF,
    academicYear,
  }
  switch (move) {
    case 'submit':
      return [fact(CaseSubmitted, { ...envelope, data: { ...facts, earnedEcts: row.earnedEcts } })]
    case 'refer':
      return [fact(CaseReferred, { ...envelope, data: { ...facts, reason: row.reason ?? 'no-commitment' } })]
    case 'reopen':
      return [fact(CaseReopened, { ...envelope, data: { ...facts, reason: row.reason ?? 'result-corrected' } })]
    case 'decide':
    case 'decide-by-commitment': {
      if (!row.decision) throw new Error('A decided case has no decision')
      const { outcome, credits, route, reasons, commitment } = row.decision
      const daysOpen = Math.max(0, Math.floor((Date.parse(row.changedAt) - Date.parse(row.submittedAt)) / 86_400_000))
      return [
        fact(CaseDecided, {
          ...envelope,
          data: {
            ...facts,
            route,
            outcome,
            credits,
            earnedEcts: row.earnedEcts,
            commitment: commitment && { agreementId: commitment.agreementId, agreementVersion: commitment.agreementVersion, clauseId: commitment.clauseId },
            reasons: [...reasons],
            daysOpen,
          },
        }),
      ]
    }
    default:
      return []
  }
}
