import type { CaseDecided, CredentialIssued, EnrolmentOutcomeRecorded, HubEvent } from '@collegium/contracts'
import { blindIndex, insertRows, type Transaction } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { deliveries, webhookEndpoints } from '../tables.ts'

type Told = HubEvent<typeof CredentialIssued> | HubEvent<typeof CaseDecided> | HubEvent<typeof EnrolmentOutcomeRecorded>

/** Facts that partners can ask to be told. */
export const deliverableTypes = [
  'org.collegium.credential.issued.v1',
  'org.collegium.recognition-case.decided.v1',
  'org.collegium.enrolment.outcome-recorded.v1',
] as const

/** One delivery for each endpoint of home and lead that asked for the fact. The same event again changes nothing. */
export async function createDeliveries(tx: Transaction, { settings, clock }: Dependencies, events: readonly Told[]): Promise<void> {
  const institutions = [...new Set(events.flatMap(({ data }) => [data.home, data.lead]))]
  const endpoints = (await tx.db.select().from(webhookEndpoints).where(inArray(webhookEndpoints.institution, institutions))).filter(
    (endpoint) => endpoint.active,
  )
  if (endpoints.length === 0) return
  const now = clock().toISOString()
  const rows = events.flatMap((event) => {
    const { data } = event
    const parties = [...new Set([data.home, data.lead])]
    return endpoints
      .filter((endpoint) => parties.includes(endpoint.institution) && endpoint.events.includes(event.type))
      .map((endpoint) => ({
        id: newId(),
        version: 1,
        receiver: endpoint.institution,
        counterpart: parties.find((party) => party !== endpoint.institution) ?? endpoint.institution,
        endpointId: endpoint.id,
        eventId: event.id,
        eventType: event.type,
        enrolmentId: data.enrolmentId,
        payload: JSON.stringify(messageOf(event, endpoint.institution, settings)),
        state: 'pending' as const,
        attempts: 0,
        nextAt: now,
        createdAt: now,
        correlationId: event.correlationId,
      }))
  })
  await insertRows(tx.sql, deliveries, rows, { skipExisting: true })
}

/** A thin message: what happened and where to read on. The learner is a pseudonym that no other receiver has. */
function messageOf(event: Told, receiver: string, { secret, publicUrl }: Dependencies['settings']) {
  const { data } = event
  return {
    type: event.type.replace(/^org\.collegium\./, ''),
    timestamp: event.time,
    data: {
      eventId: event.id,
      enrolmentId: data.enrolmentId,
      instanceId: data.instanceId,
      learner: blindIndex(secret, `partner:${receiver}`, data.learnerId),
      lead: data.lead,
      home: data.home,
      attempt: data.attempt,
      resultVersion: data.resultVersion,
      ...('credentialId' in data && { credentialId: data.credentialId, link: `${publicUrl}/api/credentials/${data.credentialId}` }),
      ...('caseId' in data && { caseId: data.caseId, outcome: data.outcome, credits: data.credits }),
    },
  }
}
