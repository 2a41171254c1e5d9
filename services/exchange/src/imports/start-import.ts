import { rm } from 'node:fs/promises'
import { parseSchacId } from '@collegium/vocabulary'
import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { and, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { headerMappings, importRuns } from '../tables.ts'
import { offeringOf } from './offering.ts'
import { newRunKey } from './row-vault.ts'
import { fingerprintOf, type RunRow } from './run-store.ts'
import { templateNamed } from './template-named.ts'
import { uploadersOf } from './templates.ts'
import { keepUpload, type Received } from './uploads.ts'

export interface ImportRequest {
  readonly template: string
  readonly institution: string
  /** Id or code; null for files that are about no offering. */
  readonly offering: string | null
  readonly dryRun: boolean
  /** The home of learners whose file does not name it. */
  readonly home: string | null
}

/**
 * Takes an upload in: a run that the background then checks. The same upload while an equal run is under way leads to that run.
 * Throws `Problem`; the received file is gone then.
 */
export async function startImport(
  dependencies: Dependencies,
  session: Session,
  request: ImportRequest,
  received: Received,
  correlationId: string,
): Promise<{ run: RunRow; known: boolean }> {
  try {
    return await take(dependencies, session, request, received, correlationId)
  } catch (error) {
    await rm(received.path, { force: true })
    throw error
  }
}

async function take({ database, clock, settings }: Dependencies, session: Session, request: ImportRequest, received: Received, correlationId: string) {
  const template = templateNamed(request.template)
  if (!session.roles.some((role) => uploadersOf(template).includes(role))) throw new Problem('forbidden', { needs: template.by })
  const institution = parseSchacId(request.institution)
  // Another institution and its offerings look like ones that do not exist.
  if (institution === null || institution !== session.institution)
    throw template.offering === 'none' ? new Problem('forbidden') : new Problem('offering-unknown', { offering: request.offering })
  const home = request.home === null || request.home.trim() === '' ? null : parseSchacId(request.home)
  if (request.home?.trim() && home === null) throw new Problem('invalid-request', { home: 'the domain name of a university' })
  if (received.bytes === 0) throw new Problem('file-empty')
  const id = newId()
  const result = await database.write({ tenants: [institution] }, { correlationId }, async (tx) => {
    const offering = template.offering === 'none' ? null : await offeringOf(tx.db, institution, request.offering ?? '', template.offering)
    if (template.offering !== 'none' && !offering) throw new Problem('offering-unknown', { offering: request.offering })
    if (offering?.withdrawn) throw new Problem('offering-withdrawn')
    const [mapping] = await tx.db
      .select()
      .from(headerMappings)
      .where(and(eq(headerMappings.institution, institution), eq(headerMappings.template, request.template)))
    const fingerprint = fingerprintOf([
      received.sha256,
      ...(offering ? [offering.instanceId, offering.version] : []),
      request.template,
      home,
      request.dryRun,
      mapping?.mapping ?? {},
    ])
    const [run] = await tx.db
      .insert(importRuns)
      .values({
        id,
        version: 1,
        institution,
        template: request.template,
        instanceId: offering?.instanceId ?? null,
        specificationId: offering?.specificationId ?? null,
        state: 'received',
        dryRun: request.dryRun,
        defaultHome: home,
        fileName: received.fileName.slice(0, 200),
        bytes: received.bytes,
        sha256: received.sha256,
        fingerprint,
        fileProblems: [],
        rows: 0,
        good: 0,
        refused: 0,
        waiting: 0,
        unchanged: 0,
        submitted: 0,
        changedSince: [],
        offeringVersion: offering?.version ?? '',
        wrappedKey: Buffer.from(newRunKey(settings.secret, id).wrapped),
        startedBy: session.subject,
        correlationId,
        createdAt: clock().toISOString(),
      })
      .onConflictDoNothing()
      .returning()
    if (run) return { run, known: false }
    const [same] = await tx.db
      .select()
      .from(importRuns)
      .where(
        and(
          eq(importRuns.institution, institution),
          eq(importRuns.fingerprint, fingerprint),
          inArray(importRuns.state, ['received', 'checking', 'checked', 'accepting']),
        ),
      )
    if (!same) throw new Problem('stale-version')
    return { run: same, known: true }
  })
  if (result.known) await rm(received.path, { force: true })
  else await keepUpload(settings.dataDir, received, id)
  return result
}
