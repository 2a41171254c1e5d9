import { isRefusal, type RecognitionCommitment } from '@collegium/contracts'
import { page, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, count, desc, eq, lt } from 'drizzle-orm'
import { moveAgreement } from '../agreements/sign-agreement.ts'
import { agreements } from '../tables.ts'
import { builder } from './builder.ts'
import { Institution, institutions } from './institution.ts'

type Row = typeof agreements.$inferSelect

const Commitment = builder.objectRef<RecognitionCommitment>('RecognitionCommitment').implement({
  description: 'R12a: what a recognising body promised in advance.',
  fields: (t) => ({
    clauseId: t.exposeID('clauseId'),
    recognisingBody: t.exposeString('recognisingBody'),
    specificationId: t.exposeID('specificationId'),
    specificationVersion: t.exposeInt('specificationVersion'),
    route: t.exposeString('route'),
    targetCode: t.string({ resolve: (clause) => clause.target.code }),
    targetTitle: t.string({ resolve: (clause) => clause.target.title }),
    credits: t.exposeFloat('credits'),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validUntil: t.expose('validUntil', { type: 'Date' }),
  }),
})

export const CooperationAgreement = builder.objectRef<Row>('CooperationAgreement').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    title: t.exposeString('title'),
    state: t.exposeString('state'),
    contentHash: t.exposeString('contentHash', { description: 'SHA-256 of what all parties sign.' }),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validUntil: t.expose('validUntil', { type: 'Date' }),
    parties: t.field({
      type: [Institution],
      nullable: { list: false, items: true },
      resolve: (row, _args, context) => institutions(context).loadMany(row.parties) as Promise<never>,
    }),
    signedBy: t.stringList({ resolve: (row) => row.signatures.map((signature) => signature.party) }),
    commitments: t.field({ type: [Commitment], resolve: (row) => row.commitments }),
  }),
})

builder.queryField('cooperationAgreements', (t) =>
  t.connection({
    type: CooperationAgreement,
    description: 'The agreements that your institution is a party of, newest first.',
    resolve: (_root, args, context) =>
      page<Row>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(agreements)
            .where(after ? lt(agreements.id, after) : undefined)
            .orderBy(desc(agreements.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(agreements))[0]?.n ?? 0,
        cursor: (row) => row.id,
      }),
  }),
)

builder.mutationType({})
builder.mutationFields((t) => ({
  signAgreement: t.field({
    type: CooperationAgreement,
    errors: { types: [Problem] },
    description: 'Signs for your institution. With the last signature the agreement is active.',
    args: { id: t.arg.id({ required: true }), contentHash: t.arg.string({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { id, contentHash, expectedVersion }, context) => change(context, id, { move: 'sign', contentHash, expectedVersion }),
  }),
  terminateAgreement: t.field({
    type: CooperationAgreement,
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }), expectedVersion: t.arg.int({ required: true }) },
    resolve: (_root, { id, reason, expectedVersion }, context) => change(context, id, { move: 'terminate', reason, expectedVersion }),
  }),
}))

type Change = { move: 'sign'; contentHash: string; expectedVersion: number } | { move: 'terminate'; reason: string; expectedVersion: number }

async function change(context: Parameters<typeof reader>[0], id: string, wanted: Change): Promise<Row> {
  const { session, dependencies, requestId } = context
  const at = dependencies.clock().toISOString()
  return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    const outcome = await moveAgreement(tx, id, { ...wanted, party: session.institution, by: session.subject, roles: session.roles, at })
    if (isRefusal(outcome)) throw problemOf(outcome)
    const [row] = await tx.db
      .select()
      .from(agreements)
      .where(and(eq(agreements.id, id)))
    return row as Row
  })
}
