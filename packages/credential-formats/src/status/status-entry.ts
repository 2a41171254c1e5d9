/** Where one credential's bit is kept. Bitstring Status List 1.0, section 2.1; the second type is what EDC profile 1.2.0 asks for. */
export type StatusEntry = {
  readonly id: string
  readonly type: readonly ['BitstringStatusListEntry', 'CredentialStatus']
  readonly statusPurpose: 'revocation'
  /** A number written as a string, as the specification demands. */
  readonly statusListIndex: string
  readonly statusListCredential: string
}

/** @param listUrl public address of the status list credential @param index position of the bit, from 0 */
export const statusEntry = (listUrl: string, index: number): StatusEntry => ({
  id: `${listUrl}#${index}`,
  type: ['BitstringStatusListEntry', 'CredentialStatus'],
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: listUrl,
})
