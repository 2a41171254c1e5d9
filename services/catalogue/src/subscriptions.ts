import type { Transaction } from '@collegium/database'
import type { TopicSubscription } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'

/** What is offered begins here; the catalogue reacts to nobody else's facts yet. */
export const subscriptions = (_dependencies: Dependencies): readonly TopicSubscription<Transaction>[] => []
