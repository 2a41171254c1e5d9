import type { HubEvent, LearnersAnswer } from '@collegium/contracts'
import { insertRows, saveAggregates, type Transaction } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Instruments } from '../instruments.ts'
import { loadReferences } from '../references/load-references.ts'
import { awards, credentials } from '../tables.ts'
import { type Award, decide, type Decision, lookAgain, type ResultArrived, wantsCredential } from './domain/award.ts'
import { factsOf, type Sealed } from './facts.ts'
import { type NewCredential, sealCredentials, type ToSeal } from './seal-credentials.ts'

/** A version of a result, or an award that waits and is looked at again. */
export type Occasion = { readonly arrived: ResultArrived; readonly cause: HubEvent } | { readonly waiting: Award }

interface Settled {
  readonly decision: Decision
  readonly credential: NewCredential | undefined
  readonly sealed: Sealed | undefined
  readonly cause: HubEvent | undefined
}

/** Most enrolments of one claim check (contracts). */
const mostLearners = 2_000

const identity = (about: { readonly enrolmentId: string; readonly attempt: number }) => `${about.enrolmentId} ${about.attempt}`
const about = (occasion: Occasion) => ('waiting' in occasion ? occasion.waiting : occasion.arrived.result)
const correlationOf = (occasion: Occasion) => ('waiting' in occasion ? occasion.waiting.correlationId : occasion.arrived.correlationId)

async function loadAwards({ database }: Dependencies, occasions: readonly Occasion[]): Promise<Map<string, Award>> {
  const facts = occasions.map(about)
  const rows = await database
    .reader({ tenants: [...new Set(facts.map((one) => one.lead))] })
    .select()
    .from(awards)
    .where(inArray(awards.enrolmentId, [...new Set(facts.map((one) => one.enrolmentId))]))
  return new Map(rows.map((row) => [identity(row), row]))
}

/** Names, as the lead gave them, for those of whom a credential is due. An erased learner is missing in the answer. */
async function loadLearners(
  { peers }: Dependencies,
  due: readonly { readonly enrolmentId: string; readonly home: string }[],
  correlationId: string,
): Promise<Map<string, LearnersAnswer['learners'][number]>> {
  const found = new Map<string, LearnersAnswer['learners'][number]>()
  const enrolmentIds = [...new Set(due.map((one) => one.enrolmentId))]
  const tenants = [...new Set(due.map((one) => one.home))]
  for (let from = 0; from < enrolmentIds.length; from += mostLearners) {
    const answer = await peers.claim<LearnersAnswer>(
      '/internal/learners/batch-get',
      'seal-credential',
      { tenants, enrolmentIds: enrolmentIds.slice(from, from + mostLearners) },
      correlationId,
    )
    for (const learner of answer.learners) found.set(learner.enrolmentId, learner)
  }
  return found
}

/** Loads all that is needed in a handful of queries, decides each occasion in order, and seals what is due. Nothing is written but status places and data keys. */
export async function prepareAwards(
  dependencies: Dependencies,
  { keyring, workshop }: Instruments,
  occasions: readonly Occasion[],
): Promise<readonly Settled[]> {
  const correlationId = occasions[0] ? correlationOf(occasions[0]) : ''
  const standing = await loadAwards(dependencies, occasions)
  const referenceOf = await loadReferences(dependencies, keyring, occasions.map(about))
  const due = occasions.filter((one) => referenceOf(about(one)) && ('waiting' in one || wantsCredential(standing.get(identity(about(one))), one.arrived)))
  const learners = due.length > 0 ? await loadLearners(dependencies, due.map(about), correlationId) : new Map()

  const settled: { decision: Decision; cause: HubEvent | undefined; toSeal: ToSeal | undefined }[] = []
  for (const occasion of occasions) {
    const facts = about(occasion)
    const reference = referenceOf(facts)
    const before = standing.get(identity(facts))
    const learner = learners.get(facts.enrolmentId)
    const circumstances = { ready: reference !== undefined, learnerKnown: learner !== undefined, newAwardId: uuidv7(), newCredentialId: uuidv7() }
    const decision = 'waiting' in occasion ? before && lookAgain(before, circumstances) : decide(before, occasion.arrived, circumstances)
    if (!decision) continue
    standing.set(identity(facts), decision.state)
    const issues = decision.move === 'issue' || decision.move === 'supersede'
    const toSeal =
      issues && learner && reference && decision.state.credentialId
        ? { award: decision.state, credentialId: decision.state.credentialId, supersedes: before?.credentialId ?? null, learner, reference }
        : undefined
    settled.push({ decision, cause: 'waiting' in occasion ? undefined : occasion.cause, toSeal })
  }

  const made = new Map<string, NewCredential>()
  const toSeals = settled.flatMap(({ toSeal }) => toSeal ?? [])
  for (const lead of new Set(toSeals.map(({ award }) => award.lead))) {
    const ofLead = toSeals.filter(({ award }) => award.lead === lead)
    for (const [id, credential] of await sealCredentials(dependencies, workshop, lead, ofLead, correlationId)) made.set(id, credential)
  }
  return settled.map(({ decision, cause, toSeal }) => {
    const credential = toSeal && made.get(toSeal.credentialId)
    return {
      decision,
      cause,
      credential,
      sealed:
        credential && toSeal
          ? { sha256: credential.sha256, keyId: credential.keyId, supersedes: toSeal.supersedes, specification: toSeal.reference.offering.specification }
          : undefined,
    }
  })
}

/** Decisions in rounds in which every award occurs at most once, so that each version follows exactly the one before it. */
function rounds(settled: readonly Settled[]): readonly (readonly Settled[])[] {
  const cut: Settled[][] = []
  const times = new Map<string, number>()
  for (const one of settled) {
    const round = times.get(one.decision.state.id) ?? 0
    times.set(one.decision.state.id, round + 1)
    const list = cut[round] ?? []
    list.push(one)
    cut[round] = list
  }
  return cut
}

/** Writes what was decided, set by set, and makes it known. */
export async function applyAwards(settled: readonly Settled[], tx: Transaction): Promise<void> {
  for (const round of rounds(settled)) {
    await saveAggregates(
      tx.sql,
      awards,
      round.map(({ decision }) => decision.state),
    )
    await insertRows(
      tx.sql,
      credentials,
      round.flatMap(({ credential }) => credential ?? []),
    )
    const noLonger = round.flatMap(({ decision: { ended, move, reason } }) =>
      ended ? [{ id: ended, state: move === 'supersede' ? 'superseded' : 'revoked', reason }] : [],
    )
    if (noLonger.length > 0) {
      // The bit of a credential is its state; moving the list's version on makes the next reader get it sealed anew.
      await tx.sql`
        with ended as (select * from jsonb_to_recordset(${JSON.stringify(noLonger)}::text::jsonb) as e(id uuid, state text, reason text)),
        done as (update credentials c set state = e.state, reason = e.reason from ended e where c.id = e.id returning c.status_list_id)
        update status_lists s set version = s.version + 1 where s.id in (select status_list_id from done)`
    }
  }
  tx.publish(settled.flatMap(({ decision, sealed, cause }) => factsOf(decision, sealed, cause)))
}
