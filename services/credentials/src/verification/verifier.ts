import { readStandards, rememberForms, type Standards, type Verification, verifyCredential } from '@collegium/credential-formats'
import type { Dependencies } from '@collegium/service-kit'
import type { Keyring } from '../seal-keys/keyring.ts'
import { sealedStatusList, statusListId } from '../status-lists/sealed-list.ts'
import { trustListOf } from './trust-list.ts'

export interface Verified {
  readonly at: Date
  readonly trustListVersion: string
  readonly verdicts: Verification
}
export interface Verifier {
  /** Anybody's file: everything is checked in full. */
  verify(bytes: Uint8Array, requestId: string): Promise<Verified>
  /** The hub's own credentials, by the thousand: one of each form is checked against the shapes, and each status list is fetched once. */
  verifyOwn(all: readonly Uint8Array[], requestId: string): Promise<Verified[]>
}

/** Verification with what this hub knows: the alliance's trust list, its own status lists, and the published standards where they are installed. */
export function verifierOf(dependencies: Dependencies, keyring: Keyring): Verifier {
  const { database, settings, clock } = dependencies
  const trustList = trustListOf(database, clock)
  let read: Promise<{ readonly full: Standards; readonly remembering: Standards }> | undefined
  const standards = () => {
    read ??= settings.standardsDir === null ? undefined : readStandards(settings.standardsDir).then((full) => ({ full, remembering: rememberForms(full) }))
    return read
  }
  const noStandards: Standards = { profiles: [], codeLists: new Map(), missing: ['no directory of standards is configured; HUB_STANDARDS_DIR names one'] }

  /** Only the hub's own lists are asked: a verifier that fetches what a file names can be sent anywhere. */
  const fetcher = (requestId: string) => {
    const fetched = new Map<string, Promise<Uint8Array | undefined>>()
    return (url: string) => {
      const id = statusListId(settings.publicUrl, url)
      const list = fetched.get(url) ?? (id === undefined ? Promise.resolve(undefined) : sealedStatusList(dependencies, keyring, id, requestId))
      fetched.set(url, list)
      return list
    }
  }

  const check = async (all: readonly Uint8Array[], requestId: string, which: 'full' | 'remembering'): Promise<Verified[]> => {
    const options = { trustList: await trustList(), standards: (await standards())?.[which] ?? noStandards, fetchStatusList: fetcher(requestId) }
    const verified: Verified[] = []
    for (const bytes of all) {
      const at = clock()
      verified.push({ at, trustListVersion: options.trustList.version, verdicts: await verifyCredential(bytes, { ...options, at }) })
    }
    return verified
  }
  return {
    verify: async (bytes, requestId) => (await check([bytes], requestId, 'full'))[0] as Verified,
    verifyOwn: (all, requestId) => check(all, requestId, 'remembering'),
  }
}
