import { isRefusal, officeRoles, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { type GraphContext, holdsRole, listLoader, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { desc, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { dossierOf } from '../dossiers/dossier-of.ts'
import { listedColumns, type ListedAttachment, nameContext, removeAttachment } from '../dossiers/keep-attachments.ts'
import { writingOf } from '../dossiers/routes.ts'
import { dossierAttachments, dossierNotes } from '../dossiers/tables.ts'
import { addNote, noteContext, type NoteRow, removeNote, rewriteNote } from '../dossiers/write-notes.ts'
import { learnerKeys } from '../learners/learner-keys.ts'
import { builder } from './builder.ts'
import { Enrolment } from './enrolment.ts'
import { LearningAgreementType } from './learning-agreement.ts'
import { Nomination } from './nomination.ts'
import { learnerKey, vaultOf } from './people.ts'

const notesOf = (context: GraphContext) =>
  listLoader<NoteRow>(
    context,
    'dossier-notes',
    (ids) =>
      reader(context)
        .select()
        .from(dossierNotes)
        .where(inArray(dossierNotes.subjectId, [...ids]))
        .orderBy(desc(dossierNotes.id)),
    (row) => row.subjectId,
  )
const attachmentsOf = (context: GraphContext) =>
  listLoader<ListedAttachment>(
    context,
    'dossier-attachments',
    (ids) =>
      reader(context)
        .select(listedColumns)
        .from(dossierAttachments)
        .where(inArray(dossierAttachments.subjectId, [...ids]))
        .orderBy(desc(dossierAttachments.id)),
    (row) => row.subjectId,
  )

const NoteType = builder.objectRef<NoteRow>('DossierNote').implement({
  description: "What your institution's offices wrote down for themselves; no other party sees it. The learner may ask for it (GDPR 15).",
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version', { description: 'Expected when it is said anew.' }),
    text: t.string({
      nullable: true,
      description: 'Null once the learner is erased.',
      resolve: async (row, _args, context) => {
        const key = await learnerKey(context, row.home, row.learnerId)
        return key && vaultOf(context).open<string>(key, noteContext(row.id), row.text)
      },
    }),
    author: t.exposeString('author'),
    writtenAt: t.expose('writtenAt', { type: 'DateTime' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
  }),
})
const AttachmentType = builder.objectRef<ListedAttachment>('DossierAttachment').implement({
  description: 'A file that your institution keeps beside a mobility or an enrolment; no other party sees it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.string({
      nullable: true,
      description: 'Null once the learner is erased.',
      resolve: async (row, _args, context) => {
        const key = await learnerKey(context, row.home, row.learnerId)
        return key && vaultOf(context).open<string>(key, nameContext(row.id), row.name)
      },
    }),
    mediaType: t.exposeString('mediaType'),
    size: t.exposeInt('size', { description: 'Bytes.' }),
    author: t.exposeString('author'),
    addedAt: t.expose('addedAt', { type: 'DateTime' }),
    link: t.string({ resolve: ({ id }) => `/api/dossiers/attachments/${id}` }),
  }),
})

/** Null for whoever has no files to keep: learners, analysts, systems. */
const keepsFiles = ({ session }: GraphContext): boolean => session.kind !== 'learner' && holdsRole(session, officeRoles)
const notes = (context: GraphContext, id: string) => (keepsFiles(context) ? notesOf(context).load(id) : null)
const attachments = (context: GraphContext, id: string) => (keepsFiles(context) ? attachmentsOf(context).load(id) : null)
const howToAdd = 'Add one with POST /api/dossiers/{id}/attachments.'

builder.objectFields(LearningAgreementType, (t) => ({
  notes: t.field({ type: [NoteType], nullable: true, resolve: ({ id }, _args, context) => notes(context, id) }),
  attachments: t.field({ type: [AttachmentType], nullable: true, description: howToAdd, resolve: ({ id }, _args, context) => attachments(context, id) }),
}))
builder.objectFields(Nomination, (t) => ({
  notes: t.field({ type: [NoteType], nullable: true, resolve: ({ id }, _args, context) => notes(context, id) }),
  attachments: t.field({ type: [AttachmentType], nullable: true, description: howToAdd, resolve: ({ id }, _args, context) => attachments(context, id) }),
}))
builder.objectFields(Enrolment, (t) => ({
  notes: t.field({ type: [NoteType], nullable: true, resolve: ({ id }, _args, context) => notes(context, id) }),
  attachments: t.field({ type: [AttachmentType], nullable: true, description: howToAdd, resolve: ({ id }, _args, context) => attachments(context, id) }),
}))

/** One act of an office on its own files; a refusal leaves everything as it was. */
async function write<T extends object>(context: GraphContext, work: (tx: Transaction) => Promise<T | Refusal>): Promise<T> {
  return context.dependencies.database.write(sightOf(context.session), { correlationId: context.requestId }, async (tx) => {
    const outcome = await work(tx)
    if (isRefusal(outcome)) throw problemOf(outcome)
    return outcome as T
  })
}

async function keyOf(context: GraphContext, on: { readonly home: string; readonly learnerId: string }): Promise<Uint8Array> {
  const key = (await learnerKeys(context.dependencies, [on])).get(on.learnerId)
  if (!key) throw new Problem('learner-erased')
  return key
}

builder.mutationFields((t) => ({
  addDossierNote: t.field({
    type: NoteType,
    errors: { types: [Problem] },
    description: 'Writes a note for your own institution onto a mobility or an enrolment.',
    args: { about: t.arg.id({ required: true }), text: t.arg.string({ required: true }) },
    resolve: async (_root, { about, text }, context) => {
      const writing = writingOf(context.dependencies, context.session)
      const on = await dossierOf(reader(context), about)
      if (!on) throw new Problem('not-found')
      const key = await keyOf(context, on)
      return write(context, (tx) => addNote(tx, writing, { id: newId(), on, text }, vaultOf(context), key))
    },
  }),
  rewriteDossierNote: t.field({
    type: NoteType,
    errors: { types: [Problem] },
    description: 'Says your own note anew; an administrator may do so with every note of the institution.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }), text: t.arg.string({ required: true }) },
    resolve: async (_root, args, context) => {
      const writing = writingOf(context.dependencies, context.session)
      const [note] = await reader(context).select().from(dossierNotes).where(eq(dossierNotes.id, args.id))
      if (!note) throw new Problem('not-found')
      const key = await keyOf(context, note)
      return write(context, (tx) => rewriteNote(tx, writing, args, vaultOf(context), key))
    },
  }),
  removeDossierNote: t.field({
    type: NoteType,
    errors: { types: [Problem] },
    description: 'Removes your own note, or as an administrator any; the answer shows what was removed.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => {
      const writing = writingOf(context.dependencies, context.session)
      return write(context, (tx) => removeNote(tx, writing, id))
    },
  }),
  removeDossierAttachment: t.field({
    type: AttachmentType,
    errors: { types: [Problem] },
    description: 'Removes an attachment that you added, or as an administrator any.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => {
      const writing = writingOf(context.dependencies, context.session)
      return write(context, (tx) => removeAttachment(tx, writing, id))
    },
  }),
}))
