import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import { caseRows } from './case.ts'

export const subgraph = buildSubgraph(builder.toSchema(), {
  Credential: async (keys) => keys.map((key) => ({ id: key.id })),
  Enrolment: async (keys) => keys.map((key) => ({ id: key.id })),
  RecognitionCase: (keys, context) => caseRows(context).loadMany(keys.map((key) => key.id ?? '')) as Promise<(object | null)[]>,
})
