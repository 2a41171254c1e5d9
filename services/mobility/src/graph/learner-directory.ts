import { demandRole, listLoader, reader } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { desc, inArray } from 'drizzle-orm'
import { type DirectoryPurpose, directoryPurposes, searchDirectory } from '../learners/search-directory.ts'
import { accessRecords } from '../learners/tables.ts'
import { builder } from './builder.ts'
import { actingForHome, keepers } from './learner-commands.ts'
import { Learner, mayKnowPeople } from './people.ts'

const LearnerSearch = builder.inputType('LearnerSearch', {
  fields: (t) => ({
    identifier: t.string({ description: 'An ESI or your own student number, whole.' }),
    name: t.string({ description: 'Whole words of the name, in any order; case, accents and hyphens do not matter.' }),
  }),
})

builder.queryField('learnerDirectory', (t) =>
  t.connection({
    type: Learner,
    nullable: true,
    description: 'Looks up learners of your institution. Say what for: each learner who is shown sees who looked, when and why.',
    args: {
      search: t.arg({ type: LearnerSearch, required: true }),
      purpose: t.arg.string({ required: true, description: directoryPurposes.join(', ') }),
    },
    resolve: async (_root, { search, purpose, first, after, last, before }, context) => {
      demandRole(context, keepers)
      if (!(directoryPurposes as readonly string[]).includes(purpose)) throw new Problem('invalid-request', { purpose: directoryPurposes })
      if (!search.identifier?.trim() && !search.name?.trim()) throw new Problem('invalid-request', { search: 'identifier or name' })
      const limit = first ?? 25
      if (last || before || limit < 1 || limit > 100) throw new Problem('invalid-request', { first: 'between 1 and 100, read forwards' })
      const { rows, total } = await context.dependencies.database.write(
        { tenants: [context.session.institution] },
        { correlationId: context.requestId },
        (tx) =>
          searchDirectory(tx, actingForHome(context), { identifier: search.identifier ?? null, name: search.name ?? null }, purpose as DirectoryPurpose, {
            limit,
            after: after ?? null,
            correlationId: context.requestId,
          }),
      )
      const edges = rows.slice(0, limit).map((node) => ({ cursor: node.id, node }))
      return {
        totalCount: total,
        edges,
        pageInfo: {
          hasNextPage: rows.length > limit,
          hasPreviousPage: Boolean(after),
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
      }
    },
  }),
)

const AccessRecord = builder.objectRef<typeof accessRecords.$inferSelect>('AccessRecord').implement({
  description: 'Who was told personal data of the learner, when and why.',
  fields: (t) => ({
    who: t.exposeString('caller'),
    purpose: t.exposeString('purpose'),
    at: t.expose('at', { type: 'DateTime' }),
  }),
})
builder.objectField(Learner, 'accessRecords', (t) =>
  t.field({
    type: [AccessRecord],
    description: "For the learner and the home's offices, newest first.",
    resolve: async (row, _args, context) =>
      mayKnowPeople(context)
        ? listLoader<typeof accessRecords.$inferSelect>(
            context,
            'access-records',
            (ids) =>
              reader(context)
                .select()
                .from(accessRecords)
                .where(inArray(accessRecords.learnerId, [...ids]))
                .orderBy(desc(accessRecords.at), desc(accessRecords.id)),
            (record) => record.learnerId,
          ).load(row.id)
        : [],
  }),
)
