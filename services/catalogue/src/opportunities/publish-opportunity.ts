import { type Instance, isRefusal, OpportunityOpened, OpportunityPublished, type Refusal, type Specification } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { fact } from '@collegium/events'
import { contentHash } from '@collegium/service-kit'
import { bipOfferFaults, bipRulesOf } from '@collegium/vocabulary'
import { eq, or } from 'drizzle-orm'
import { opportunities, publicInstances, publicOpportunities } from '../tables.ts'
import { type Command, decide } from './domain/opportunity.ts'

/** Content hash of a specification version (RFC 8785, SHA-256): what commitments and credentials refer to. */
export const specHashOf = (specification: Specification): string => contentHash(specification)

/** Writes a draft for its lead; what is still a draft is written over. A code belongs to one offer of the alliance. */
export async function describeOpportunity(tx: Transaction, specification: Specification, at: string): Promise<Refusal | { described: string }> {
  const { specificationId: id, lead, code } = specification
  const [taken] = await tx.db.select({ id: publicOpportunities.id }).from(publicOpportunities).where(eq(publicOpportunities.code, code))
  if (taken && taken.id !== id) return { refused: 'code-taken', detail: { code } }
  const [before] = await tx.db.select().from(opportunities).where(eq(opportunities.id, id)).for('update')
  if (before && before.state !== 'draft') return { refused: 'not-allowed-from', detail: { move: 'describe', state: before.state } }
  await saveAggregates(tx.sql, opportunities, [{ id, version: (before?.version ?? 0) + 1, lead, state: 'draft', specification, changedAt: at }])
  return { described: id }
}

/** Publishes a draft: from now on everyone can read it and it can be offered. */
export async function publishOpportunity(tx: Transaction, id: string, command: Command, at: string): Promise<{ specHash: string } | Refusal> {
  const [row] = await tx.db.select().from(opportunities).where(eq(opportunities.id, id)).for('update')
  if (!row) return { refused: 'not-found' }
  const outcome = decide(row, command)
  if (isRefusal(outcome)) return outcome
  const { specification } = row
  const specHash = specHashOf(specification)
  await saveAggregates(tx.sql, opportunities, [{ ...row, ...outcome.state, changedAt: at }])
  const published = { id, version: specification.version, code: specification.code, lead: specification.lead, specHash, specification }
  await tx.db.insert(publicOpportunities).values(published).onConflictDoUpdate({ target: publicOpportunities.id, set: published })
  tx.publish([
    fact(OpportunityPublished, {
      institution: row.lead,
      aggregateVersion: outcome.state.version,
      data: { specificationId: id, version: specification.version, specHash, specification },
    }),
  ])
  return { specHash }
}

/**
 * What R15 forbids in an offer of a blended intensive programme under the rules of its call; empty for every other kind. Countries, charters and learners are not
 * known here.
 */
export function bipFaultsOf(specification: Specification, { bip }: Instance): string[] {
  if (specification.kind !== 'blended-intensive-programme' || !bip) return []
  const offer = {
    receiving: bip.receiver,
    coordinating: bip.coordinator,
    institutions: [specification.lead, ...specification.partners],
    physical: [bip.physical],
    virtual: bip.virtual,
    ects: specification.ects,
  }
  return bipOfferFaults(offer, bipRulesOf(bip.callYear))
}

/** Offers a published opportunity of `by` at a time. The same offer again changes nothing; another one under a code that is taken is refused. */
export async function openInstance(tx: Transaction, by: string, instance: Instance): Promise<Refusal | { opened: true }> {
  const [row] = await tx.db.select().from(publicOpportunities).where(eq(publicOpportunities.id, instance.specificationId))
  if (!row || row.lead !== by) return { refused: 'not-published' }
  const faults = bipFaultsOf(row.specification, instance)
  if (faults.length > 0) return { refused: 'not-a-bip', detail: { faults, callYear: instance.bip?.callYear } }
  const [there] = await tx.db
    .select({ id: publicInstances.id, instance: publicInstances.instance })
    .from(publicInstances)
    .where(or(eq(publicInstances.id, instance.instanceId), eq(publicInstances.code, instance.code)))
  if (there) return contentHash(there.instance) === contentHash(instance) ? { opened: true } : { refused: 'code-taken', detail: { code: instance.code } }
  await tx.db.insert(publicInstances).values({ id: instance.instanceId, opportunityId: row.id, code: instance.code, lead: row.lead, instance })
  tx.publish([
    fact(OpportunityOpened, {
      institution: row.lead,
      aggregateVersion: row.version,
      data: { specificationId: row.id, version: row.version, lead: row.lead, partners: row.specification.partners, instance },
    }),
  ])
  return { opened: true }
}
