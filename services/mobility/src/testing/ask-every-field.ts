import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  isRequiredArgument,
  isUnionType,
} from 'graphql'

/** `v` a value, `n` nothing, or a count of none, `r` refused, `.` no object of the type is shown. Of a mutation: `v` let in, `r` refused. */
export type Cell = 'v' | 'n' | 'r' | '.'
export interface Answer {
  readonly status: number
  readonly data: Record<string, unknown> | null
  readonly errors: readonly { readonly path?: readonly (string | number)[] }[]
}
export type Ask = (query: string) => Promise<Answer>
/** Arguments of fields, by `Type.field`, and ids of entities, by type; what is not given is filled with values that fit and name nothing. */
export interface Given {
  readonly args: Readonly<Record<string, string>>
  readonly entities: Readonly<Record<string, string>>
  /** An id for every argument that wants one; of nothing, unless it is given. */
  readonly anyId?: string
}

interface Step {
  readonly field: string
  readonly call: string
  readonly on: string
}
type Path = readonly Step[]
const nobodysId = '01930000-0000-7000-8000-00000000dead'

/** The object types of a subgraph with ways to reach each: entities by their key, the rest from there, from queries and, last, from mutations. */
export function waysThrough(
  sdl: string,
  given: Given,
): { readonly schema: GraphQLSchema; readonly types: readonly GraphQLObjectType[]; readonly ways: ReadonlyMap<string, readonly Path[]> } {
  const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true })
  // A subscription is no question with one answer: graph/live.int.test.ts asks who is told what.
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && type !== schema.getSubscriptionType(),
  )
  const ways = new Map<string, Path[]>()
  const queue: { type: GraphQLObjectType; path: Path }[] = []
  const found = (type: GraphQLObjectType, path: Path) => {
    const known = ways.get(type.name) ?? []
    if (known.length === 3 || path.length > 7) return
    ways.set(type.name, [...known, path])
    if (known.length === 0) queue.push({ type, path })
  }
  for (const [, name, key] of sdl.matchAll(/^type (\w+) @key\(fields: "(\w+)"\)/gm)) {
    const type = schema.getType(name ?? '')
    const id = given.entities[name ?? ''] ?? nobodysId
    if (isObjectType(type))
      found(type, [{ field: '_entities', call: `_entities(representations: [{ __typename: "${name}", ${key}: "${id}" }])`, on: type.name }])
  }
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type !== null && type !== undefined)
  for (const root of roots) {
    ways.set(root.name, [[]])
    queue.push({ type: root, path: [] })
    for (let next = queue.shift(); next; next = queue.shift())
      for (const field of Object.values(next.type.getFields())) {
        const to = getNamedType(field.type)
        for (const on of isUnionType(to) ? to.getTypes() : isObjectType(to) ? [to] : [])
          found(on, [...next.path, { field: field.name, call: callOf(next.type, field, given), on: on.name }])
      }
  }
  return { schema, types, ways }
}

const callOf = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, { args, anyId = nobodysId }: Given): string => {
  const said = args[`${type.name}.${field.name}`]
  const needed = field.args.filter((one: GraphQLArgument) => isRequiredArgument(one)).map((one) => `${one.name}: ${anyValue(one.type, anyId)}`)
  return said ? `${field.name}(${said})` : needed.length > 0 ? `${field.name}(${needed.join(', ')})` : field.name
}
function anyValue(type: GraphQLInputType, id: string): string {
  if (isNonNullType(type)) return anyValue(type.ofType, id)
  if (isListType(type)) return `[${anyValue(type.ofType, id)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((one) => `${one.name}: ${anyValue(one.type, id)}`)
      .join(', ')} }`
  return { ID: `"${id}"`, Int: '1', Float: '1', Boolean: 'true', Date: '"2027-01-01"', DateTime: '"2027-01-01T00:00:00Z"', JSON: '{}' }[type.name] ?? '"x"'
}

const startsWithMutation = (schema: GraphQLSchema, path: Path): boolean => Boolean(schema.getMutationType()?.getFields()[path[0]?.field ?? ''])
/** Whether a type is reached through mutations only, so that it is asked after everything else. */
export const afterwards = (schema: GraphQLSchema, type: GraphQLObjectType, ways: readonly Path[]): boolean =>
  type === schema.getMutationType() || ways.every((path) => path.length > 0 && startsWithMutation(schema, path))

/** What one viewer gets of every field of a type, over all ways to it. */
export async function cellsOf(ask: Ask, schema: GraphQLSchema, type: GraphQLObjectType, ways: readonly Path[], given: Given): Promise<Record<string, Cell>> {
  const fields = Object.values(type.getFields())
  const best: Record<string, Cell> = Object.fromEntries(fields.map((field) => [field.name, '.']))
  const note = (name: string, cell: Cell) => {
    if ('vnr.'.indexOf(cell) < 'vnr.'.indexOf(best[name] ?? '.')) best[name] = cell
  }
  for (const path of ways) {
    const mutates = type === schema.getMutationType() || startsWithMutation(schema, path)
    const selection = (field: GraphQLField<unknown, unknown>): string => {
      const to = getNamedType(field.type)
      const problem = isUnionType(to) && to.getTypes().some((one) => one.name === 'Problem') ? ' ... on Problem { code }' : ''
      return `${callOf(type, field, given)}${isUnionType(to) || isObjectType(to) ? ` { __typename${problem} }` : ''}`
    }
    const asked = (list: readonly GraphQLField<unknown, unknown>[]) =>
      ask(
        `${mutates ? 'mutation' : 'query'} { ${path.reduceRight((inner, { call, on }) => `${call} { __typename ... on ${on} { ${inner} } }`, list.map(selection).join(' '))} }`,
      )
    const judge = (list: readonly GraphQLField<unknown, unknown>[], { status, data, errors }: Answer) => {
      const shown = status === 200 ? objectsAt(data, path) : []
      for (const field of list) {
        const values = shown
          .map((one) => one[field.name])
          .filter((one) => one !== null && one !== undefined && one !== 0 && !(Array.isArray(one) && one.length === 0))
        const refused = status !== 200 || errors.length > 0 || values.some((one) => (one as { code?: string }).code === 'forbidden')
        note(field.name, refused ? 'r' : shown.length === 0 ? '.' : values.length > 0 ? 'v' : 'n')
      }
    }
    const whole = type === schema.getMutationType() ? null : await asked(fields)
    // An error of one field may take its neighbours with it, so then each is asked by itself.
    if (whole && (whole.status !== 200 || whole.errors.length === 0)) judge(fields, whole)
    else for (const field of fields) judge([field], await asked([field]))
  }
  return best
}

function objectsAt(data: Record<string, unknown> | null, path: Path): Record<string, unknown>[] {
  let shown: Record<string, unknown>[] = data ? [data] : []
  for (const { field, on } of path)
    shown = shown
      .flatMap((one) => [one[field]].flat() as (Record<string, unknown> | null | undefined)[])
      .filter((one): one is Record<string, unknown> => one?.__typename === on)
  return shown
}
