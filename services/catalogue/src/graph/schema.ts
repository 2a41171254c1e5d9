import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import { instances, opportunities } from './opportunity.ts'
import './keep-offers.ts'

export const subgraph = buildSubgraph(builder.toSchema(), {
  LearningOpportunity: (keys, context) => opportunities(context).loadMany(keys.map((key) => key.id ?? '')) as Promise<(object | null)[]>,
  LearningOpportunityInstance: (keys, context) => instances(context).loadMany(keys.map((key) => key.id ?? '')) as Promise<(object | null)[]>,
})
