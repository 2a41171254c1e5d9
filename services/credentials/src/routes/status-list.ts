import { type Dependencies, Problem } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import type { Keyring } from '../seal-keys/keyring.ts'
import { sealedStatusList } from '../status-lists/sealed-list.ts'

/** `GET /api/status-lists/{id}`: public, as every verifier has to read it. */
export function statusListRoute(app: FastifyInstance, dependencies: Dependencies, keyring: Keyring): void {
  app.get<{ Params: { id: string } }>('/api/status-lists/:id', async (request, reply) => {
    const sealed = await sealedStatusList(dependencies, keyring, request.params.id, request.id)
    if (!sealed) throw new Problem('not-found')
    return reply.header('cache-control', 'public, max-age=60').type('application/jose+json').send(Buffer.from(sealed))
  })
}
