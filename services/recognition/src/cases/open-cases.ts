import { type CredentialIssued, type CredentialRevoked, type HubEvent, isRefusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { cases } from '../tables.ts'
import { type CaseRow, saveSteps, type Step } from './case-events.ts'
import { decide } from './domain/case.ts'

type Issued = HubEvent<typeof CredentialIssued>
type Revoked = HubEvent<typeof CredentialRevoked>

const standing = async (tx: Transaction, awards: readonly string[]): Promise<Map<string, CaseRow>> =>
  new Map(
    (
      await tx.db
        .select()
        .from(cases)
        .where(inArray(cases.awardId, [...awards]))
        .for('update')
    ).map((row) => [`${row.home}|${row.awardId}`, row]),
  )

/** Step 6 of the main path: a case at the home for each award. A corrected result opens the same case again, for a person. */
export async function openCases(tx: Transaction, issued: readonly Issued[], newId: () => string, now: string): Promise<void> {
  const known = await standing(
    tx,
    issued.map((event) => event.data.awardId),
  )
  const steps: Step[] = []
  for (const event of issued) {
    const {
      awardId,
      credentialId,
      version,
      enrolmentId,
      attempt,
      resultVersion,
      instanceId,
      specificationId,
      learnerId,
      lead,
      home,
      ects,
      iscedF,
      academicYear,
    } = event.data
    const key = `${home}|${awardId}`
    const before = known.get(key)
    const credential = { credentialId, credentialVersion: version, resultVersion, earnedEcts: ects, iscedF, academicYear }
    if (!before) {
      const row: CaseRow = {
        id: newId(),
        version: 1,
        home,
        lead,
        awardId,
        enrolmentId,
        attempt,
        instanceId,
        specificationId,
        learnerId,
        state: 'submitted',
        reason: null,
        verdicts: null,
        decision: null,
        submittedAt: now,
        changedAt: now,
        ...credential,
      }
      known.set(key, row)
      steps.push({ row, move: 'submit', by: 'system', cause: event })
    } else if (resultVersion > before.resultVersion) {
      const outcome = decide(before, { move: 'reopen', by: ['system'], reason: 'result-corrected' })
      if (isRefusal(outcome)) throw new Error(`A case in state ${before.state} cannot be opened again`)
      const row = { ...before, ...outcome.state, ...credential, verdicts: null, changedAt: now }
      known.set(key, row)
      steps.push({ row, move: 'reopen', by: 'system', cause: event })
    }
  }
  await saveSteps(tx, steps)
}

/** A revoked credential takes the ground from under a case: a person looks at it. */
export async function reopenRevoked(tx: Transaction, revoked: readonly Revoked[], now: string): Promise<void> {
  const known = await standing(
    tx,
    revoked.map((event) => event.data.awardId),
  )
  const steps: Step[] = []
  for (const event of revoked) {
    const key = `${event.data.home}|${event.data.awardId}`
    const before = known.get(key)
    // A newer credential of the award stands already: this is old news.
    if (!before || before.credentialId !== event.data.credentialId || before.reason === 'credential-revoked') continue
    const outcome = decide(before, { move: 'reopen', by: ['system'], reason: 'credential-revoked' })
    if (isRefusal(outcome)) continue
    const row = { ...before, ...outcome.state, changedAt: now }
    known.set(key, row)
    steps.push({ row, move: 'reopen', by: 'system', cause: event })
  }
  await saveSteps(tx, steps)
}
