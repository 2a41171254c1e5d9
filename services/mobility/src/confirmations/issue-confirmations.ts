import { ConfirmationIssued, ConfirmationWithdrawn, isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates } from '@collegium/database'
import { fact } from '@collegium/events'
import { sightOf } from '@collegium/graph-kit'
import { and, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { holderContext } from '../documents/holder.ts'
import { learnerKeys } from '../learners/learner-keys.ts'
import { learnerVault } from '../learners/vault.ts'
import { mobilitiesBehind } from '../learning-agreements/queries.ts'
import { studentsOf } from '../learning-agreements/students.ts'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import { packOf } from '../learning-agreements/rules-of-year.ts'
import type { Acting } from '../transcripts/issue-transcript.ts'
import { type ConfirmationKind, type ConfirmationWarning, issue, type RealDates, withdraw } from './domain/confirmation.ts'
import { confirmations } from './tables.ts'

export type ConfirmationRow = typeof confirmations.$inferSelect
export interface Issued {
  readonly row: ConfirmationRow
  readonly warnings: readonly ConfirmationWarning[]
}

/**
 * Confirms the same kind for many mobilities at once, each with its own days, as for a whole blended programme. Each has an outcome of its own: what is refused
 * for one leaves the others alone.
 */
export async function issueConfirmations(
  { dependencies, session, requestId }: Acting,
  command: {
    readonly kind: ConfirmationKind
    readonly signer: { readonly name: string; readonly position: string }
    readonly people: readonly { readonly mobilityId: string; readonly dates: RealDates }[]
  },
): Promise<Map<string, Issued | Refusal>> {
  const ids = [...new Set(command.people.map((one) => one.mobilityId))]
  const at = dependencies.clock().toISOString()
  const reader = dependencies.database.reader(sightOf(session))
  const mobilities = await mobilitiesBehind(reader, ids)
  const students = await studentsOf({ dependencies, session }, ids)
  const keys = await learnerKeys(
    dependencies,
    [...mobilities.values()].map(({ sending, learnerId }) => ({ home: sending, learnerId })),
  )
  const vault = learnerVault(dependencies.settings.secret)
  const offers = [...mobilities.values()].flatMap((one) => one.programme?.instanceId ?? [])
  const titles = new Map(
    offers.length === 0
      ? []
      : (
          await reader
            .select({ id: publicInstances.id, specification: publicSpecifications.specification })
            .from(publicInstances)
            .innerJoin(publicSpecifications, eq(publicSpecifications.id, publicInstances.specificationId))
            .where(inArray(publicInstances.id, offers))
        ).map(({ id, specification }) => [id, specification.title[specification.language] ?? specification.title.en ?? specification.code]),
  )
  return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    // Whoever confirms the same people at the same time waits here, and then finds them confirmed.
    for (const id of ids.toSorted()) await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`confirmation:${id}`}, 0))`
    const before = await tx.db
      .select({ id: confirmations.id, mobilityId: confirmations.mobilityId })
      .from(confirmations)
      .where(and(inArray(confirmations.mobilityId, ids), eq(confirmations.kind, command.kind), eq(confirmations.state, 'issued')))
    const standing = new Map(before.map((row) => [row.mobilityId, row.id]))
    const outcomes = new Map<string, Issued | Refusal>()
    for (const { mobilityId, dates } of command.people) {
      const mobility = mobilities.get(mobilityId)
      const student = students.get(mobilityId)
      const key = mobility && keys.get(mobility.learnerId)
      if (!mobility || outcomes.has(mobilityId)) {
        if (!mobility) outcomes.set(mobilityId, refuse('not-found'))
        continue
      }
      const physicalDays = packOf(mobility).bip.physicalDays
      const outcome = issue({
        id: newId(),
        kind: command.kind,
        dates,
        signer: command.signer,
        institution: session.institution,
        roles: session.roles,
        today: at.slice(0, 10),
        mobility: { ...mobility, physicalDays },
        standing: standing.get(mobilityId) ?? null,
      })
      if (isRefusal(outcome)) outcomes.set(mobilityId, outcome)
      else if (!student || !key) outcomes.set(mobilityId, refuse('learner-erased'))
      else {
        const { givenNames, familyName, birthDate, esi } = student
        const { receiving, sending, learnerId, type, academicYear, programme } = mobility
        const row: ConfirmationRow = {
          ...outcome.state,
          mobilityId,
          receiving,
          sending,
          learnerId,
          type,
          academicYear,
          programme: programme ? (titles.get(programme.instanceId ?? '') ?? programme.code) : null,
          holder: Buffer.from(vault.seal(key, holderContext('confirmation', outcome.state.id), { givenNames, familyName, birthDate, esi })),
          signer: command.signer,
          issuedAt: at,
        }
        outcomes.set(mobilityId, { row, warnings: outcome.warnings })
      }
    }
    const issued = [...outcomes.values()].flatMap((one) => ('row' in one ? [one.row] : []))
    await saveAggregates(tx.sql, confirmations, issued)
    tx.publish(
      issued.map((row) =>
        fact(ConfirmationIssued, {
          institution: row.receiving,
          aggregateVersion: row.version,
          data: { ...eventData(row), arrivedOn: row.arrivedOn, leftOn: row.leftOn },
        }),
      ),
    )
    return outcomes
  })
}

const eventData = ({ id, version, mobilityId, learnerId, sending, receiving, kind }: ConfirmationRow) => ({
  confirmationId: id,
  version,
  mobilityId,
  learnerId,
  sending,
  receiving,
  kind,
})

/** Takes a confirmation back; its document is no longer opened. */
export async function withdrawConfirmation(
  { dependencies, session, requestId }: Acting,
  command: { readonly id: string; readonly reason: string; readonly expectedVersion: number },
): Promise<ConfirmationRow | Refusal> {
  return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    const [row] = await tx.db
      .select()
      .from(confirmations)
      .where(and(eq(confirmations.id, command.id), eq(confirmations.receiving, session.institution)))
      .for('update')
    if (!row) return refuse('not-found')
    const outcome = withdraw({ ...row, online: row.online ?? null }, { roles: session.roles, reason: command.reason, expectedVersion: command.expectedVersion })
    if (isRefusal(outcome)) return outcome
    const next = { ...row, ...outcome.state }
    await saveAggregates(tx.sql, confirmations, [next])
    tx.publish([
      fact(ConfirmationWithdrawn, { institution: row.receiving, aggregateVersion: next.version, data: { ...eventData(next), reason: command.reason } }),
    ])
    return next
  })
}
