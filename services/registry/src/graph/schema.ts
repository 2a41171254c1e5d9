import { buildSubgraph } from '@collegium/graph-kit'
import './access.ts'
import './agreement.ts'
import { builder } from './builder.ts'
import './grading-table.ts'
import { institutions } from './institution.ts'
import './term-calendar.ts'

export const subgraph = buildSubgraph(builder.toSchema(), {
  Institution: (keys, context) => institutions(context).loadMany(keys.map((key) => key.schacId ?? '')) as Promise<(object | null)[]>,
})
