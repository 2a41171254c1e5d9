import { createServer } from 'node:http'
import { insertRows, type Transaction } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { Webhook } from 'standardwebhooks'
import { v7 as newId } from 'uuid'
import { webhookEndpoints } from '../tables.ts'
import { mobilityTypes } from './deliverable-types.ts'
import { newSecret, openSecret, sealSecret } from './endpoint-secret.ts'

/** The partner that a single node brings along. Its name leads nowhere; only a hub with the demo data knows where it listens. */
export const sandboxHost = 'sandbox-partner.example'
const sandboxUrl = (institution: string) => `https://${sandboxHost}/hooks/${institution}`

export interface SandboxPartner {
  /** Where the sandbox listens, for its own URLs; undefined for any other, so that nothing else gets past the guard. */
  addressFor(url: string): string | undefined
  /** Messages received whose signature was right, newest last; the last hundred. */
  readonly received: readonly { readonly institution: string; readonly id: string; readonly type: string }[]
  close(): Promise<void>
}

/** Each institution of the demo alliance is told at the sandbox of every outcome, the end of the main path, and of what its partners do in a mobility. */
export async function addSandboxEndpoints(tx: Transaction, { settings, clock }: Dependencies, institutions: readonly string[]): Promise<void> {
  const rows = [...new Set(institutions)].map((institution) => {
    const id = newId()
    return {
      id,
      institution,
      url: sandboxUrl(institution),
      events: ['org.collegium.enrolment.outcome-recorded.v1', ...mobilityTypes],
      secret: sealSecret(settings.secret, id, newSecret()),
      active: true,
      createdAt: clock().toISOString(),
    }
  })
  await insertRows(tx.sql, webhookEndpoints, rows, { skipExisting: true })
}

/** Listens on loopback, verifies each message as a partner would, and answers 204; 401 where the signature is wrong. */
export async function startSandboxPartner({ database, settings }: Dependencies): Promise<SandboxPartner> {
  const received: { institution: string; id: string; type: string }[] = []
  const secrets = new Map<string, string>()
  const secretOf = async (institution: string): Promise<string | undefined> => {
    const known = secrets.get(institution)
    if (known) return known
    const [row] = await database.write(
      { tenants: [institution] },
      { correlationId: 'sandbox' },
      ({ sql }) =>
        sql<
          { id: string; secret: Buffer }[]
        >`select id, secret from webhook_endpoints where institution = ${institution}::text and url = ${sandboxUrl(institution)}::text`,
    )
    if (row) secrets.set(institution, openSecret(settings.secret, row.id, row.secret))
    return secrets.get(institution)
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const institution = (request.url ?? '').split('/').at(-1) ?? ''
      secretOf(institution)
        .then((secret) => {
          if (!secret) return response.writeHead(410).end()
          const message = new Webhook(secret).verify(Buffer.concat(chunks).toString('utf8'), request.headers as Record<string, string>) as { type: string }
          received.push({ institution, id: String(request.headers['webhook-id']), type: message.type })
          if (received.length > 100) received.shift()
          response.writeHead(204).end()
        })
        .catch(() => response.writeHead(401).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    received,
    addressFor(url) {
      const target = new URL(url)
      return target.hostname === sandboxHost ? `http://127.0.0.1:${port}${target.pathname}` : undefined
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
