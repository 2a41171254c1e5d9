import { isObject } from '../seal/bounded-json.ts'
import { openVerified, type ValidSeal } from '../seal/verify-seal.ts'
import { readStatusBit } from '../status/status-list.ts'
import { issuerOf, type TrustList } from './trust-list.ts'
import { error, type Finding, ok, skipped } from './verdict.ts'

/** Brings the sealed bytes of a status list; undefined when there is none. It alone decides which addresses it dares to ask. */
export type FetchStatusList = (url: string) => Promise<Uint8Array | undefined>

/** Lists that are handed out as the same bytes again and again, as within a batch, are opened and verified once. */
const openedLists = new WeakMap<Uint8Array, ReturnType<typeof openVerified>>()
function openedList(bytes: Uint8Array): ReturnType<typeof openVerified> {
  const known = openedLists.get(bytes) ?? openVerified(bytes)
  openedLists.set(bytes, known)
  return known
}

function sameHolder(credential: ValidSeal, list: ValidSeal, trust: TrustList): boolean {
  if (credential.certificate.fingerprint === list.certificate.fingerprint) return true
  const issuer = issuerOf(trust, credential.certificate.fingerprint)
  return issuer !== undefined && issuer === issuerOf(trust, list.certificate.fingerprint)
}

async function checkEntry(entry: Readonly<Record<string, unknown>>, seal: ValidSeal, trust: TrustList, fetch: FetchStatusList | undefined): Promise<Finding> {
  const url = entry['statusListCredential']
  const purpose = entry['statusPurpose']
  const index = Number(entry['statusListIndex'])
  if (![entry['type']].flat().includes('BitstringStatusListEntry')) return skipped('Its status is kept in a way that this verifier cannot read.')
  if (typeof url !== 'string' || typeof purpose !== 'string' || !Number.isInteger(index) || index < 0)
    return error('Its status entry is malformed: statusListCredential, statusPurpose and statusListIndex are needed.')
  if (!fetch) return skipped(`The status list at ${url} was not asked.`)
  let bytes: Uint8Array | undefined
  try {
    bytes = await fetch(url)
  } catch {
    bytes = undefined
  }
  if (!bytes) return skipped(`The status list at ${url} could not be fetched; try again when its keeper can be reached.`)
  const list = openedList(bytes)
  if ('fault' in list) return error(`The status list at ${url} cannot be relied on. ${list.fault}`)
  if (list.opened.claims['id'] !== url) return error(`What was found at ${url} is another status list.`)
  if (!sameHolder(seal, list.seal, trust)) return error(`The status list at ${url} was sealed by someone else than the credential.`)
  const bit = await readStatusBit(list.opened.claims, index, purpose)
  if ('fault' in bit) return error(bit.fault)
  const asOf = list.seal.sealedAt.toISOString()
  return bit.revoked
    ? error(`It was withdrawn by its issuer: the status list of ${asOf} has its ${purpose} bit set.`)
    : ok(`Not withdrawn, according to the status list of ${asOf}.`)
}

/** Revocation: the issuer has not taken it back. */
export async function checkRevocation(
  claims: Readonly<Record<string, unknown>>,
  seal: ValidSeal,
  trust: TrustList,
  fetch: FetchStatusList | undefined,
): Promise<Finding> {
  const status = claims['credentialStatus']
  if (status === undefined) return skipped('The credential names no place where its status is kept.')
  const entries = [status].flat().filter(isObject)
  if (entries.length === 0) return skipped('Its status is kept in a way that this verifier cannot read.')
  const found = await Promise.all(entries.slice(0, 4).map((entry) => checkEntry(entry, seal, trust, fetch)))
  return found.find((f) => f.verdict === 'error') ?? found.find((f) => f.verdict === 'skipped') ?? found[0] ?? skipped('Its status could not be read.')
}
