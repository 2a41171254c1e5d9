import { NominationApproved, NominationCancelled, NominationProposed, NominationRejected } from '@collegium/contracts'
import { fact, type NewEvent } from '@collegium/events'
import type { NominationFact } from './domain/nomination.ts'
import type { nominations } from './tables.ts'

/** A nomination's facts as events. Comments and persons stay here. */
export function nominationEvents(facts: readonly NominationFact[], row: typeof nominations.$inferInsert, by: string): NewEvent[] {
  const { id: nominationId, version, proposal, contentHash, learnerId, sending, receiving, type, academicYear, opportunityId, callYear } = row
  const programme = opportunityId && callYear ? { opportunityId, callYear } : null
  const data = { nominationId, version, proposal, contentHash, learnerId, sending, receiving, type, academicYear, programme }
  const about = { institution: by, aggregateVersion: version }
  return facts.map((one): NewEvent => {
    switch (one) {
      case 'proposed':
        return fact(NominationProposed, { ...about, data })
      case 'approved':
        return fact(NominationApproved, { ...about, data })
      case 'rejected':
        return fact(NominationRejected, { ...about, data })
      case 'cancelled':
        return fact(NominationCancelled, { ...about, data: { ...data, by } })
    }
  })
}
