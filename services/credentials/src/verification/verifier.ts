import { type Verification, verifyCredential } from '@collegium/credential-formats'
import type { Dependencies } from '@collegium/service-kit'
import type { StoredCredential } from '../awards/read-stored.ts'
import type { Instruments } from '../instruments.ts'
import { sealedStatusList, statusListId, statusListUrl } from '../status-lists/sealed-list.ts'
import { standardsIn } from './verify-task.ts'

export interface Verified {
  readonly at: Date
  readonly trustListVersion: string
  readonly verdicts: Verification
}

/**
 * Anybody's file, checked in full: with the alliance's trust list, this hub's own status lists, and the published standards where they are installed.
 * Other hubs' lists are not fetched: a verifier that fetches what a file names can be sent anywhere.
 */
export async function verifyFile(dependencies: Dependencies, instruments: Instruments, bytes: Uint8Array, requestId: string): Promise<Verified> {
  const { settings, clock } = dependencies
  const trustList = await instruments.trustList()
  const { full } = await standardsIn(settings.standardsDir)
  const fetchStatusList = async (url: string) => {
    const id = statusListId(settings.publicUrl, url)
    return id === undefined ? undefined : sealedStatusList(dependencies, instruments.keyring, id, requestId)
  }
  const at = clock()
  return { at, trustListVersion: trustList.version, verdicts: await verifyCredential(bytes, { at, trustList, standards: full, fetchStatusList }) }
}

/** The hub's own credentials, by the batch: one of each form is checked against the shapes, and each status list is read once. */
export async function verifyStored(
  dependencies: Dependencies,
  instruments: Instruments,
  stored: readonly StoredCredential[],
  requestId: string,
): Promise<ReadonlyMap<string, Verified>> {
  if (stored.length === 0) return new Map()
  const { settings, clock } = dependencies
  const trustList = await instruments.trustList()
  const statusLists = new Map<string, Uint8Array>()
  for (const id of new Set(stored.map((one) => one.statusListId))) {
    const sealed = await sealedStatusList(dependencies, instruments.keyring, id, requestId)
    if (sealed) statusLists.set(statusListUrl(settings.publicUrl, id), sealed)
  }
  const at = clock()
  const bytes = stored.map(({ id, sha256, kept, dataKey }) => ({ id, sha256, kept, dataKey }))
  const verified = await instruments.workshop.verify({
    kind: 'verify',
    at: at.toISOString(),
    trustList,
    standardsDir: settings.standardsDir,
    statusLists,
    stored: bytes,
  })
  return new Map(verified.map(({ id, verdicts }) => [id, { at, trustListVersion: trustList.version, verdicts }]))
}
