import { type CaseDecided, type CredentialIssued, DeliveryBegun, type EnrolmentOutcomeRecorded, type HubEvent } from '@collegium/contracts'
import { blindIndex, insertRows, type Transaction } from '@collegium/database'
import { fact, type NewEvent } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { deliveries, webhookEndpoints } from '../tables.ts'
import type { ToldOfMobility } from './domain/delivery.ts'

type Told = HubEvent<typeof CredentialIssued> | HubEvent<typeof CaseDecided> | HubEvent<typeof EnrolmentOutcomeRecorded>

/** One fact that partners want to be told. */
export interface Tiding {
  readonly event: HubEvent
  /** Who is told, where they asked for it. */
  readonly receivers: readonly string[]
  /** All whom it concerns: whoever is not told sees how the telling goes. */
  readonly parties: readonly string[]
  readonly learnerId: string
  readonly about: { readonly enrolmentId: string } | ({ readonly mobilityId: string } & ToldOfMobility)
  /** What the message says beside the learner's pseudonym. No personal value. */
  readonly says: Readonly<Record<string, unknown>>
}

/** Home and lead are told what became of a result. */
export const createDeliveries = (tx: Transaction, dependencies: Dependencies, events: readonly Told[]): Promise<void> =>
  tell(
    tx,
    dependencies,
    events.map((event) => {
      const { data } = event
      const parties = [...new Set([data.home, data.lead])]
      return {
        event,
        receivers: parties,
        parties,
        learnerId: data.learnerId,
        about: { enrolmentId: data.enrolmentId },
        says: {
          enrolmentId: data.enrolmentId,
          instanceId: data.instanceId,
          lead: data.lead,
          home: data.home,
          attempt: data.attempt,
          resultVersion: data.resultVersion,
          ...('credentialId' in data && {
            credentialId: data.credentialId,
            link: `${dependencies.settings.publicUrl}/api/credentials/${data.credentialId}`,
          }),
          ...('caseId' in data && { caseId: data.caseId, outcome: data.outcome, credits: data.credits }),
        },
      }
    }),
  )

/** One delivery for each endpoint of the receivers that asked for the fact. The same event again changes nothing. */
export async function tell(tx: Transaction, { settings, clock }: Dependencies, tidings: readonly Tiding[]): Promise<void> {
  const institutions = [...new Set(tidings.flatMap(({ receivers }) => receivers))]
  if (institutions.length === 0) return
  const endpoints = (await tx.db.select().from(webhookEndpoints).where(inArray(webhookEndpoints.institution, institutions))).filter(
    (endpoint) => endpoint.active,
  )
  if (endpoints.length === 0) return
  const now = clock().toISOString()
  const begun: NewEvent[] = []
  const rows = tidings.flatMap(({ event, receivers, parties, learnerId, about, says }) =>
    endpoints
      .filter((endpoint) => receivers.includes(endpoint.institution) && endpoint.events.includes(event.type))
      .map((endpoint) => {
        const { id: endpointId, institution: receiver } = endpoint
        const id = newId()
        const sender = parties.find((party) => party !== receiver) ?? receiver
        if ('mobilityId' in about)
          begun.push({
            ...begunEvent({ id, version: 1, receiver, counterpart: sender, endpointId, eventId: event.id, eventType: event.type }, about),
            cause: event,
          })
        return {
          id,
          version: 1,
          receiver,
          counterpart: sender,
          endpointId,
          eventId: event.id,
          eventType: event.type,
          enrolmentId: 'enrolmentId' in about ? about.enrolmentId : null,
          mobilityId: 'mobilityId' in about ? about.mobilityId : null,
          told: 'mobilityId' in about ? { version: about.version, proposal: about.proposal, proposalHash: about.proposalHash } : null,
          // Thin: what happened and where to read on. The learner is a pseudonym that no other receiver has.
          payload: JSON.stringify({
            type: event.type.replace(/^org\.collegium\./, ''),
            timestamp: event.time,
            data: { eventId: event.id, learner: blindIndex(settings.secret, `partner:${receiver}`, learnerId), ...says },
          }),
          state: 'pending' as const,
          attempts: 0,
          nextAt: now,
          createdAt: now,
          correlationId: event.correlationId,
        }
      }),
  )
  await insertRows(tx.sql, deliveries, rows, { skipExisting: true })
  tx.publish(begun)
}

/** A message about a mobility goes out, for the first time or once more. */
export const begunEvent = (
  {
    id,
    version,
    receiver,
    counterpart,
    endpointId,
    eventId,
    eventType,
  }: Pick<typeof deliveries.$inferSelect, 'id' | 'version' | 'receiver' | 'counterpart' | 'endpointId' | 'eventId' | 'eventType'>,
  told: { readonly mobilityId: string } & ToldOfMobility,
): NewEvent =>
  fact(DeliveryBegun, {
    institution: receiver,
    aggregateVersion: version,
    data: { deliveryId: id, endpointId, receiver, eventId, eventType, enrolmentId: null, mobility: { ...told, sender: counterpart } },
  })
