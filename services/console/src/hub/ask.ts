import { Fault, faultFromAnswer } from './fault.ts'

/** Requests with a session cookie need this header, which no foreign page can send. */
const ourHeader = { 'x-hub-request': '1' }

/** A query with the shapes of its variables and of its answer; the test beside it holds the text against the supergraph. */
export interface GraphQuery<Answer, Variables> {
  readonly text: string
  /** Never there at run time: carries the types. */
  readonly types?: (variables: Variables) => Answer
}
export const graphQuery = <Answer, Variables = Record<string, never>>(text: string): GraphQuery<Answer, Variables> => ({ text })

/** Asks the graph. Lists that the role may not see come as null; any other error is thrown as a `Fault`. */
export async function execute<Answer, Variables>(query: GraphQuery<Answer, Variables>, variables: Variables, signal?: AbortSignal): Promise<Answer> {
  const response = await reach('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: query.text, variables }),
    ...(signal && { signal }),
  })
  const { data, errors } = (await response.json()) as { data?: Answer; errors?: readonly { message: string; extensions?: { code?: string } }[] }
  const [error] = (errors ?? []).filter((one) => one.extensions?.code !== 'forbidden' || !data)
  if (error || !data)
    throw new Fault(error?.extensions?.code ?? 'internal', { what: error?.message ?? 'Empty answer', requestId: response.headers.get('x-request-id') })
  return data
}

/** Asks the REST surface, in the reader's language. */
export async function ask<Answer>(
  path: string,
  { method = 'GET', language, signal, body }: { method?: 'GET' | 'POST'; language?: string; signal?: AbortSignal; body?: Blob } = {},
): Promise<Answer> {
  const response = await reach(path, {
    method,
    headers: { ...(language && { 'accept-language': language }), ...(body && { 'content-type': 'application/octet-stream' }) },
    ...(signal && { signal }),
    ...(body && { body }),
  })
  return (response.status === 204 ? undefined : await response.json()) as Answer
}

/** Sends a request with the header that a cookie needs; an answer that is no success is a fault, but for those of the graph. */
export async function reach(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
  const response = await fetch(path, { ...init, headers: { ...init.headers, ...ourHeader } }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error
    throw new Fault('hub-unreachable')
  })
  // The graph puts its errors into the body of an answer that may carry any status.
  const isGraphAnswer = path === '/graphql' && response.headers.get('content-type')?.startsWith('application/json')
  if (!response.ok && !isGraphAnswer) throw faultFromAnswer(response.status, await response.text(), response.headers.get('x-request-id'))
  return response
}

/** Sends a form with a file and tells how far it is, as a share of 1: `fetch` cannot. */
export function sendForm<Answer>(
  path: string,
  form: FormData,
  { language, onProgress }: { language: string; onProgress: (share: number) => void },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    for (const [name, value] of Object.entries({ ...ourHeader, 'accept-language': language })) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new Fault('hub-unreachable'))
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as Answer)
        : reject(faultFromAnswer(request.status, request.responseText, request.getResponseHeader('x-request-id')))
    request.send(form)
  })
}
