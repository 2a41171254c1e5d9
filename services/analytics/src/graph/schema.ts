import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import './credits.ts'

export const subgraph = buildSubgraph(builder.toSchema(), {})
