import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  GraphQLError,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** How many objects one answer may hold at most. A query that could hold more is refused before anything runs. */
export const mostObjects = 20_000
/** A connection without `first` holds this many; a plain list is expected to. */
const page = 25
const list = 10

/**
 * Estimates how many objects an operation could bring, from its `first` arguments and list types. Fragments are followed once each per use;
 * a circle of fragments is somebody else's error (validation names it) and costs nothing here.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])))
  const operations = document.definitions.filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
  const operation = operationName ? operations.find((one) => one.name?.value === operationName) : operations[0]
  const root = operation && schema.getRootType(operation.operation)
  if (!operation || !root) return 0
  const defaults = new Map(
    operation.variableDefinitions?.map((one) => [one.variable.name.value, one.defaultValue?.kind === Kind.INT ? one.defaultValue.value : undefined]),
  )
  return cost(operation.selectionSet, root, 1, new Set())

  function cost(selections: SelectionSetNode, parent: GraphQLNamedType, times: number, within: ReadonlySet<string>): number {
    // Beyond the limit nothing more needs to be counted; without this a bomb of fragments would cost us the time it is meant to.
    if (times > mostObjects) return times
    let sum = 0
    for (const selection of selections.selections) {
      if (sum > mostObjects) return sum
      if (selection.kind === Kind.FIELD) sum += costOfField(selection, parent, times, within)
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        sum += cost(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent, times, within)
      else {
        const fragment: FragmentDefinitionNode | undefined = fragments.get(selection.name.value)
        if (fragment && !within.has(fragment.name.value))
          sum += cost(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value) ?? parent, times, new Set([...within, fragment.name.value]))
      }
    }
    return sum
  }

  function typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name)
  }

  function costOfField(field: FieldNode, parent: GraphQLNamedType, times: number, within: ReadonlySet<string>): number {
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined
    if (!definition || !field.selectionSet) return 0
    const type = getNamedType(definition.type)
    if (!isCompositeType(type)) return 0
    const inner = isNonNullType(definition.type) ? definition.type.ofType : definition.type
    const multiplier = definition.args.some((arg) => arg.name === 'first') ? firstOf(field) : isListType(inner) && field.name.value !== 'edges' ? list : 1
    return times * multiplier + cost(field.selectionSet, type, times * multiplier, within)
  }

  function firstOf(field: FieldNode): number {
    const value = field.arguments?.find((arg) => arg.name.value === 'first')?.value
    // Less than one is refused where the list is read; here it must not pay for the lists beside it.
    return Math.max(
      1,
      Number(
        value?.kind === Kind.INT ? value.value : value?.kind === Kind.VARIABLE ? (variables[value.name.value] ?? defaults.get(value.name.value) ?? page) : page,
      ) || page,
    )
  }
}

export function tooDear(cost: number): GraphQLError {
  return new GraphQLError(`This query could bring more than ${mostObjects} objects. Ask for smaller pages (first), or for fewer lists inside lists.`, {
    extensions: { code: 'query-too-large', estimated: cost },
  })
}
