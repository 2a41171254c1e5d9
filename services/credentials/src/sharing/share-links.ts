import { createHash, randomBytes } from 'node:crypto'
import type { Dependencies } from '@collegium/service-kit'

export const longestDays = 90
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Makes a link token for one credential. It is shown once; only its hash is kept. */
export async function shareCredential(
  { database, clock }: Dependencies,
  credential: { readonly id: string; readonly lead: string },
  days: number,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(clock().getTime() + days * 86_400_000).toISOString()
  await database.unowned`insert into public_share_tokens (token_hash, credential_id, lead, expires_at) values (${hashOf(token)}, ${credential.id}, ${credential.lead}, ${expiresAt})`
  return { token, expiresAt }
}

/** The lead under whose sight a token's credential may be read; undefined for a token that is wrong, ended or of another credential. */
export async function leadOfShare({ database, clock }: Dependencies, token: string, credentialId: string): Promise<string | undefined> {
  const [row] = await database.unowned<{ lead: string }[]>`
    select lead from public_share_tokens where token_hash = ${hashOf(token)} and credential_id::text = ${credentialId} and expires_at > ${clock().toISOString()}::timestamptz`
  return row?.lead
}
