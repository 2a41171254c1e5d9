import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP } from 'node:net'
import type { Answer } from './domain/delivery.ts'
import { AddressRefused, isSendableUrl, publicLookup } from './guard-address.ts'

const patienceMs = 15_000

/** One try. Redirects are not followed: they would lead past the guard. Only the status of the answer is of interest. */
export function postMessage(url: string, headers: Readonly<Record<string, string>>, body: string, trusted: boolean): Promise<Answer> {
  if (!trusted && !isSendableUrl(url)) return Promise.resolve({ failed: 'address-refused' })
  const target = new URL(url)
  const send = target.protocol === 'https:' ? requestTls : requestPlain
  return new Promise((resolve) => {
    const request = send(
      target,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Collegium-Webhooks/1', ...headers, 'content-length': Buffer.byteLength(body) },
        timeout: patienceMs,
        ...(!trusted && isIP(target.hostname) === 0 && { lookup: publicLookup }),
      },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0 })
      },
    )
    request.on('timeout', () => request.destroy(new Error('timed out')))
    request.on('error', (error) => resolve({ failed: error instanceof AddressRefused ? 'address-refused' : 'partner-unreachable' }))
    request.end(body)
  })
}
