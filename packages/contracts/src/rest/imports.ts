import { Type } from '@sinclair/typebox'
import { fileTemplates } from '../files/templates.ts'
import { Id, Nullable, SchacId } from '../values.ts'

const count = Type.Integer({ minimum: 0 })
const ExplainedProblem = Type.Object({
  code: Type.String(),
  value: Type.String(),
  reason: Type.String(),
  suggestion: Type.String(),
  docs: Type.String(),
  column: Type.Optional(Nullable(Type.String())),
})

/** What `POST /api/imports` takes, as multipart form data; the fields come before the file. */
export const ImportUpload = Type.Object({
  template: Type.String({ enum: fileTemplates.map((template) => template.name) }),
  institution: SchacId,
  offering: Type.Optional(Type.String({ description: 'Id or code of the offer, for example ALD-DATA-2026. For results and enrolments only.' })),
  home: Type.Optional(SchacId),
  dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  file: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary', description: 'CSV or XLSX, results also as ELMO XML; at most 160 MB.' }),
})

/** A run as it stands. `ends` adds up to `rows.total` once it was accepted; `pending` counts what is under way. */
export const ImportRun = Type.Object({
  id: Id,
  version: Type.Integer({ minimum: 1 }),
  institution: SchacId,
  template: Type.String(),
  offering: Nullable(Id),
  state: Type.String({ enum: ['received', 'checking', 'checked', 'rejected', 'accepting', 'accepted', 'done', 'undoing', 'undone'] }),
  dryRun: Type.Boolean(),
  rowsRead: count,
  rows: Type.Object({ total: count, good: count, refused: count, waiting: count, unchanged: count, submitted: count }),
  ends: Type.Record(Type.String(), count),
  problems: Type.Array(ExplainedProblem),
  problemCounts: Type.Array(Type.Object({ code: Type.String(), rows: count, what: Type.String() })),
  changedSince: Type.Array(Type.String()),
  moves: Type.Array(Type.String({ description: 'What you may do with it now.' })),
})

/** One row with every normalisation and every problem. */
export const ImportRowView = Type.Object({
  row: count,
  fate: Type.String({ enum: ['good', 'refused', 'waiting', 'unchanged'] }),
  end: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  changes: Nullable(Type.Array(Type.Object({ column: Type.String(), from: Type.String(), to: Type.String(), why: Type.String() }))),
  problems: Type.Array(ExplainedProblem),
})
