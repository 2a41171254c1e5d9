import { connect, type Connection } from '@collegium/sdk'
import { exitCodes, Stopped } from './outcome.ts'

export const hubUrl = (): string => process.env.HUB_URL ?? `http://127.0.0.1:${process.env.HUB_PORT ?? '4000'}`

/** A token for a demo person; only a single node with the demo data gives one. */
export async function demoToken(person: string): Promise<string> {
  const response = await fetch(new URL('/identity/tokens', hubUrl()), { method: 'POST', body: JSON.stringify({ person }) })
  const body = (await response.json().catch(() => ({}))) as { accessToken?: string; people?: string[]; title?: string }
  if (response.ok && body.accessToken) return body.accessToken
  throw new Stopped(
    exitCodes.unauthorised,
    body.people
      ? `There is no demo person ${person}. There are: ${body.people.join(', ')}`
      : 'This hub gives no tokens to demo people. Set HUB_TOKEN to a token of your identity provider.',
  )
}

/** A connection on behalf of somebody: HUB_TOKEN where it is set, a demo person otherwise. */
export function as(person: string | undefined): Connection {
  const given = process.env.HUB_TOKEN
  let token: Promise<string> | undefined
  return connect({ url: hubUrl(), token: () => (token ??= given ? Promise.resolve(given) : demoToken(person ?? 'office@uni-alder.example')) })
}

/** Asks the graph and takes nothing but the data: the first error of a field ends the command. */
export async function ask<Data>(connection: Connection, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await connection.graph<Data>(query, variables)
  const [error] = errors ?? []
  if (error)
    throw new Stopped(
      error.extensions?.code === 'forbidden' ? exitCodes.unauthorised : exitCodes.failure,
      `${error.message}${error.path ? ` (at ${error.path.join('.')})` : ''}`,
    )
  if (!data) throw new Stopped(exitCodes.failure, 'The hub answered without data.')
  return data
}
