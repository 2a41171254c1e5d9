import { isRefusal, refuse, type Refusal } from '@collegium/contracts'
import { saveAggregates, type Transaction } from '@collegium/database'
import { eq } from 'drizzle-orm'
import type { LearnerVault } from '../learners/vault.ts'
import type { Dossier } from './dossier-of.ts'
import { mayRemove, refusalOfNote } from './domain/dossier.ts'
import { dossierNotes } from './tables.ts'

export type NoteRow = typeof dossierNotes.$inferSelect

/** Somebody of an office, at a time. */
export interface Writing {
  readonly institution: string
  readonly name: string
  readonly roles: readonly string[]
  readonly now: string
}

export const noteContext = (id: string): string => `dossier-note:${id}`

/** Writes a note onto a file. `key` is the learner's. */
export async function addNote(
  tx: Transaction,
  { institution, name, now }: Writing,
  note: { readonly id: string; readonly on: Dossier; readonly text: string },
  vault: LearnerVault,
  key: Uint8Array,
): Promise<NoteRow | Refusal> {
  const refused = refusalOfNote(note.text)
  if (refused) return refused
  const row: NoteRow = {
    ...note.on,
    id: note.id,
    version: 1,
    institution,
    author: name,
    text: Buffer.from(vault.seal(key, noteContext(note.id), note.text)),
    writtenAt: now,
    changedAt: now,
  }
  await saveAggregates(tx.sql, dossierNotes, [row])
  return row
}

const held = async (tx: Transaction, id: string, writing: Writing): Promise<NoteRow | Refusal> => {
  const [row] = await tx.db.select().from(dossierNotes).where(eq(dossierNotes.id, id)).for('update')
  if (!row) return refuse('not-found')
  return mayRemove(writing, row.author) ? row : refuse('not-the-author', { author: row.author })
}

/** Says a note anew; what stood before is gone, since a note is nobody's evidence. */
export async function rewriteNote(
  tx: Transaction,
  writing: Writing,
  { id, expectedVersion, text }: { readonly id: string; readonly expectedVersion: number; readonly text: string },
  vault: LearnerVault,
  key: Uint8Array,
): Promise<NoteRow | Refusal> {
  const row = await held(tx, id, writing)
  if (isRefusal(row)) return row
  if (row.version !== expectedVersion) return refuse('stale-version', { expected: expectedVersion, stands: row.version })
  const refused = refusalOfNote(text)
  if (refused) return refused
  const next: NoteRow = { ...row, version: row.version + 1, text: Buffer.from(vault.seal(key, noteContext(id), text)), changedAt: writing.now }
  await saveAggregates(tx.sql, dossierNotes, [next])
  return next
}

export async function removeNote(tx: Transaction, writing: Writing, id: string): Promise<NoteRow | Refusal> {
  const row = await held(tx, id, writing)
  if (!isRefusal(row)) await tx.db.delete(dossierNotes).where(eq(dossierNotes.id, id))
  return row
}
