import { PassThrough, type Writable } from 'node:stream'
import multipart from '@fastify/multipart'
import { type FileTemplate, fileTemplates } from '@collegium/contracts'
import { sightOf } from '@collegium/graph-kit'
import { type Dependencies, Problem, signedIn } from '@collegium/service-kit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../errors/words.ts'
import { type Fate } from '../files/domain/rows.ts'
import { largestFile } from '../files/read-file.ts'
import { acceptRun } from './accept-run.ts'
import type { ImportBackground } from './background.ts'
import { writeProblemsCsv, writeProblemsXlsx } from './problems-file.ts'
import { rowEnds } from './domain/ends.ts'
import { maySeeRows, presentRun, type RowFilter, rowsOf, runOf, type ShownRow } from './queries.ts'
import { isId, type RunRow } from './run-store.ts'
import { startImport } from './start-import.ts'
import { templateCsv, writeTemplateXlsx } from './template-file.ts'
import { templateNamed } from './template-named.ts'
import { isAboutOffering, uploaders } from './templates.ts'
import { undoRun } from './undo-run.ts'
import { type Received, receiveUpload } from './uploads.ts'
import { rm } from 'node:fs/promises'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const fates: readonly string[] = ['good', 'refused', 'waiting', 'unchanged']
const ends: readonly string[] = [...rowEnds, 'pending']

/** `/api/imports`: upload, look, correct, accept, undo. Routes only translate. */
export async function importRoutes(app: FastifyInstance, dependencies: Dependencies, background: ImportBackground): Promise<void> {
  const { database, settings } = dependencies
  await app.register(multipart, { limits: { fileSize: largestFile + 1, files: 1, fields: 10, fieldSize: 2000, parts: 12 }, throwFileSizeLimit: false })
  const preHandler = signedIn(dependencies)
  const reader = (request: FastifyRequest) => database.reader(sightOf(request.session))
  const languageOf = (request: FastifyRequest): Language => (/^de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en')
  const present = (request: FastifyRequest, run: RunRow) =>
    presentRun(reader(request), run, request.session, background.progressOf(run.id), languageOf(request))
  const found = async (request: FastifyRequest): Promise<RunRow> => {
    const { id } = request.params as { id: string }
    const run = isId(id) ? await runOf(reader(request), id) : null
    if (!run) throw new Problem('not-found')
    return run
  }
  const demand = (request: FastifyRequest, allowed: readonly string[]) => {
    if (!request.session.roles.some((role) => allowed.includes(role))) throw new Problem('forbidden', { needs: allowed })
  }

  app.post('/api/imports', { preHandler }, async (request, reply) => {
    // Who nowhere hands anything in is not let send a file; which template it is stands among the fields.
    demand(request, uploaders)
    const { fields, received } = await partsOf(request, settings.dataDir)
    const asked = ['template', 'institution', ...(isAboutOffering(fields.template) ? ['offering'] : [])]
    const missing = asked.filter((name) => !fields[name]?.trim())
    if (!received || missing.length > 0) {
      if (received) await rm(received.path, { force: true })
      throw new Problem('upload-incomplete', { missing: [...missing, ...(received ? [] : ['file'])] })
    }
    const wanted = {
      template: fields.template ?? '',
      institution: fields.institution ?? '',
      offering: fields.offering?.trim() || null,
      dryRun: fields.dryRun === 'true',
      home: fields.home ?? null,
    }
    const { run, known } = await startImport(dependencies, request.session, wanted, received, request.id)
    background.kick()
    return reply
      .code(202)
      .header('location', `/api/imports/${run.id}`)
      .send({ ...(await present(request, run)), alreadyKnown: known })
  })

  app.get('/api/imports/:id', { preHandler }, async (request) => present(request, await found(request)))

  app.get('/api/imports/:id/rows', { preHandler }, async (request) => {
    const run = await found(request)
    // A parameter that is given twice comes as a list: read as if its values had been joined.
    const { fate, end, after, limit } = Object.fromEntries(
      Object.entries(request.query as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
    ) as { fate?: string; end?: string; after?: string; limit?: string }
    const asked = fate?.split(',').filter((one) => fates.includes(one)) as Fate[] | undefined
    const ended = end?.split(',').filter((one) => ends.includes(one)) as RowFilter['ends']
    const size = Math.min(500, Math.max(1, Number(limit ?? 100) || 100))
    const rows = await rowsOf(
      reader(request),
      run,
      { ...(asked?.length && { fates: asked }), ...(ended?.length && { ends: ended }), after: Number(after ?? 0) || 0, limit: size + 1 },
      settings.secret,
      request.session,
      languageOf(request),
    )
    const page = rows.slice(0, size)
    return { rows: page.map(({ raw: _raw, ...row }) => row), next: rows.length > size ? (page.at(-1)?.row ?? null) : null }
  })

  /** Every bad row, page by page. */
  async function* badRows(request: FastifyRequest, run: RunRow): AsyncGenerator<ShownRow[]> {
    for (let after = 0; ; ) {
      const rows = await rowsOf(
        reader(request),
        run,
        { fates: ['refused', 'waiting'], after, limit: 500 },
        settings.secret,
        request.session,
        languageOf(request),
      )
      if (rows.length === 0) return
      yield rows
      after = rows.at(-1)?.row ?? after
    }
  }
  const download = async (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    name: string,
    write: (template: FileTemplate, pages: AsyncIterable<ShownRow[]>, out: Writable) => Promise<void>,
  ) => {
    const run = await found(request)
    if (!maySeeRows(request.session)) throw new Problem('forbidden')
    if (run.state === 'received' || run.state === 'checking') throw new Problem('no-rows-yet')
    if (run.wipedAt && run.state !== 'rejected') throw new Problem('run-wiped')
    const out = new PassThrough()
    void write(templateNamed(run.template).file, badRows(request, run), out).catch((error: unknown) =>
      out.destroy(error instanceof Error ? error : new Error(String(error))),
    )
    return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store').send(out)
  }
  app.get('/api/imports/:id/problems.csv', { preHandler }, (request, reply) =>
    download(request, reply, 'text/csv; charset=utf-8', 'problems.csv', writeProblemsCsv),
  )
  app.get('/api/imports/:id/problems.xlsx', { preHandler }, (request, reply) => download(request, reply, xlsx, 'problems.xlsx', writeProblemsXlsx))

  app.post('/api/imports/:id/accept', { preHandler }, async (request, reply) => {
    const run = await acceptRun(dependencies, request.session, (await found(request)).id, request.id)
    background.kick()
    return reply.code(202).send(await present(request, run))
  })
  app.post('/api/imports/:id/undo', { preHandler }, async (request, reply) => {
    const run = await undoRun(dependencies, request.session, (await found(request)).id, request.id)
    background.kick()
    return reply.code(202).send(await present(request, run))
  })

  app.get('/api/templates/:file', async (request, reply) => {
    const [, name, format] = /^(.+)\.(csv|xlsx)$/.exec((request.params as { file: string }).file) ?? []
    const template = fileTemplates.find((t) => t.name === name)
    if (!template) throw new Problem('template-unknown', { templates: fileTemplates.map((t) => t.name) })
    reply.header('content-disposition', `attachment; filename="${template.name}.${format}"`)
    if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(templateCsv(template))
    const out = new PassThrough()
    void writeTemplateXlsx(template, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
    return reply.type(xlsx).send(out)
  })
}

/** Fields may stand before or after the file. */
async function partsOf(request: FastifyRequest, dataDir: string): Promise<{ fields: Record<string, string | undefined>; received: Received | null }> {
  if (!request.isMultipart()) throw new Problem('upload-incomplete', { missing: ['multipart/form-data'] })
  const fields: Record<string, string | undefined> = {}
  let received: Received | null = null
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value)
      else received = await receiveUpload(dataDir, part.filename ?? '', part.file)
    }
  } catch (error) {
    if (received) await rm(received.path, { force: true })
    // What is still on its way is let run into nothing: a client that sends to the end hears the answer, and no socket stays half read.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
  return { fields, received }
}
