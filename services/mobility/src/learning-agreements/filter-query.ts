import { Problem } from '@collegium/service-kit'
import type { AgreementFilter } from './filter-agreements.ts'

const lists = ['status', 'type'] as const
const single = ['turn', 'partner', 'unit', 'academicYear', 'dueBefore', 'direction', 'programme', 'text'] as const
const flags = ['unacknowledged'] as const
const known: readonly string[] = [...lists, ...single, ...flags]

/** Reads a filter from the query of an address; lists are comma-separated. Throws `invalid-request` for a name that it does not know, because a mistyped filter would quietly show everything. */
export function filterFromQuery(asked: Readonly<Record<string, string | undefined>>): AgreementFilter {
  const unknown = Object.keys(asked).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Problem('invalid-request', { unknown, known })
  const filter: Record<string, string | string[] | boolean> = {}
  for (const name of single) if (asked[name]) filter[name] = asked[name]
  for (const name of lists) if (asked[name]) filter[name] = asked[name].split(',')
  for (const name of flags) if (asked[name] === 'true') filter[name] = true
  return filter
}

/** The query of an address for a filter, in a fixed order, so that the same filter is the same address. */
export function queryOfFilter(filter: AgreementFilter): string {
  const query = new URLSearchParams()
  for (const name of lists) if (filter[name]?.length) query.set(name, [...filter[name]].sort().join(','))
  for (const name of single) if (filter[name]) query.set(name, filter[name])
  for (const name of flags) if (filter[name]) query.set(name, 'true')
  return query.toString()
}
