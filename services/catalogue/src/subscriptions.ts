import { seatPlanTopic } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { onTopic, type TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { settleSeats } from './opportunities/request-seats.ts'

/** What is offered begins here; only whether seats hold is for mobility to say. */
export const subscriptions = (_dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => [
  onTopic(seatPlanTopic, {
    'org.collegium.seat-plan.confirmed.v1': { apply: (events, tx: Transaction) => settleSeats(tx, events) },
    'org.collegium.seat-plan.refused.v1': { apply: (events, tx: Transaction) => settleSeats(tx, events) },
  }),
]
