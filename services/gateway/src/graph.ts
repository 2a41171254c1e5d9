import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor'
import { createGatewayRuntime, type GatewayPlugin } from '@graphql-hive/gateway-runtime'
import http from '@graphql-mesh/transport-http'
import type { ServiceName } from '@collegium/contracts'
import { type Dispatch, eventStream, type Session, type TokenMint } from '@collegium/service-kit'
import { type DocumentNode, type ExecutionArgs, GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql'
import { costOf, tooDear } from './cost.ts'

export type Planner = 'rust' | 'js'

/** What a request brings into the graph. */
export interface GraphRequest {
  readonly session: Session | null
  readonly requestId: string
  /** Whether the answer may be an event stream, without which no subscription begins. */
  readonly streams: boolean
}

export interface Graph {
  fetch(request: Request, context: GraphRequest): Promise<Response>
  close(): Promise<void>
}

export interface GraphOptions {
  readonly supergraph: string
  readonly planner: Planner
  /** How subgraphs are reached, with a token for each; null lets a bare supergraph be served as it is (public federation suites). */
  readonly subgraphs: { readonly dispatch: Dispatch; readonly mint: TokenMint } | null
  /** Roles that may ask the schema about itself. Others read the SDL as a file. */
  readonly introspection: (session: Session | null) => boolean
  readonly graphiql: boolean
}

/** Limits of a single query (reliability notes): each refuses before the first resolver runs. */
export const limits = { depth: 12, tokens: 2_000, aliases: 15, directives: 8 } as const

export async function createGraph(options: GraphOptions): Promise<Graph> {
  const { subgraphs } = options
  const armor = EnvelopArmorPlugin({
    maxDepth: { n: limits.depth, flattenFragments: true },
    maxTokens: { n: limits.tokens },
    // The default list lets aliases of __typename through.
    maxAliases: { n: limits.aliases, allowList: [] },
    maxDirectives: { n: limits.directives },
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: true },
  })
  const guard: GatewayPlugin = {
    onValidate({ addValidationRule, context }) {
      // What fetch() was given arrives inside the runtime's own context.
      if (!options.introspection((context as unknown as GraphRequest).session)) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
    onExecute: ({ args }) => demandCheap(args),
    onSubscribe: ({ args }) => demandCheap(args),
  }
  const subscribing: GatewayPlugin = {
    onSubscribe({ args }) {
      if (!(args.contextValue as unknown as GraphRequest).streams)
        throw new GraphQLError(`A subscription is answered as an event stream: send accept: ${eventStream}.`, { extensions: { code: 'invalid-request' } })
      return { onSubscribeResult: ({ result, setResult }) => setResult(isStream(result) ? untilFault(result) : result) }
    },
  }
  const runtime = createGatewayRuntime({
    supergraph: options.supergraph,
    transports: { http },
    graphqlEndpoint: '/graphql',
    // From our own origin: a page that fetches its scripts elsewhere is blank without a network. A session cookie needs the header.
    graphiql: options.graphiql && {
      title: 'Collegium',
      headers: '{ "x-hub-request": "1" }',
      credentials: 'same-origin',
      defaultQuery:
        '# Sign in at /sign-in first; what you see is what your role may see.\n{\n  learningOpportunities(first: 10) {\n    totalCount\n    edges { node { code title ects lead { name } } }\n  }\n}\n',
    },
    ...(options.graphiql && { renderGraphiQL: (await import('@graphql-yoga/render-graphiql')).renderGraphiQL }),
    landingPage: false,
    batching: false,
    logging: false,
    maskedErrors: { maskError: publicError },
    plugins: () => (subgraphs ? [armor as GatewayPlugin, guard, subscribing] : [subscribing]),
    transportEntries: {
      // Subscriptions come as POST like everything else. Two people who ask the same at the same moment are two questions: the tokens are added behind
      // the place where the transport would make them one.
      '*': { options: { method: 'POST', deduplicateInflightRequests: false } },
    },
    ...(options.planner === 'rust' && { unifiedGraphHandler: (await import('@graphql-hive/router-runtime')).unifiedGraphHandler }),
    // It would remember what it brought for as long as a subscription lasts; the other planner remembers nothing.
    __experimental__batchDelegateOptions: { cache: false },
    // Node's own where nothing else is said: the one that comes with the runtime leaves a stream open whose listener has gone.
    fetchAPI: {
      fetch: subgraphs
        ? (url: string, init: RequestInit, context: GraphRequest) => toSubgraph(subgraphs, url, init, context)
        : (url: string, init: RequestInit) => fetch(url, init),
    },
  } as Parameters<typeof createGatewayRuntime>[0])
  return {
    fetch: async (request, context) => runtime.fetch(request, context as never),
    close: async () => runtime[Symbol.asyncDispose](),
  }
}

function demandCheap({
  schema,
  document,
  operationName,
  variableValues,
}: Pick<ExecutionArgs, 'schema' | 'operationName' | 'variableValues'> & { document: DocumentNode }) {
  const cost = costOf(schema, document, operationName, variableValues ?? {})
  if (cost > 20_000) throw tooDear(cost)
}

type Answer = { readonly errors?: readonly unknown[] }
const isStream = (result: unknown): result is AsyncIterable<Answer> => typeof result === 'object' && result !== null && Symbol.asyncIterator in result

/** A message with errors is the last of its stream: its client comes back, and one planner would repeat the errors with every later message. */
function untilFault(messages: AsyncIterable<Answer>): AsyncIterableIterator<Answer> {
  const inner = messages[Symbol.asyncIterator]()
  let over = false
  const end = async (): Promise<IteratorResult<Answer>> => {
    over = true
    await inner.return?.()
    return { done: true, value: undefined }
  }
  return {
    async next() {
      if (over) return end()
      const message = await inner.next()
      if (!message.done && message.value.errors?.length) over = true
      return message
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function toSubgraph(
  { dispatch, mint }: { dispatch: Dispatch; mint: TokenMint },
  url: string,
  init: RequestInit,
  context: GraphRequest | undefined,
): Promise<Response> {
  const service = new URL(url).hostname.replace('.internal', '') as ServiceName
  if (!context?.session) throw new GraphQLError('Sign in first.', { extensions: { code: 'unauthenticated' } })
  const headers = {
    'content-type': 'application/json',
    accept: new Headers(init.headers).get('accept') === eventStream ? eventStream : 'application/json',
    authorization: `Bearer ${await mint.mint(service, context.session)}`,
    'x-request-id': context.requestId,
  }
  return dispatch(service, new Request(url, { method: 'POST', headers, body: init.body ?? null, signal: init.signal ?? null }))
}

/** Words and code of an error that a subgraph worded; for anything else neither request, nor stack, nor address leaves the house. */
function publicError(error: unknown): Error {
  if (!(error instanceof GraphQLError)) return new GraphQLError('The hub made a mistake.', { extensions: { code: 'internal' } })
  const { code, details, estimated } = error.extensions as { code?: unknown; details?: unknown; estimated?: unknown }
  const technical = error.originalError && !(error.originalError instanceof GraphQLError)
  return new GraphQLError(technical ? 'A part of the hub did not answer. What it would have brought is missing here.' : error.message, {
    path: error.path ?? null,
    extensions: {
      code: typeof code === 'string' ? code : technical ? 'part-away' : 'invalid-request',
      ...(details !== undefined && { details }),
      ...(estimated !== undefined && { estimated }),
    },
  })
}
