import { blindIndex, decrypt, encrypt, newDataKey, unwrapDataKey } from '@collegium/database'
import type { Change, Problem } from '../files/domain/rows.ts'

/** What a staged row says of a person: encrypted under its run's key, gone when that key is destroyed. */
export interface SealedRow<Values extends object = object> {
  /** In the normal form of its template. */
  readonly values: Values
  readonly changes: readonly Change[]
  readonly problems: readonly Problem[]
  /** The cells as the file had them, kept for rows that are to be corrected. */
  readonly raw: Partial<Record<string, string>> | null
}

const keyContext = (runId: string) => `import-run:${runId}`
const rowContext = (runId: string, row: number) => `import-row:${runId}:${row}`

export const newRunKey = (secret: Uint8Array, runId: string) => newDataKey(secret, keyContext(runId))
export const runKey = (secret: Uint8Array, runId: string, wrapped: Uint8Array): Uint8Array => unwrapDataKey(secret, wrapped, keyContext(runId))
export const sealRow = (key: Uint8Array, runId: string, row: number, content: SealedRow): Uint8Array =>
  encrypt(key, JSON.stringify(content), rowContext(runId, row))
export const openRow = <Values extends object = object>(key: Uint8Array, runId: string, row: number, sealed: Uint8Array): SealedRow<Values> =>
  JSON.parse(decrypt(key, sealed, rowContext(runId, row))) as SealedRow<Values>
/** Equal for the same learner at the same instance, or the same mobility of an institution, across files; without the service's key nobody can try identities out. */
export const streamIndexOf = (secret: Uint8Array, scope: string, stream: string): string => blindIndex(secret, `stream:${scope}`, stream)
