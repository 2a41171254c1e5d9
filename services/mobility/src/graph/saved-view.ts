import { isRefusal, officeRoles, type Refusal } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { demandRole, type GraphContext, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { asc } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { actorOf } from '../learning-agreements/act-on-agreements.ts'
import { type AgreementFilter, filterOf } from '../learning-agreements/filter-agreements.ts'
import { queryOfFilter } from '../learning-agreements/filter-query.ts'
import { findable, removeView, saveView, type SavedViewRow, type Saving } from '../saved-views/save-view.ts'
import { savedViews } from '../saved-views/tables.ts'
import { builder } from './builder.ts'
import { AgreementFilterInput, countsOf } from './learning-agreement-lists.ts'

const saverOf = (context: GraphContext): Saving => {
  demandRole(context, officeRoles)
  const { session, dependencies } = context
  return { institution: session.institution, name: actorOf(session).name ?? '', now: dependencies.clock().toISOString() }
}

const SavedViewType = builder.objectRef<SavedViewRow>('SavedView').implement({
  description: 'A filter of the list of agreements under a name. Its address opens the list; its total is counted when you ask.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    forAll: t.exposeBoolean('forAll', { description: 'All offices of your institution find it.' }),
    mine: t.boolean({ resolve: ({ savedBy }, _args, { session }) => savedBy === actorOf(session).name }),
    address: t.string({ resolve: ({ filter }) => `/agreements?${queryOfFilter(filter)}` }),
    total: t.int({ resolve: async ({ filter }, _args, context) => (await countsOf(context, filter)).total }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
  }),
})

builder.queryField('savedViews', (t) =>
  t.field({
    type: [SavedViewType],
    nullable: true,
    description: 'Your views and those for all of your institution, by name.',
    resolve: (_root, _args, context) => {
      const { name } = saverOf(context)
      return reader(context).select().from(savedViews).where(findable(name)).orderBy(asc(savedViews.name), asc(savedViews.id))
    },
  }),
)

async function write(context: GraphContext, work: (tx: Transaction, saver: Saving) => Promise<SavedViewRow | Refusal>): Promise<SavedViewRow> {
  const saver = saverOf(context)
  return context.dependencies.database.write(sightOf(context.session), { correlationId: context.requestId }, async (tx) => {
    const outcome = await work(tx, saver)
    if (isRefusal(outcome)) throw problemOf(outcome)
    return outcome
  })
}

/** What was given, without what was left empty; throws for a value that no list takes. */
function kept(filter: AgreementFilter, context: GraphContext): AgreementFilter {
  filterOf(filter, context)
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== null && value !== undefined && value !== false && (value === true || value.length > 0)),
  )
}

builder.mutationFields((t) => ({
  saveView: t.field({
    type: SavedViewType,
    errors: { types: [Problem] },
    description: 'Keeps a filter under a name; the same name again keeps the new filter.',
    args: {
      name: t.arg.string({ required: true }),
      filter: t.arg({ type: AgreementFilterInput, required: true }),
      forAll: t.arg.boolean({ defaultValue: false }),
    },
    resolve: (_root, { name, filter, forAll }, context) =>
      write(context, (tx, saver) => saveView(tx, saver, { id: newId(), name, forAll: forAll ?? false, filter: kept(filter, context) })),
  }),
  removeView: t.field({
    type: SavedViewType,
    errors: { types: [Problem] },
    description: 'Removes a view that you saved.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => write(context, (tx, saver) => removeView(tx, saver, id)),
  }),
}))
