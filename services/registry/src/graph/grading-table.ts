import { type Cycle, cycles, type GradeCount, isRefusal } from '@collegium/contracts'
import { demandRole, type GraphContext, listLoader, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { academicYearOf } from '@collegium/vocabulary'
import { inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { type GradingTable, gradingTableEditors } from '../grading-tables/domain/grading-table.ts'
import { publishGradingTable } from '../grading-tables/publish-grading-table.ts'
import { publicGradingTables } from '../grading-tables/tables.ts'
import { builder } from './builder.ts'
import { Institution } from './institution.ts'

type Row = typeof publicGradingTables.$inferSelect

const tablesOf = (context: GraphContext) =>
  listLoader<Row>(
    context,
    'grading-tables-of',
    (schacIds) =>
      reader(context)
        .select()
        .from(publicGradingTables)
        .where(inArray(publicGradingTables.schacId, [...schacIds]))
        .orderBy(publicGradingTables.iscedF, publicGradingTables.cycle),
    (row) => row.schacId,
  )

const GradeCountType = builder.objectRef<GradeCount>('GradeCount').implement({
  fields: (t) => ({ label: t.exposeString('label'), count: t.exposeInt('count'), passes: t.exposeBoolean('passes') }),
})

export const GradingTableType = builder.objectRef<GradingTable>('GradingTable').implement({
  description: 'How often each grade was given (R17): counts of whole years, best grade first, fails included and marked.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    schacId: t.exposeString('schacId'),
    iscedF: t.exposeString('iscedF'),
    cycle: t.exposeString('cycle', { description: 'QF-EHEA: short, first, second or third.' }),
    gradingScheme: t.exposeString('gradingScheme'),
    firstYear: t.exposeString('firstYear'),
    lastYear: t.exposeString('lastYear'),
    grades: t.field({ type: [GradeCountType], resolve: (table) => [...table.grades] }),
  }),
})

const CycleType = builder.enumType('Cycle', { values: cycles })
const GradeCountInput = builder.inputType('GradeCountInput', {
  fields: (t) => ({ label: t.string({ required: true }), count: t.int({ required: true }) }),
})

builder.objectField(Institution, 'gradingTables', (t) =>
  t.field({ type: [GradingTableType], resolve: (row, _args, context) => tablesOf(context).load(row.schacId) }),
)

builder.mutationField('publishGradingTable', (t) =>
  t.field({
    type: GradingTableType,
    errors: { types: [Problem] },
    description: 'Publishes how often your institution gave each grade, fails included; which ones pass, the scheme says.',
    args: {
      iscedF: t.arg.string({ required: true }),
      cycle: t.arg({ type: CycleType, required: true }),
      gradingScheme: t.arg.string({ required: true }),
      firstYear: t.arg.string({ required: true }),
      lastYear: t.arg.string({ required: true }),
      counts: t.arg({ type: [GradeCountInput], required: true }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, gradingTableEditors)
      const { session, dependencies, requestId } = context
      const at = dependencies.clock().toISOString()
      const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        publishGradingTable(
          tx,
          {
            ...args,
            cycle: args.cycle as Cycle,
            id: newId(),
            schacId: session.institution,
            by: session.roles,
            currentYear: academicYearOf(at.slice(0, 10)),
          },
          at,
        ),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
)
