import { createHash } from 'node:crypto'
import { maximumBytes, overall, withIris } from '@collegium/credential-formats'
import { type Dependencies, Problem } from '@collegium/service-kit'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Instruments } from '../instruments.ts'
import { verifyFile } from '../verification/verifier.ts'

/** The one file of a form, read within bounds. */
async function fileOf(request: FastifyRequest): Promise<Buffer> {
  const file = await request.file()
  if (!file) throw new Problem('file-missing')
  try {
    return await file.toBuffer()
  } catch {
    throw new Problem('too-large')
  }
}

/** `POST /api/verify`: public. Takes the credential as the body or as the one file of a form; answers seven verdicts, whatever was sent. Nothing is kept. */
export function verifyRoute(app: FastifyInstance, dependencies: Dependencies, instruments: Instruments): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The seal is about bytes: the body must not be parsed, or it would have to be written anew.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maximumBytes }, (_request, body, done) => done(null, body))
    await scope.register(multipart, { limits: { fileSize: maximumBytes, files: 1, fields: 4 } })
    scope.post('/api/verify', { bodyLimit: maximumBytes + 64 * 1024 }, async (request) => {
      const bytes = request.isMultipart() ? await fileOf(request) : Buffer.isBuffer(request.body) ? request.body : undefined
      if (!bytes) throw new Problem('file-missing')
      const { at, trustListVersion, verdicts } = await verifyFile(dependencies, instruments, bytes, request.id)
      return {
        overall: overall(verdicts),
        at: at.toISOString(),
        trustListVersion,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        verdicts: verdicts.map(withIris),
      }
    })
  })
}
