import { createHash } from 'node:crypto'
import { refuse, type Refusal } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { and, count, eq, getColumns } from 'drizzle-orm'
import { fileTypeFromBuffer } from 'file-type'
import type { LearnerVault } from '../learners/vault.ts'
import type { Dossier } from './dossier-of.ts'
import { type AttachmentKind, attachmentTypes, fileNameOf, mayRemove, refusalOfAttachment } from './domain/dossier.ts'
import { dossierAttachments } from './tables.ts'
import type { Writing } from './write-notes.ts'

export type AttachmentRow = typeof dossierAttachments.$inferSelect
/** What lists show: everything but the bytes. */
export type ListedAttachment = Omit<AttachmentRow, 'content'>

const { content: _content, ...withoutBytes } = getColumns(dossierAttachments)
export const listedColumns = withoutBytes

export const nameContext = (id: string): string => `dossier-attachment-name:${id}`
export const contentContext = (id: string): string => `dossier-attachment:${id}`

/** Keeps a file beside a mobility or enrolment. The same bytes a second time are the attachment that is there. */
export async function addAttachment(
  tx: Transaction,
  { institution, name: author, now }: Writing,
  given: { readonly id: string; readonly on: Dossier; readonly name: string; readonly bytes: Buffer },
  vault: LearnerVault,
  key: Uint8Array,
): Promise<ListedAttachment | Refusal> {
  const { id, on, bytes } = given
  const here = and(eq(dossierAttachments.institution, institution), eq(dossierAttachments.subjectId, on.subjectId))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const [same] = await tx.db
    .select(listedColumns)
    .from(dossierAttachments)
    .where(and(here, eq(dossierAttachments.sha256, sha256)))
  if (same) return same
  const [{ present } = { present: 0 }] = await tx.db.select({ present: count() }).from(dossierAttachments).where(here)
  const kind = (await fileTypeFromBuffer(bytes))?.ext
  const refused = refusalOfAttachment({ kind, size: bytes.length, present })
  if (refused) return refused
  const known = kind as AttachmentKind
  const row: AttachmentRow = {
    ...on,
    id,
    institution,
    author,
    name: Buffer.from(vault.seal(key, nameContext(id), fileNameOf(given.name, known))),
    content: Buffer.from(vault.seal(key, contentContext(id), bytes.toString('base64'))),
    mediaType: attachmentTypes[known],
    size: bytes.length,
    sha256,
    addedAt: now,
  }
  await insertRows(tx.sql, dossierAttachments, [row])
  return row
}

export async function removeAttachment(tx: Transaction, writing: Writing, id: string): Promise<ListedAttachment | Refusal> {
  const [row] = await tx.db.select(listedColumns).from(dossierAttachments).where(eq(dossierAttachments.id, id)).for('update')
  if (!row) return refuse('not-found')
  if (!mayRemove(writing, row.author)) return refuse('not-the-author', { author: row.author })
  await tx.db.delete(dossierAttachments).where(eq(dossierAttachments.id, id))
  return row
}
