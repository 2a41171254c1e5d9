import { LearnersAnswer, LearnersRequest, SubmissionsAnswer, SubmissionsRequest } from '../claim-check-shapes.ts'
import { topics } from '../topics.ts'

/** Every shape of the wire under its own name: event data by type, claim checks by what they are. */
export function jsonSchemas(): ReadonlyMap<string, object> {
  const of = (name: string, title: string, schema: object) =>
    [name, { $schema: 'http://json-schema.org/draft-07/schema#', $id: `urn:collegium:schema:${name}`, title, ...plain(schema) }] as const
  return new Map([
    ...topics.flatMap((topic) => topic.types.map((type) => of(type.type, `Data of ${type.type}`, type.data))),
    of('claim-check.submissions-request', 'Submitted rows are asked for', SubmissionsRequest),
    of('claim-check.submissions-answer', 'Submitted rows', SubmissionsAnswer),
    of('claim-check.learners-request', 'Learners are asked for', LearnersRequest),
    of('claim-check.learners-answer', 'Learners', LearnersAnswer),
  ])
}

/** Without the symbols that TypeBox keeps in its values. */
export const plain = (schema: object): object => JSON.parse(JSON.stringify(schema)) as object
