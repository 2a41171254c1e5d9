import { officeRoles } from '@collegium/contracts'
import { holdsRole, sightOf } from '@collegium/graph-kit'
import { type Dependencies, Problem } from '@collegium/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { openStored } from '../awards/open-stored.ts'
import { readStored } from '../awards/read-stored.ts'
import { leadOfShare } from '../sharing/share-links.ts'

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Whose rows the request may see: a share token opens its one credential, a sign-in what its role allows. */
async function sightFor(dependencies: Dependencies, request: FastifyRequest<{ Params: { id: string }; Querystring: { token?: string } }>) {
  const { token } = request.query
  if (typeof token === 'string') {
    const lead = await leadOfShare(dependencies, token, request.params.id)
    return lead === undefined ? undefined : { tenants: [lead] }
  }
  const known = await dependencies.tokens.verify(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1], ['gateway'])
  if (!known) throw new Problem('unauthenticated')
  // An analyst or auditor sees numbers and decisions, not people.
  return known.session.kind === 'learner' || holdsRole(known.session, officeRoles) ? sightOf(known.session) : undefined
}

/** `GET /api/credentials/{id}`: the sealed bytes as they were sealed. Unknown, erased and forbidden look alike. */
export function credentialRoute(app: FastifyInstance, dependencies: Dependencies): void {
  app.get<{ Params: { id: string }; Querystring: { token?: string } }>('/api/credentials/:id', async (request, reply) => {
    const { id } = request.params
    const sight = await sightFor(dependencies, request)
    const [found] = sight && uuid.test(id) ? await readStored(dependencies.database.reader(sight), dependencies.settings.secret, [id]) : []
    if (!found) throw new Problem('not-found')
    return reply
      .header('cache-control', 'private, no-store')
      .header('etag', `"${found.sha256}"`)
      .header('content-disposition', `attachment; filename="credential-${id}.json"`)
      .type('application/jose+json')
      .send(Buffer.from(openStored(found)))
  })
}
