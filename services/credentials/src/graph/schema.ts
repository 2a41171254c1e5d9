import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import { credentialsById } from './credential.ts'

export const subgraph = buildSubgraph(builder.toSchema(), {
  Credential: async (keys, context) =>
    (await credentialsById(
      keys.map((key) => key.id ?? ''),
      context,
    )) as (object | null)[],
  // Enrolments are mobility's; whether one exists is not for this subgraph to know, so each is taken at its word.
  Enrolment: async (keys) => keys.map((key) => ({ id: key.id ?? '' })),
})
