import type { ClaimCheckPath, Purpose, ServiceName } from '@collegium/contracts'
import { claimChecks } from '@collegium/contracts'
import { TransientFault } from '@collegium/events'
import type { TokenMint } from './tokens.ts'

/** Brings a request to a service: in process on a single node, over HTTP elsewhere. */
export type Dispatch = (service: ServiceName, request: Request) => Promise<Response>

export interface Peers {
  /** A claim check of design 3.3. Throws {@link TransientFault} while the peer is away: the consumer then waits. */
  claim<Answer>(path: ClaimCheckPath, purpose: Purpose, body: object, correlationId: string): Promise<Answer>
}

export function peers(caller: ServiceName, mint: TokenMint, dispatch: Dispatch): Peers {
  return {
    async claim<Answer>(path: ClaimCheckPath, purpose: Purpose, body: object, correlationId: string) {
      const check = claimChecks.find((c) => c.path === path && c.caller === caller && c.purpose === purpose)
      if (!check) throw new Error(`${caller} may not ask ${path} for ${purpose}: contracts' list of claim checks does not have it`)
      const token = await mint.mint(check.at, { subject: `service:${caller}`, kind: 'service', institution: '', roles: ['system'], units: [] })
      let response: Response
      try {
        response = await dispatch(
          check.at,
          new Request(`http://${check.at}.internal${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-request-id': correlationId },
            body: JSON.stringify({ purpose, ...body }),
          }),
        )
      } catch (cause) {
        throw new TransientFault(`${check.at} is not reachable`, { cause })
      }
      if (response.status >= 500 || response.status === 429) throw new TransientFault(`${check.at} answered ${response.status}`)
      if (!response.ok) throw new Error(`${check.at} refused ${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as Answer
    },
  }
}

/** Services that run elsewhere, by their addresses. */
export function dispatchByHttp(addresses: Partial<Record<ServiceName, string>>): Dispatch {
  return (service, request) => {
    const address = addresses[service]
    if (!address) throw new Error(`HUB_PEERS does not say where ${service} is`)
    const { pathname, search } = new URL(request.url)
    return fetch(new Request(`${address}${pathname}${search}`, request))
  }
}
