import { readStandards, rememberForms, type Standards, type TrustList, type Verification, verifyCredential } from '@collegium/credential-formats'
import { openStored, type StoredBytes } from '../awards/open-stored.ts'

/** A batch of the hub's own credentials to read again and check, with all that the check needs. */
export interface VerifyTask {
  readonly kind: 'verify'
  /** Instant of asking. */
  readonly at: string
  readonly trustList: TrustList
  readonly standardsDir: string | null
  /** Sealed status lists by their address, as they were when the batch began. */
  readonly statusLists: ReadonlyMap<string, Uint8Array>
  readonly stored: readonly StoredBytes[]
}

const noDirectory: Standards = { profiles: [], codeLists: new Map(), missing: ['no directory of standards is configured; HUB_STANDARDS_DIR names one'] }
/** Published files do not change while the process runs, and parsing the shapes is the slow part: read once per thread. */
const read = new Map<string, Promise<{ readonly full: Standards; readonly remembering: Standards }>>()

/** `full` checks every credential against the shapes; `remembering` one of each form, for credentials that this hub wrote itself. */
export function standardsIn(directory: string | null): Promise<{ readonly full: Standards; readonly remembering: Standards }> {
  if (directory === null) return Promise.resolve({ full: noDirectory, remembering: noDirectory })
  const known = read.get(directory) ?? readStandards(directory).then((full) => ({ full, remembering: rememberForms(full) }))
  read.set(directory, known)
  return known
}

/** Throws when stored bytes are not those that were sealed. */
export async function verifyBatch(task: VerifyTask): Promise<{ readonly id: string; readonly verdicts: Verification }[]> {
  const { remembering } = await standardsIn(task.standardsDir)
  const options = {
    at: new Date(task.at),
    trustList: task.trustList,
    standards: remembering,
    fetchStatusList: async (url: string) => task.statusLists.get(url),
  }
  const verified: { id: string; verdicts: Verification }[] = []
  for (const stored of task.stored) verified.push({ id: stored.id, verdicts: await verifyCredential(openStored(stored), options) })
  return verified
}
