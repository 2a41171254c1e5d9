import type { Dependencies } from '@collegium/service-kit'
import { type Keyring, openKeyring } from './seal-keys/keyring.ts'
import { openWorkshop, type Workshop } from './seal-keys/workshop.ts'
import { type TrustListSource, trustListOf } from './verification/trust-list.ts'

/** What handlers, routes and background work of one running service share. */
export interface Instruments {
  readonly keyring: Keyring
  readonly workshop: Workshop
  readonly trustList: TrustListSource
}

const made = new WeakMap<Dependencies, Instruments>()

/** One set per running service: the app and the subscriptions are built apart, and two sets of threads would fight over the same cores. */
export function instrumentsOf(dependencies: Dependencies): Instruments {
  const known = made.get(dependencies)
  if (known) return known
  const instruments = { keyring: openKeyring(dependencies), workshop: openWorkshop(), trustList: trustListOf(dependencies.database, dependencies.clock) }
  made.set(dependencies, instruments)
  return instruments
}
