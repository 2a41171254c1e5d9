import { isRefusal } from '@collegium/contracts'
import { demandRole, type GraphContext, page } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { searchWords } from '@collegium/vocabulary'
import { and, asc, count, eq, gt, gte, ilike, isNull, or } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { recordEquivalences } from '../equivalences/record-equivalences.ts'
import { courseEquivalences } from '../equivalences/tables.ts'
import { builder } from './builder.ts'

type Row = typeof courseEquivalences.$inferSelect
const editors = ['international-office', 'recognition-office', 'institution-administrator'] as const

/** Precedents hold no person, so learners read those of their home while they draft table B. */
const precedents = (context: GraphContext) => context.dependencies.database.reader({ tenants: [context.session.institution] })

const CourseEquivalence = builder.objectRef<Row>('CourseEquivalence').implement({
  description: 'What a course of another institution was recognised as at home before: guidance, not a promise.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    provider: t.exposeString('provider'),
    losCode: t.exposeString('losCode'),
    title: t.exposeString('title'),
    ects: t.exposeFloat('ects', { nullable: true }),
    recognisedCode: t.exposeString('recognisedCode'),
    recognisedTitle: t.exposeString('recognisedTitle'),
    recognisedEcts: t.exposeFloat('recognisedEcts'),
    source: t.exposeString('source'),
    decidedBy: t.exposeString('decidedBy'),
    decidedOn: t.expose('decidedOn', { type: 'Date' }),
    validUntil: t.expose('validUntil', { type: 'Date', nullable: true }),
    decisions: t.exposeInt('decisions', { description: 'How often it was decided so.' }),
  }),
})

const EquivalenceInput = builder.inputType('CourseEquivalenceInput', {
  fields: (t) => ({
    provider: t.string({ required: true }),
    losCode: t.string({ required: true }),
    title: t.string({ required: true }),
    ects: t.float(),
    recognisedCode: t.string({ required: true }),
    recognisedTitle: t.string({ required: true }),
    recognisedEcts: t.float({ required: true }),
    decidedBy: t.string({ required: true }),
    decidedOn: t.field({ type: 'Date', required: true }),
    validUntil: t.field({ type: 'Date' }),
  }),
})

builder.queryField('courseEquivalences', (t) =>
  t.connection({
    type: CourseEquivalence,
    nullable: true,
    description: 'What courses of others were recognised as at your institution; by default those that are still valid.',
    args: { provider: t.arg.string({ required: false }), text: t.arg.string({ required: false }), expired: t.arg.boolean({ required: false }) },
    resolve: (_root, args, context) => {
      demandRole(context, [...editors, 'learner', 'examinations-office', 'lecturer'])
      const today = context.dependencies.clock().toISOString().slice(0, 10)
      const where = and(
        eq(courseEquivalences.home, context.session.institution),
        isNull(courseEquivalences.withdrawnAt),
        args.provider ? eq(courseEquivalences.provider, args.provider) : undefined,
        args.expired ? undefined : or(isNull(courseEquivalences.validUntil), gte(courseEquivalences.validUntil, today)),
        ...searchWords(args.text ?? '').map((word) => ilike(courseEquivalences.searchText, `%${word}%`)),
      )
      return page<Row>(args, {
        load: (limit, after) =>
          precedents(context)
            .select()
            .from(courseEquivalences)
            .where(and(where, after ? gt(courseEquivalences.id, after) : undefined))
            .orderBy(asc(courseEquivalences.id))
            .limit(limit),
        count: async () => (await precedents(context).select({ n: count() }).from(courseEquivalences).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
)

builder.mutationFields((t) => ({
  recordCourseEquivalence: t.field({
    type: CourseEquivalence,
    errors: { types: [Problem] },
    description: 'Enters a precedent of your institution. The same pair of courses again counts up, with the later decision.',
    args: { equivalence: t.arg({ type: EquivalenceInput, required: true }) },
    resolve: async (_root, { equivalence }, context) => {
      demandRole(context, editors)
      const { dependencies, session, requestId } = context
      return dependencies.database.write({ tenants: [session.institution] }, { correlationId: requestId }, async (tx) => {
        const entry = {
          ...equivalence,
          home: session.institution,
          source: 'entered' as const,
          ects: equivalence.ects ?? null,
          validUntil: equivalence.validUntil ?? null,
        }
        const [outcome] = await recordEquivalences(tx, [entry], { today: dependencies.clock().toISOString().slice(0, 10), newId: () => newId() })
        if (!outcome || isRefusal(outcome)) throw new Problem(outcome?.refused ?? 'internal', outcome?.detail)
        const [row] = await tx.db.select().from(courseEquivalences).where(eq(courseEquivalences.id, outcome.id))
        if (!row) throw new Problem('not-found')
        return row
      })
    },
  }),
  withdrawCourseEquivalence: t.field({
    type: CourseEquivalence,
    errors: { types: [Problem] },
    description: 'Nobody is pointed at it any more; what was recognised by it stays recognised.',
    args: { id: t.arg.id({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: async (_root, { id, expectedVersion }, context) => {
      demandRole(context, editors)
      const { dependencies, session, requestId } = context
      return dependencies.database.write({ tenants: [session.institution] }, { correlationId: requestId }, async (tx) => {
        const [row] = await tx.db
          .update(courseEquivalences)
          .set({ version: expectedVersion + 1, withdrawnAt: dependencies.clock().toISOString() })
          .where(and(eq(courseEquivalences.id, id), eq(courseEquivalences.version, expectedVersion), isNull(courseEquivalences.withdrawnAt)))
          .returning()
        if (row) return row
        const [current] = await tx.db.select({ version: courseEquivalences.version }).from(courseEquivalences).where(eq(courseEquivalences.id, id))
        throw current ? new Problem('stale-version', { current: current.version }) : new Problem('not-found')
      })
    },
  }),
}))
