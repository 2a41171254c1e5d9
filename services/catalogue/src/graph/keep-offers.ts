import { faultsOf, Instance as InstanceShape, isRefusal, Specification as SpecificationShape } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { demandRole, type GraphContext, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import type { Static, TSchema } from '@sinclair/typebox'
import { describeOpportunity, openInstance } from '../opportunities/publish-opportunity.ts'
import { builder } from './builder.ts'
import { editors, instances, LearningOpportunityInstance } from './opportunity.ts'

/** One act of a lead on its own offers; a refusal leaves everything as it was. */
async function byTheLead(context: GraphContext, work: (tx: Transaction, at: string) => Promise<object>): Promise<void> {
  const { session, dependencies, requestId } = context
  await dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
    const outcome = await work(tx, dependencies.clock().toISOString())
    if (isRefusal(outcome)) throw problemOf(outcome)
  })
}

/** What was sent, if it has the form of the contract; the fields that have not are named. */
function inTheForm<T extends TSchema>(schema: T, given: unknown, name: string): Static<T> {
  const faults = faultsOf(schema, given)
  if (faults.length > 0) throw new Problem('invalid-request', { [name]: faults })
  return given as Static<T>
}

const Described = builder.objectRef<{ id: string; code: string }>('DescribedOpportunity').implement({
  description: 'A draft; nobody else sees it before it is published.',
  fields: (t) => ({ id: t.exposeID('id'), code: t.exposeString('code') }),
})
builder.mutationFields((t) => ({
  describeLearningOpportunity: t.field({
    type: Described,
    errors: { types: [Problem] },
    description: 'Writes the draft of a learning opportunity that your institution leads: a Specification as /docs/events shows it, with its mobility windows.',
    args: { specification: t.arg({ type: 'JSON', required: true }) },
    resolve: async (_root, { specification: given }, context) => {
      demandRole(context, editors)
      const specification = inTheForm(SpecificationShape, given, 'specification')
      if (specification.lead !== context.session.institution) throw new Problem('forbidden', { lead: specification.lead })
      await byTheLead(context, (tx, at) => describeOpportunity(tx, specification, at))
      return { id: specification.specificationId, code: specification.code }
    },
  }),
  offerLearningOpportunity: t.field({
    type: LearningOpportunityInstance,
    errors: { types: [Problem] },
    description:
      'Offers what your institution published at a time: an Instance as /docs/events shows it; of a blended intensive programme with its facts, which R15 judges.',
    args: { instance: t.arg({ type: 'JSON', required: true }) },
    resolve: async (_root, { instance: given }, context) => {
      demandRole(context, editors)
      const instance = inTheForm(InstanceShape, given, 'instance')
      await byTheLead(context, (tx) => openInstance(tx, context.session.institution, instance))
      const row = await instances(context).load(instance.instanceId)
      if (!row) throw new Problem('not-found')
      return row
    },
  }),
}))
