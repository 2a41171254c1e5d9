import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Webhook } from 'standardwebhooks'

/**
 * A partner that a single node brings along: it takes deliveries as a real one should (Standard Webhooks: signature,
 * time, one effect per id) and shows what it has received at /sandbox-partner.
 */
export function sandboxPartner(options: { dataDir: string; secret: Uint8Array }) {
  const file = join(options.dataDir, 'sandbox-partner.jsonl')
  const webhook = new Webhook(Buffer.from(options.secret).toString('base64'))
  const seen = new Set(received(file).map((one) => one.id))
  return {
    mount(app: FastifyInstance): void {
      void app.register(async (scope) => {
        // The signature covers the bytes, so they are kept as they came.
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
        scope.post('/sandbox-partner/webhooks', async (request, reply) => {
          const id = String(request.headers['webhook-id'] ?? '')
          try {
            webhook.verify(request.body as Buffer, { 'webhook-id': id, 'webhook-timestamp': String(request.headers['webhook-timestamp'] ?? ''), 'webhook-signature': String(request.headers['webhook-signature'] ?? '') })
          } catch {
            return reply.code(401).send({ received: false, why: 'The signature does not fit.' })
          }
          if (!seen.has(id)) {
            seen.add(id)
            appendFileSync(file, `${JSON.stringify({ id, at: new Date().toISOString(), body: JSON.parse((request.body as Buffer).toString('utf8')) as unknown })}\n`)
          }
          return { received: true }
        })
        scope.get('/sandbox-partner', async () => ({ deliveries: received(file).slice(-200).reverse() }))
      })
    },
  }
}

function received(file: string): { id: string; at: string; body: unknown }[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { id: string; at: string; body: unknown })
}
