interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly multipleOf?: number
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

/**
 * BACKWARD: what was valid under `before` has to be valid under `now`, because the log is read again from its first day.
 * Says where `now` refuses what `before` allowed; empty when it does not. Conservative: what it cannot compare, it refuses.
 */
export function incompatibilities(before: Schema, now: Schema, at = ''): string[] {
  const found: string[] = []
  const here = at || '/'
  if (before.anyOf || now.anyOf) {
    const ours = now.anyOf ?? [now]
    for (const [i, option] of (before.anyOf ?? [before]).entries())
      if (!ours.some((one) => incompatibilities(option, one, at).length === 0)) found.push(`${here}: alternative ${i + 1} is no longer allowed`)
    return found
  }
  if (JSON.stringify(before.type) !== JSON.stringify(now.type) && !(before.type === 'integer' && now.type === 'number'))
    found.push(`${here}: the type was ${String(before.type)}, now ${String(now.type)}`)
  if (now.const !== undefined && before.const !== now.const) found.push(`${here}: only ${JSON.stringify(now.const)} is allowed now`)
  if (now.enum) {
    const gone = before.enum ? before.enum.filter((value) => !now.enum?.includes(value)) : ['any value']
    if (gone.length > 0) found.push(`${here}: no longer allowed: ${gone.join(', ')}`)
  }
  for (const name of now.required ?? []) if (!before.required?.includes(name)) found.push(`${here}: ${name} is required now`)
  for (const [name, schema] of Object.entries(now.properties ?? {})) {
    const earlier = before.properties?.[name]
    if (earlier) found.push(...incompatibilities(earlier, schema, `${at}/${name}`))
  }
  // A consumer of today reads a field that was always there; taking it away from the contract would take it from them.
  for (const name of before.required ?? []) if (!now.properties?.[name]) found.push(`${here}: ${name} was promised and is gone`)
  if (before.items && now.items) found.push(...incompatibilities(before.items, now.items, `${at}/items`))
  if (now.pattern !== undefined && now.pattern !== before.pattern) found.push(`${here}: the pattern is another one`)
  if (now.format !== undefined && now.format !== before.format) found.push(`${here}: the format is another one`)
  if (now.multipleOf !== undefined && now.multipleOf !== before.multipleOf) found.push(`${here}: the step is another one`)
  for (const bound of ['minimum', 'minLength', 'minItems'] as const)
    if ((now[bound] ?? Number.NEGATIVE_INFINITY) > (before[bound] ?? Number.NEGATIVE_INFINITY)) found.push(`${here}: ${bound} is larger now`)
  for (const bound of ['maximum', 'maxLength', 'maxItems'] as const)
    if ((now[bound] ?? Number.POSITIVE_INFINITY) < (before[bound] ?? Number.POSITIVE_INFINITY)) found.push(`${here}: ${bound} is smaller now`)
  if (JSON.stringify(now.patternProperties) !== JSON.stringify(before.patternProperties)) found.push(`${here}: the map takes other values`)
  return found
}

/** BACKWARD_TRANSITIVE: against every committed version, oldest first. */
export const incompatibleVersions = (versions: readonly Schema[], now: Schema): string[] =>
  versions.flatMap((version, i) => incompatibilities(version, now).map((fault) => `version ${i + 1} ${fault}`))
