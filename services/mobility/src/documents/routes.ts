import { officeRoles } from '@collegium/contracts'
import type { Reader } from '@collegium/database'
import { confirmationDocument, type Document, type DocumentLanguage, languageFor, renderPdf, transcriptDocument } from '@collegium/documents'
import { holdsRole, sightOf } from '@collegium/graph-kit'
import { type Dependencies, Problem } from '@collegium/service-kit'
import { isSchacId } from '@collegium/vocabulary'
import { inArray } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { confirmations } from '../confirmations/tables.ts'
import { elmoDocument, ewpTranscript } from '../transcripts/elmo-document.ts'
import { issuedStatement, withRecognition } from '../transcripts/read-issues.ts'
import { holdersOf, organisationsNamed } from './holder.ts'
import { confirmationPrint, confirmationProof, transcriptPrint, transcriptProof } from './links.ts'
import { opens } from './printed-code.ts'

interface Asked {
  readonly at?: string
  readonly code?: string
  readonly language?: string
  readonly format?: string
}
type Request<P> = FastifyRequest<{ Params: P; Querystring: Asked }>
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** As many people as a blended programme has, and more. */
const mostAtOnce = 200

/** Through whose eyes the request reads: the printed code opens its one version, a sign-in what its role allows. Undefined where nothing is to be seen. */
async function readerFor(
  dependencies: Dependencies,
  request: FastifyRequest,
  { at, code }: Asked,
  print: (receiving: string) => readonly (string | number)[],
): Promise<Reader | undefined> {
  if (typeof code === 'string') {
    const right = typeof at === 'string' && isSchacId(at) && opens(dependencies.settings.secret, print(at), code)
    return right ? dependencies.database.reader({ tenants: [at] }) : undefined
  }
  const known = await dependencies.tokens.verify(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1], ['gateway'])
  if (!known) throw new Problem('unauthenticated')
  const seesPeople = known.session.kind === 'learner' || holdsRole(known.session, officeRoles)
  return seesPeople ? dependencies.database.reader(sightOf(known.session)) : undefined
}

const languageOf = (request: FastifyRequest, { language }: Asked): DocumentLanguage => languageFor(language ?? request.headers['accept-language'])

async function sendPdf(reply: FastifyReply, document: Document, name: string): Promise<FastifyReply> {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('content-language', document.language)
    .type('application/pdf')
    .send(await renderPdf(document))
}
const sendXml = (reply: FastifyReply, text: string, name: string) =>
  reply.header('cache-control', 'private, no-store').header('content-disposition', `attachment; filename="${name}.xml"`).type('application/xml').send(text)

/**
 * `GET /api/transcripts/{mobility}/{version}`: the PDF as it was printed, byte for byte, or with `format=elmo` or `format=ewp` the export with what was recognised since.
 * `GET /api/documents/{ids}`: a confirmation, or several, comma-separated, in one file. Unknown, erased and forbidden look alike.
 */
export function documentRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  app.get<{ Params: { mobilityId: string; issue: string }; Querystring: Asked }>('/api/transcripts/:mobilityId/:issue', async (request, reply) => {
    const { mobilityId, issue } = request.params
    const number = /^[1-9]\d{0,3}$/.test(issue) ? Number(issue) : undefined
    if (!uuid.test(mobilityId) || number === undefined) throw new Problem('not-found')
    const db = await readerFor(dependencies, request, request.query, (receiving) => transcriptPrint(receiving, mobilityId, number))
    const statement = db && (await issuedStatement(dependencies, db, mobilityId, number))
    if (!db || !statement) throw new Problem('not-found')
    const name = `transcript-${mobilityId}-${number}`
    if (request.query.format === 'elmo') return sendXml(reply, elmoDocument(await withRecognition(db, statement)), name)
    if (request.query.format === 'ewp') return sendXml(reply, ewpTranscript(await withRecognition(db, statement)), name)
    const language = languageOf(request, request.query)
    const proof = transcriptProof(dependencies.settings, statement.receiving.schacId, mobilityId, number, language)
    return sendPdf(reply, transcriptDocument(statement, proof, language), name)
  })

  app.get<{ Params: { ids: string }; Querystring: Asked }>('/api/documents/:ids', async (request: Request<{ ids: string }>, reply) => {
    const ids = [...new Set(request.params.ids.split(','))]
    if (ids.length > mostAtOnce || ids.some((id) => !uuid.test(id))) throw new Problem('not-found')
    const [only] = ids
    const db = await readerFor(dependencies, request, request.query, (receiving) => confirmationPrint(receiving, ids.length === 1 && only ? only : ''))
    const rows = db ? await db.select().from(confirmations).where(inArray(confirmations.id, ids)) : []
    const standing = rows.filter((row) => row.state === 'issued')
    const holders = await holdersOf(dependencies, 'confirmation', standing)
    const organisation = await organisationsNamed(
      dependencies,
      standing.flatMap((row) => [row.sending, row.receiving]),
    )
    const language = languageOf(request, request.query)
    const kinds = new Set(standing.map((row) => `${row.kind} ${row.receiving}`))
    if (kinds.size > 1) throw new Problem('invalid-request', { ids: 'One file holds confirmations of one kind and one institution.' })
    const all = standing
      .flatMap((row) => {
        const holder = holders.get(row.id)
        if (!holder) return []
        const content = { ...row, holder, sending: organisation(row.sending), receiving: organisation(row.receiving), online: row.online ?? null }
        return [{ content, proof: confirmationProof(dependencies.settings, row.receiving, row.id, language) }]
      })
      .toSorted((a, b) => a.content.holder.familyName.localeCompare(b.content.holder.familyName, language) || a.content.id.localeCompare(b.content.id))
    if (all.length < ids.length) throw new Problem('not-found')
    // The instant of a document is written as PostgreSQL gives it back; the file wants the one of the standard.
    const dated = all.map((one) => ({ ...one, content: { ...one.content, issuedAt: new Date(one.content.issuedAt).toISOString() } }))
    return sendPdf(reply, confirmationDocument(dated, language), `confirmation-${only}`)
  })
}
