/** RFC 9457 problem details, as every REST address of the hub answers when it refuses. */
export class HubProblem extends Error {
  readonly status: number
  readonly code: string
  /** Quote it when you ask for help. */
  readonly requestId: string | null
  readonly body: Readonly<Record<string, unknown>>
  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super([body.title, body.detail].filter(Boolean).join(' ') || `The hub answered ${status}.`)
    this.status = status
    this.code = typeof body.code === 'string' ? body.code : 'unknown'
    this.requestId = typeof body.requestId === 'string' ? body.requestId : null
    this.body = body
  }
}

export interface ImportRequest {
  readonly file: Blob
  readonly fileName: string
  /** What kind of file it is; results of a joint course unless said otherwise. */
  readonly template?: string
  readonly institution: string
  /** Id or code of the offer, for example ALD-DATA-2026; for files that are about one. */
  readonly offering?: string
  /** Home institution of every row that does not name one. */
  readonly home?: string
  readonly dryRun?: boolean
}

export interface Connection {
  /** Asks the graph. Throws {@link HubProblem} when it is not answered; errors of single fields come back in `errors`. */
  graph<Data>(
    query: string,
    variables?: object,
  ): Promise<{ data: Data | null; errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[] }>
  /** Uploads a file. Resolves with the run once the hub has taken it; the check goes on there. */
  startImport(request: ImportRequest): Promise<Record<string, unknown>>
  /** Any address of the hub; JSON is parsed, refusals are thrown. */
  call(method: string, path: string, body?: object): Promise<unknown>
  /** The bytes as they are: sealed credentials, problem files, templates. */
  bytes(path: string): Promise<Uint8Array>
}

/** Connects to a hub. `token` is asked for before each request, so that it may be renewed. */
export function connect(options: { readonly url: string; readonly token?: () => Promise<string> }): Connection {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('x-hub-request', '1')
    if (options.token) headers.set('authorization', `Bearer ${await options.token()}`)
    const response = await fetch(new URL(path, options.url), { ...init, headers })
    if (response.ok) return response
    const text = await response.text()
    let body: Record<string, unknown> = { title: text.slice(0, 500) }
    try {
      body = JSON.parse(text) as Record<string, unknown>
    } catch {}
    throw new HubProblem(response.status, body)
  }
  const json = (body: object): RequestInit => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return {
    graph: async (query, variables = {}) => (await send('/graphql', { method: 'POST', ...json({ query, variables }) })).json() as never,
    async startImport({ file, fileName, template = 'joint-course-results', institution, offering, home, dryRun }) {
      const form = new FormData()
      // Fields before the file: the hub knows what the file is about before it reads the first byte of it.
      for (const [name, value] of Object.entries({ template, institution, offering, home, dryRun: dryRun ? 'true' : undefined }))
        if (value !== undefined) form.set(name, value)
      form.set('file', file, fileName)
      return (await (await send('/api/imports', { method: 'POST', body: form })).json()) as Record<string, unknown>
    },
    async call(method, path, body) {
      const response = await send(path, { method, ...(body && json(body)) })
      return response.status === 204 ? null : response.json()
    },
    bytes: async (path) => new Uint8Array(await (await send(path, { method: 'GET' })).arrayBuffer()),
  }
}
