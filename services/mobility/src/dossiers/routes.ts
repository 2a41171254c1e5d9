import { isRefusal, officeRoles } from '@collegium/contracts'
import { holdsRole, sightOf } from '@collegium/graph-kit'
import { type Dependencies, Problem, problemOf, type Session, signedIn } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { v7 as newId } from 'uuid'
import { learnerKeys } from '../learners/learner-keys.ts'
import { learnerVault } from '../learners/vault.ts'
import { actorOf } from '../learning-agreements/act-on-agreements.ts'
import { largestAttachment } from './domain/dossier.ts'
import { dossierOf } from './dossier-of.ts'
import { addAttachment, contentContext, nameContext } from './keep-attachments.ts'
import { dossierAttachments } from './tables.ts'
import type { Writing } from './write-notes.ts'

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** An office at work on its own files; learners, analysts and systems have none. */
export function writingOf({ clock }: Pick<Dependencies, 'clock'>, session: Session): Writing {
  const { institution, name, roles } = actorOf(session)
  if (session.kind === 'learner' || !institution || !holdsRole(session, officeRoles)) throw new Problem('forbidden', { needs: officeRoles })
  return { institution, name: name ?? '', roles, now: clock().toISOString() }
}

/**
 * `POST /api/dossiers/{mobility or enrolment}/attachments?name=`: the bytes of a file as the body, whatever type the sender calls them; 201 with its id, and the same
 * id for the same bytes. `GET /api/dossiers/attachments/{id}`: the file, to be saved and never shown in place.
 */
export function dossierRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { database, settings } = dependencies
  const vault = learnerVault(settings.secret)
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post<{ Params: { id: string }; Querystring: { name?: string } }>(
      '/api/dossiers/:id/attachments',
      // Twice what is kept, so that most of what is too large is refused with the limit in the words.
      { preHandler: signedIn(dependencies), bodyLimit: 2 * largestAttachment },
      async (request, reply) => {
        const writing = writingOf(dependencies, request.session)
        const on = uuid.test(request.params.id) ? await dossierOf(database.reader(sightOf(request.session)), request.params.id) : null
        if (!on) throw new Problem('not-found')
        const key = (await learnerKeys(dependencies, [on])).get(on.learnerId)
        if (!key) throw new Problem('learner-erased')
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const outcome = await database.write(sightOf(request.session), { correlationId: request.id }, (tx) =>
          addAttachment(tx, writing, { id: newId(), on, name: request.query.name ?? '', bytes }, vault, key),
        )
        if (isRefusal(outcome)) throw problemOf(outcome)
        return reply.code(201).send({ id: outcome.id, size: outcome.size, mediaType: outcome.mediaType })
      },
    )
  })
  app.get<{ Params: { id: string } }>('/api/dossiers/attachments/:id', { preHandler: signedIn(dependencies) }, async (request, reply) => {
    writingOf(dependencies, request.session)
    const { id } = request.params
    const [row] = uuid.test(id) ? await database.reader(sightOf(request.session)).select().from(dossierAttachments).where(eq(dossierAttachments.id, id)) : []
    const key = row && (await learnerKeys(dependencies, [row])).get(row.learnerId)
    if (!row || !key) throw new Problem('not-found')
    const name = vault.open<string>(key, nameContext(id), row.name)
    return reply
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `attachment; filename="attachment"; filename*=UTF-8''${encodeURIComponent(name)}`)
      .type(row.mediaType)
      .send(Buffer.from(vault.open<string>(key, contentContext(id), row.content), 'base64'))
  })
}
