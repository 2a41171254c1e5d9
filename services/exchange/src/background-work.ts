import type { Dependencies } from '@collegium/service-kit'
import type { DeliverySender } from './deliveries/send-deliveries.ts'
import type { ImportBackground } from './imports/background.ts'

/** What a running app does beside answering. Kept by its dependencies, because resolvers are built before any app is. */
export interface BackgroundWork {
  readonly imports: ImportBackground
  readonly sender: DeliverySender
}
const working = new WeakMap<Dependencies, BackgroundWork>()

export const setWorking = (dependencies: Dependencies, work: BackgroundWork): void => void working.set(dependencies, work)
/** Undefined where only the graph is served, as when its SDL is printed. */
export const workOf = (dependencies: Dependencies): BackgroundWork | undefined => working.get(dependencies)
