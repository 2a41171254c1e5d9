import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import { deliveryRows } from './delivery.ts'
import { runRows } from './import-run.ts'
import './live.ts'

const ids = (keys: readonly Readonly<Record<string, string>>[]) => keys.map((key) => key.id ?? '')

export const subgraph = buildSubgraph(builder.toSchema(), {
  Delivery: (keys, context) => deliveryRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
  Enrolment: async (keys) => keys.map((key) => ({ id: key.id })),
  LearningAgreement: async (keys) => keys.map((key) => ({ id: key.id })),
  Nomination: async (keys) => keys.map((key) => ({ id: key.id })),
  ImportRun: (keys, context) => runRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
})
