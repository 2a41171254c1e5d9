import type { Transaction } from '@collegium/database'
import type { TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'

/** The registry is where facts about organisations begin; it reacts to nobody else's. */
export const subscriptions = (_dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => []
