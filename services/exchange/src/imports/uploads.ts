import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '@collegium/service-kit'
import { largestFile } from '../files/read-file.ts'

/** A file as it came over the wire, not yet of any run. */
export interface Received {
  readonly path: string
  readonly fileName: string
  readonly bytes: number
  readonly sha256: string
}

const folderOf = (dataDir: string) => join(dataDir, 'uploads')
/** Where the upload of a run lies until its check is over. */
export const uploadPath = (dataDir: string, runId: string): string => join(folderOf(dataDir), runId)

/** Streams an upload to disk with its checksum, and stops at the limit. Throws `Problem` with nothing left behind. */
export async function receiveUpload(dataDir: string, fileName: string, content: Readable): Promise<Received> {
  const folder = folderOf(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `incoming-${randomUUID()}`)
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > largestFile) return done(new Problem('file-too-large', { limit: '160 MB' }))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, fileName, bytes, sha256: hash.digest('hex') }
}

export const keepUpload = (dataDir: string, received: Received, runId: string): Promise<void> => rename(received.path, uploadPath(dataDir, runId))
export const dropUpload = (dataDir: string, runId: string): Promise<void> => rm(uploadPath(dataDir, runId), { force: true })

/** Removes what nobody came back for: uploads that were cut off, files of runs older than `before`. */
export async function dropOldUploads(dataDir: string, before: Date): Promise<void> {
  const folder = folderOf(dataDir)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtime < before) await rm(path, { force: true })
  }
}
