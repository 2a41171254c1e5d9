import { entity, type GraphContext, loader, reader } from '@collegium/graph-kit'
import { asc, inArray } from 'drizzle-orm'
import { publicInstitutions } from '../tables.ts'
import { builder } from './builder.ts'

type Row = typeof publicInstitutions.$inferSelect

export const institutions = (context: GraphContext) =>
  loader(
    context,
    'institution',
    async (ids) =>
      reader(context)
        .select()
        .from(publicInstitutions)
        .where(inArray(publicInstitutions.schacId, [...ids])),
    (row) => row.schacId,
  )

export const Institution = builder.objectRef<Row>('Institution').implement({
  description: 'An organisation: an HEI by its SCHAC id, any other by its registered domain name.',
  extensions: entity('schacId'),
  fields: (t) => ({
    schacId: t.exposeID('schacId'),
    name: t.string({
      args: { language: t.arg.string({ required: false }) },
      resolve: (row, { language }) => row.name[language ?? 'en'] ?? row.name.en ?? Object.values(row.name)[0] ?? row.schacId,
    }),
    country: t.exposeString('country', { description: 'ISO 3166-1 alpha-2.' }),
    city: t.exposeString('city'),
  }),
})

builder.queryFields((t) => ({
  institutions: t.field({
    type: [Institution],
    description: 'Every organisation of the alliance.',
    resolve: (_root, _args, context) => reader(context).select().from(publicInstitutions).orderBy(asc(publicInstitutions.schacId)),
  }),
  institution: t.field({
    type: Institution,
    nullable: true,
    args: { schacId: t.arg.id({ required: true }) },
    resolve: (_root, { schacId }, context) => institutions(context).load(schacId),
  }),
}))
