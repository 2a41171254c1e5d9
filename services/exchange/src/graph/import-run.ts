import { officeRoles } from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm'
import { workOf } from '../background-work.ts'
import { explainFile, type ExplainedProblem, nameOf } from '../errors.ts'
import { acceptRun } from '../imports/accept-run.ts'
import { runMoves, movesNow } from '../imports/domain/run.ts'
import { completeRow } from '../imports/complete-row.ts'
import { countsOf, type RowFilter, rowsOf, rowsWhere, type RunCounts, type ShownRow } from '../imports/queries.ts'
import { asRun, isId, type RunRow } from '../imports/run-store.ts'
import { type Mapping, saveMapping } from '../imports/save-mapping.ts'
import { uploaders } from '../imports/templates.ts'
import { undoRun } from '../imports/undo-run.ts'
import type { Fate } from '../files/domain/rows.ts'
import { headerMappings, importRows, importRuns } from '../tables.ts'
import { builder, Instance, Institution, LearningAgreement } from './builder.ts'
import { Enrolment } from './delivery.ts'

export const runRows = (context: GraphContext) =>
  loader<RunRow>(
    context,
    'run',
    (ids) =>
      reader(context)
        .select()
        .from(importRuns)
        .where(inArray(importRuns.id, ids.filter(isId))),
    (row) => row.id,
  )
const countsLoader = (context: GraphContext) =>
  listLoader<{ id: string; counts: RunCounts }>(
    context,
    'run-counts',
    async (ids) => [...(await countsOf(reader(context), ids))].map(([id, counts]) => ({ id, counts })),
    (row) => row.id,
  )
const countsFor = async (context: GraphContext, id: string): Promise<RunCounts> =>
  (await countsLoader(context).load(id))[0]?.counts ?? { ends: {}, problems: [] }

const ImportProblem = builder.objectRef<ExplainedProblem & { column?: string | null }>('ImportProblem').implement({
  description: 'What is wrong with a file or a row, in plain words.',
  fields: (t) => ({
    code: t.exposeString('code'),
    column: t.string({ nullable: true, resolve: (problem) => problem.column ?? null }),
    value: t.exposeString('value'),
    reason: t.exposeString('reason'),
    suggestion: t.exposeString('suggestion'),
    docs: t.exposeString('docs', { description: 'The page that says more.' }),
  }),
})
const RowChange = builder.objectRef<NonNullable<ShownRow['changes']>[number]>('ImportRowChange').implement({
  description: 'One normalisation of a cell.',
  fields: (t) => ({ column: t.exposeString('column'), from: t.exposeString('from'), to: t.exposeString('to'), why: t.exposeString('why') }),
})

type RowOfRun = ShownRow & { readonly runId: string }
const Row = builder.objectRef<RowOfRun>('ImportRow').implement({
  description: 'One row of a file: what it says, what was changed, what is wrong, and how it ended.',
  fields: (t) => ({
    row: t.exposeInt('row'),
    fate: t.exposeString('fate', { description: 'What the check says: good, refused, waiting, unchanged.' }),
    end: t.exposeString('end', { nullable: true, description: 'recorded, unchanged, corrected, refused or waiting; null while under way.' }),
    reason: t.exposeString('reason', { nullable: true }),
    reasonInWords: t.string({ nullable: true, resolve: (row) => (row.reason ? nameOf(row.reason) : null) }),
    turn: t.field({
      type: Institution,
      nullable: true,
      description: 'Whose turn it is while the row waits.',
      resolve: (row) => (row.turn ? { schacId: row.turn } : null),
    }),
    undone: t.exposeBoolean('undone'),
    enrolment: t.field({ type: Enrolment, nullable: true, resolve: (row) => (row.enrolmentId ? { id: row.enrolmentId } : null) }),
    agreement: t.field({ type: LearningAgreement, nullable: true, resolve: (row) => (row.agreementId ? { id: row.agreementId } : null) }),
    changes: t.field({
      type: [RowChange],
      nullable: true,
      description: 'Null for roles that do not see people, and once the values are wiped.',
      resolve: (row) => row.changes,
    }),
    problems: t.field({ type: [ImportProblem], resolve: (row) => row.problems }),
    values: t.field({ type: 'JSON', nullable: true, description: 'The row in its normal form; null like changes.', resolve: (row) => row.values }),
  }),
})

const NamedCount = builder.objectRef<{ name: string; rows: number; what: string }>('ImportCount').implement({
  fields: (t) => ({ name: t.exposeString('name'), rows: t.exposeInt('rows'), inWords: t.exposeString('what') }),
})

export const ImportRun = builder.objectRef<RunRow>('ImportRun').implement({
  description: 'One upload and everything that became of it.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    state: t.exposeString('state'),
    template: t.exposeString('template'),
    dryRun: t.exposeBoolean('dryRun'),
    fileName: t.exposeString('fileName'),
    fileKind: t.exposeString('fileKind', { nullable: true }),
    institution: t.field({ type: Institution, nullable: true, resolve: (run) => ({ schacId: run.institution }) }),
    instance: t.field({
      type: Instance,
      nullable: true,
      description: 'The offering that the file is about; null where it is about none.',
      resolve: (run) => (run.instanceId ? { id: run.instanceId } : null),
    }),
    rowsRead: t.int({
      description: 'Grows while the file is checked.',
      resolve: (run, _args, context) => workOf(context.dependencies)?.imports.progressOf(run.id) ?? run.rows,
    }),
    total: t.exposeInt('rows'),
    good: t.exposeInt('good'),
    refused: t.exposeInt('refused'),
    waiting: t.exposeInt('waiting'),
    unchanged: t.exposeInt('unchanged'),
    submitted: t.exposeInt('submitted'),
    ends: t.field({
      type: [NamedCount],
      description: 'Rows by how they ended; "pending" is under way. Adds up to the total once accepted.',
      resolve: async (run, _args, context) => Object.entries((await countsFor(context, run.id)).ends).map(([name, rows]) => ({ name, rows, what: name })),
    }),
    problemCounts: t.field({
      type: [NamedCount],
      resolve: async (run, _args, context) => (await countsFor(context, run.id)).problems.map((p) => ({ name: p.code, rows: p.rows, what: p.what })),
    }),
    fileProblems: t.field({
      type: [ImportProblem],
      description: 'What is said about the file as a whole.',
      resolve: (run) => run.fileProblems.map((problem) => explainFile(problem)),
    }),
    changedSince: t.field({ type: ['String'], description: 'What changed between check and acceptance.', resolve: (run) => [...run.changedSince] }),
    moves: t.field({
      type: ['String'],
      description: 'What you may do with it now.',
      resolve: (run, _args, { session }) => movesNow(asRun(run), session.roles),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime', nullable: true }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    rows: t.connection({
      type: Row,
      args: {
        fates: t.arg.stringList({ required: false }),
        ends: t.arg.stringList({ required: false, description: 'How the rows ended; "pending" means those under way.' }),
      },
      resolve: (run, args, context) => {
        const fates = args.fates as Fate[] | null | undefined
        const ends = args.ends as RowFilter['ends'] | null | undefined
        const filter = { ...(fates?.length && { fates }), ...(ends?.length && { ends }) }
        return page<RowOfRun>(args, {
          load: async (limit, after) =>
            (await rowsOf(reader(context), run, { ...filter, after: Number(after ?? 0), limit }, context.dependencies.settings.secret, context.session)).map(
              (row) => ({ ...row, runId: run.id }),
            ),
          count: async () => (await reader(context).select({ n: count() }).from(importRows).where(rowsWhere(run.id, filter)))[0]?.n ?? 0,
          cursor: (row) => String(row.row),
        })
      },
    }),
  }),
})

builder.queryFields((t) => ({
  importRuns: t.connection({
    type: ImportRun,
    description: "Your institution's uploads, newest first.",
    args: { instanceId: t.arg.id({ required: false }), template: t.arg.string({ required: false }) },
    resolve: (_root, args, context) => {
      demandRole(context, officeRoles)
      const where = and(
        args.instanceId ? eq(importRuns.instanceId, args.instanceId) : undefined,
        args.template ? eq(importRuns.template, args.template) : undefined,
      )
      return page<RunRow>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(importRuns)
            .where(and(where, after ? lt(importRuns.id, after) : undefined))
            .orderBy(desc(importRuns.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(importRuns).where(where))[0]?.n ?? 0,
        cursor: (run) => run.id,
      })
    },
  }),
  importRun: t.field({
    type: ImportRun,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => runRows(context).load(id),
  }),
}))

builder.mutationType({})
builder.mutationFields((t) => ({
  acceptImport: t.field({
    type: ImportRun,
    errors: { types: [Problem] },
    description: 'Submits the good rows. Checked again against what the offering says today.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { dependencies, session, requestId }) => {
      const run = await acceptRun(dependencies, session, id, requestId)
      workOf(dependencies)?.imports.kick()
      return run
    },
  }),
  undoImport: t.field({
    type: ImportRun,
    errors: { types: [Problem] },
    description: 'Takes the whole run back: results annulled, credentials revoked, cases opened again; drafts of agreements deleted that nobody has signed.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { dependencies, session, requestId }) => {
      const run = await undoRun(dependencies, session, id, requestId)
      workOf(dependencies)?.imports.kick()
      return run
    },
  }),
}))

const HeaderMapping = builder.objectRef<{ template: string; mapping: Mapping }>('HeaderMapping').implement({
  description: "An institution's own headers, and the fields of the template that they mean.",
  fields: (t) => ({ template: t.exposeString('template'), mapping: t.field({ type: 'JSON', resolve: (kept) => kept.mapping }) }),
})
builder.queryField('headerMapping', (t) =>
  t.field({
    type: HeaderMapping,
    nullable: true,
    args: { template: t.arg.string({ required: true }) },
    resolve: async (_root, { template }, context) => {
      const [kept] = await reader(context)
        .select()
        .from(headerMappings)
        .where(and(eq(headerMappings.institution, context.session.institution), eq(headerMappings.template, template)))
      return kept ?? null
    },
  }),
)
builder.mutationFields((t) => ({
  saveHeaderMapping: t.field({
    type: HeaderMapping,
    errors: { types: [Problem] },
    description: 'Remembers what your headers mean: {"Opiskelija": "studentIdentifier"}.',
    args: { template: t.arg.string({ required: true }), mapping: t.arg({ type: 'JSON', required: true }) },
    resolve: async (_root, { template, mapping }, context) => {
      const { dependencies, session, requestId } = context
      demandRole(context, uploaders)
      if (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping) || !Object.values(mapping).every((field) => typeof field === 'string'))
        throw new Problem('mapping-unusable', { mapping: 'an object of header to field' })
      return { template, mapping: await saveMapping(dependencies, session, template, mapping as Record<string, string>, requestId) }
    },
  }),
  completeImportRow: t.field({
    type: ImportRun,
    errors: { types: [Problem] },
    description: 'Says who a waiting row is about: an identifier, a home, or neither, to go on with what the home knows the learner by.',
    args: {
      id: t.arg.id({ required: true }),
      row: t.arg.int({ required: true }),
      esi: t.arg.string({ required: false }),
      home: t.arg.string({ required: false }),
    },
    resolve: async (_root, { id, row, esi, home }, context) => {
      demandRole(context, uploaders)
      await completeRow(context.dependencies, context.session, id, row, { esi: esi ?? null, home: home ?? null }, context.requestId)
      const run = await runRows(context).load(id)
      if (!run) throw new Problem('not-found')
      return run
    },
  }),
}))

builder.queryField('importMoves', (t) =>
  t.field({
    type: 'JSON',
    description: 'The life cycle of an import run: each move with the states it leads from and to, and who may make it.',
    resolve: () => runMoves,
  }),
)
