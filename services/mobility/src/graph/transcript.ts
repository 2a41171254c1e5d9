import { isRefusal } from '@collegium/contracts'
import { documentLanguages } from '@collegium/documents'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { academicYearOf } from '@collegium/vocabulary'
import { inArray } from 'drizzle-orm'
import { transcriptProof } from '../documents/links.ts'
import { studentsOf } from '../learning-agreements/students.ts'
import { type MissingMust, missingMusts } from '../transcripts/domain/musts.ts'
import { transcriptMoves } from '../transcripts/domain/transitions.ts'
import { type DueTranscript, dueTranscripts } from '../transcripts/due-transcripts.ts'
import { issueTranscript, receiveTranscript } from '../transcripts/issue-transcript.ts'
import { transcriptDrafts, transcriptIssues, transcripts } from '../transcripts/tables.ts'
import { type TranscriptRow, writeTranscript } from '../transcripts/write-transcript.ts'
import { builder } from './builder.ts'
import { LearningAgreementType } from './learning-agreement.ts'
import { Institution } from './enrolment.ts'
import { mayKnowPeople } from './people.ts'
import { LineInput, LineType, lineFrom } from './transcript-line.ts'

type IssueRow = typeof transcriptIssues.$inferSelect
type DraftRow = typeof transcriptDrafts.$inferSelect
const readers = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator', 'learner'] as const
const watchers = ['international-office', 'examinations-office', 'recognition-office', 'institution-administrator'] as const

export const transcriptRows = (context: GraphContext) =>
  loader<TranscriptRow>(
    context,
    'transcript',
    (ids) =>
      reader(context)
        .select()
        .from(transcripts)
        .where(inArray(transcripts.id, [...ids])),
    (row) => row.id,
  )
export const issuesOf = (context: GraphContext) =>
  listLoader<IssueRow>(
    context,
    'transcript-issues',
    (ids) =>
      reader(context)
        .select()
        .from(transcriptIssues)
        .where(inArray(transcriptIssues.transcriptId, [...ids]))
        .orderBy(transcriptIssues.issue),
    (row) => row.transcriptId,
  )
const draftOf = (context: GraphContext) =>
  loader<DraftRow>(
    context,
    'transcript-draft',
    (ids) =>
      reader(context)
        .select()
        .from(transcriptDrafts)
        .where(inArray(transcriptDrafts.id, [...ids])),
    (row) => row.id,
  )

const Language = builder.enumType('DocumentLanguage', { values: documentLanguages })
const Issue = builder.objectRef<IssueRow>('TranscriptIssue').implement({
  description: 'A version as it was issued. Nothing in it is ever changed.',
  fields: (t) => ({
    issue: t.exposeInt('issue'),
    issuedAt: t.expose('issuedAt', { type: 'DateTime' }),
    reason: t.string({ nullable: true, resolve: ({ statement }) => statement.reason }),
    signer: t.string({ resolve: ({ statement }) => `${statement.signer.name}, ${statement.signer.position}` }),
    lines: t.field({ type: [LineType], resolve: ({ statement }) => [...statement.lines] }),
    document: t.string({
      description: 'Where a sign-in gets the tagged PDF; with format=elmo or format=ewp the exports.',
      resolve: ({ transcriptId, issue }) => `/api/transcripts/${transcriptId}/${issue}`,
    }),
    printedAddress: t.string({
      nullable: true,
      description: 'What the QR code on the PDF says; it opens this version without a sign-in. Null for roles that do not see people.',
      args: { language: t.arg({ type: Language, defaultValue: 'en' }) },
      resolve: ({ transcriptId, issue, receiving }, { language }, context) =>
        mayKnowPeople(context) ? transcriptProof(context.dependencies.settings, receiving, transcriptId, issue, language ?? 'en').url : null,
    }),
  }),
})
const Missing = builder.objectRef<MissingMust>('MissingInTranscript').implement({
  description: 'What a transcript still lacks: a code of /docs/errors, and the line.',
  fields: (t) => ({ code: t.exposeString('code'), line: t.string({ nullable: true, resolve: ({ line }) => line ?? null }) }),
})

export const TranscriptType = builder.objectRef<TranscriptRow>('Transcript').implement({
  description: 'The transcript of records of a mobility (H08); its id is the one of nomination and learning agreement.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    academicYear: t.exposeString('academicYear'),
    mobilityType: t.exposeString('type'),
    reason: t.exposeString('reason', { nullable: true, description: 'Why the last version was, or is being, corrected.' }),
    dueOn: t.expose('dueOn', { type: 'Date', nullable: true }),
    firstIssuedOn: t.expose('firstIssuedOn', { type: 'Date', nullable: true }),
    sending: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.sending }) }),
    receiving: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.receiving }) }),
    draft: t.field({
      type: [LineType],
      nullable: true,
      description: 'What is being written; null for everyone but the receiving institution.',
      resolve: async (row, _args, context) => (await draftOf(context).load(row.id))?.lines ?? null,
    }),
    missing: t.field({
      type: [Missing],
      nullable: true,
      description: 'What the draft lacks before it can be issued; null for everyone but the receiving institution.',
      resolve: async (row, _args, context) => {
        const draft = await draftOf(context).load(row.id)
        const holder = draft && mayKnowPeople(context) ? (await studentsOf(context, [row.id])).get(row.id) : undefined
        return draft && holder ? missingMusts(row.receiving, holder, draft.lines) : null
      },
    }),
    issues: t.field({ type: [Issue], resolve: (row, _args, context) => issuesOf(context).load(row.id) }),
  }),
})

const Due = builder.objectRef<DueTranscript>('DueTranscript').implement({
  description: 'The five weeks of R13, with their working.',
  fields: (t) => ({
    mobilityId: t.exposeID('mobilityId'),
    dueOn: t.field({ type: 'Date', resolve: ({ due }) => due.day }),
    countedFrom: t.string({ description: 'results-published or mobility-ended', resolve: ({ due }) => due.countedFrom }),
    countedFromDay: t.field({ type: 'Date', resolve: ({ due }) => due.from }),
    issuedOn: t.expose('issuedOn', { type: 'Date', nullable: true }),
    standing: t.exposeString('standing', { description: 'open, late, done or done-late' }),
    sending: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.sending }) }),
    receiving: t.field({ type: Institution, nullable: true, resolve: (row) => ({ schacId: row.receiving }) }),
    transcript: t.field({ type: TranscriptType, nullable: true, resolve: (row, _args, context) => transcriptRows(context).load(row.mobilityId) }),
  }),
})

builder.queryFields((t) => ({
  transcript: t.field({
    type: TranscriptType,
    nullable: true,
    args: { mobilityId: t.arg.id({ required: true }) },
    resolve: (_root, { mobilityId }, context) => {
      demandRole(context, readers)
      return transcriptRows(context).load(mobilityId)
    },
  }),
  transcriptsDue: t.connection({
    type: Due,
    nullable: true,
    description: 'Transcripts of an academic year that your institution owes or waits for, most pressing first.',
    args: { academicYear: t.arg.string({ description: 'This one, unless you say otherwise.' }), standing: t.arg.stringList() },
    resolve: async (_root, args, context) => {
      demandRole(context, watchers)
      const today = context.dependencies.clock().toISOString().slice(0, 10)
      const all = (await dueTranscripts(reader(context), args.academicYear ?? academicYearOf(today), today)).filter(
        ({ standing }) => !args.standing || args.standing.includes(standing),
      )
      return page<DueTranscript>(args, {
        load: async (limit, after) => {
          const from = after === null ? 0 : all.findIndex((one) => one.mobilityId === after) + 1
          return all.slice(from, from + limit)
        },
        count: async () => all.length,
        cursor: (one) => one.mobilityId,
      })
    },
  }),
}))

export const DocumentSigner = builder.inputType('DocumentSigner', {
  description: 'Who signs a document for the institution.',
  fields: (t) => ({ name: t.string({ required: true }), position: t.string({ required: true }) }),
})

builder.mutationFields((t) => ({
  writeTranscript: t.field({
    type: TranscriptType,
    errors: { types: [Problem] },
    description:
      "Writes the transcript of a mobility at your institution, or, with a reason, the correction of an issued one. The hub's own results come in by themselves; `lines` are what you enter besides, all of them each time.",
    args: {
      mobilityId: t.arg.id({ required: true }),
      lines: t.arg({ type: [LineInput], required: true }),
      reason: t.arg.string(),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, { mobilityId, lines, reason, expectedVersion }, context) => {
      demandRole(context, transcriptMoves.write.by)
      const { dependencies, session, requestId } = context
      const ids = new Set(lines.map((line) => line.lineId))
      if (ids.size < lines.length) throw new Problem('invalid-request', { lines: 'Each line has an id of its own.' })
      const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        writeTranscript(tx, { mobilityId, entered: lines.map(lineFrom), reason: reason ?? null, expectedVersion }, session, dependencies.clock().toISOString()),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
  issueTranscript: t.field({
    type: TranscriptType,
    errors: { types: [Problem] },
    description: 'Issues what is written. From now on the sending institution and the learner read it.',
    args: {
      mobilityId: t.arg.id({ required: true }),
      signer: t.arg({ type: DocumentSigner, required: true }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, transcriptMoves.issue.by)
      const outcome = await issueTranscript(context, args)
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
  receiveTranscript: t.field({
    type: TranscriptType,
    errors: { types: [Problem] },
    description: 'The sending institution takes note of it.',
    args: { mobilityId: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: async (_root, args, context) => {
      demandRole(context, transcriptMoves.receive.by)
      const outcome = await receiveTranscript(context, args)
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
}))

builder.objectField(LearningAgreementType, 'transcript', (t) =>
  t.field({
    type: TranscriptType,
    nullable: true,
    description: 'The transcript of records of the mobility; null until you may see one.',
    resolve: (row, _args, context) => transcriptRows(context).load(row.id),
  }),
)

builder.objectField(LearningAgreementType, 'transcriptDue', (t) =>
  t.field({
    type: Due,
    nullable: true,
    description: 'The five weeks of its transcript (R13); null while nothing is agreed, and where the mobility was called off.',
    resolve: async ({ id, academicYear }, _args, context) =>
      (await dueTranscripts(reader(context), academicYear, context.dependencies.clock().toISOString().slice(0, 10), [id]))[0] ?? null,
  }),
)
