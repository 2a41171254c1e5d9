// oxlint-disable-next-line typescript/triple-slash-reference -- rooms that use this one as source compile without its folder, and an import cannot bring ambient modules along
/// <reference path="../third-party.d.ts" />
import { gunzipSync } from 'node:zlib'
import { BitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list'
import { isObject } from '../seal/bounded-json.ts'
import type { ClaimSet } from '../claims/claim-input.ts'

/** Bits of one list: the least that Bitstring Status List 1.0 allows, so that no list is so short that an index gives its holder away. */
export const statusListLength = 131_072
/** The hub's lists unpack to 16 KiB; other issuers may keep longer ones, but none is unpacked beyond this. */
const longestEncoded = 1024 * 1024
const longestUnpacked = 4 * 1024 * 1024

/**
 * The claims of a status list credential, to be sealed like any other.
 * @param url public address of the list @param issuer SCHAC id of the institution @param issuedAt instant @param revoked indices whose bit is set
 * @throws RangeError for an index outside the list
 */
export async function encodeStatusList(list: {
  readonly url: string
  readonly issuer: string
  readonly issuedAt: string
  readonly revoked: Iterable<number>
}): Promise<ClaimSet> {
  const bits = new BitstringStatusList({ length: statusListLength })
  for (const index of list.revoked) {
    if (!Number.isInteger(index) || index < 0 || index >= statusListLength)
      throw new RangeError(`Status index ${index} is outside the list (0 to ${statusListLength - 1}).`)
    bits.setStatus(index, true)
  }
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: list.url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: `https://${list.issuer}`,
    validFrom: list.issuedAt,
    credentialSubject: { id: `${list.url}#list`, type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: await bits.encode() },
  }
}

export type BitReading = { readonly revoked: boolean } | { readonly fault: string }

async function unpack(encodedList: string): Promise<BitstringStatusList> {
  // The library unpacks whatever it is given; a small text can hold gigabytes.
  gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'), { maxOutputLength: longestUnpacked })
  return BitstringStatusList.decode({ encodedList })
}

/** By the parsed subject: the claims of a list that is asked many times are the same object each time. */
const unpackedLists = new WeakMap<object, Promise<BitstringStatusList>>()
function unpacked(subject: object, encodedList: string): Promise<BitstringStatusList> {
  const known = unpackedLists.get(subject) ?? unpack(encodedList)
  unpackedLists.set(subject, known)
  return known
}

/** Reads one bit out of the (verified) claims of a status list credential. */
export async function readStatusBit(claims: Readonly<Record<string, unknown>>, index: number, purpose: string): Promise<BitReading> {
  const subject = claims['credentialSubject']
  if (![claims['type']].flat().includes('BitstringStatusListCredential') || !isObject(subject)) return { fault: 'What was found there is not a status list.' }
  if (![subject['statusPurpose']].flat().includes(purpose)) return { fault: `The list found there is kept for another purpose than "${purpose}".` }
  const { encodedList } = subject
  if (typeof encodedList !== 'string' || encodedList.length > longestEncoded) return { fault: 'The list found there has no readable bits.' }
  try {
    const bits = await unpacked(subject, encodedList)
    if (index >= bits.length) return { fault: `The list has ${bits.length} entries; entry ${index} is not among them.` }
    return { revoked: bits.getStatus(index) }
  } catch {
    return { fault: 'The list found there has no readable bits.' }
  }
}
