import { headerKey } from '@collegium/contracts'
import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { headerMappings } from '../tables.ts'
import { templateNamed } from './template-named.ts'
import { uploadersOf } from './templates.ts'

export type Mapping = Readonly<Record<string, string>>

/** Keeps how an institution calls the template's columns; the next file finds them. Replaces what was kept before. */
export async function saveMapping(
  { database, clock }: Dependencies,
  session: Session,
  template: string,
  mapping: Readonly<Record<string, string>>,
  correlationId: string,
): Promise<Mapping> {
  const kind = templateNamed(template)
  if (!session.roles.some((role) => uploadersOf(kind).includes(role))) throw new Problem('forbidden', { needs: kind.by })
  const known = kind.file.columns.map((column) => column.field)
  const entries = Object.entries(mapping)
  const wrong = entries.filter(([header, field]) => headerKey(header) === '' || !known.includes(field)).map(([header, field]) => `${header} → ${field}`)
  const fields = entries.map(([, field]) => field)
  const twice = fields.filter((field, i) => fields.indexOf(field) !== i)
  if (entries.length > 100 || wrong.length > 0) throw new Problem('mapping-unusable', { wrong, fields: known })
  if (twice.length > 0) throw new Problem('mapping-unusable', { wrong: twice.map((field) => `two headers → ${field}`) })
  const kept: Mapping = mapping
  const row = { institution: session.institution, template, mapping: kept, savedAt: clock().toISOString() }
  await database.write({ tenants: [session.institution] }, { correlationId }, ({ db }) =>
    db
      .insert(headerMappings)
      .values(row)
      .onConflictDoUpdate({ target: [headerMappings.institution, headerMappings.template], set: row }),
  )
  return kept
}
