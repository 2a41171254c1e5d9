import type { Readable } from 'node:stream'
import { type Entry, open, type ZipFile } from 'yauzl'
import { FileRefusal } from './file-report.ts'

const megabyte = 1024 * 1024
const mostParts = 2000

/** The parts of a workbook, inflated only as they are asked for, and only as far as they may go: what the archive claims is not trusted. */
export interface WorkbookArchive {
  has(name: string): boolean
  /** The bytes of a part. Throws `FileRefusal` once more than `most` megabytes come out of it. */
  read(name: string, most: number): AsyncIterable<Buffer>
  close(): void
}

const damaged = (error: unknown) =>
  error instanceof FileRefusal ? error : new FileRefusal('file-damaged', { fault: error instanceof Error ? error.message : 'unknown fault' })

/** Opens a workbook by its directory. Throws `FileRefusal` for an archive that is none. */
export async function openWorkbook(path: string): Promise<WorkbookArchive> {
  const archive = await new Promise<ZipFile>((resolve, reject) =>
    open(path, { lazyEntries: true, autoClose: false }, (error, file) => (error ? reject(damaged(error)) : resolve(file))),
  )
  try {
    const parts = await partsOf(archive)
    if (!parts.has('xl/workbook.xml')) throw new FileRefusal('file-kind-unsupported', { kind: 'an archive that is no Excel workbook' })
    return {
      has: (name) => parts.has(name),
      read: (name, most) => inflate(archive, parts.get(name), most),
      close: () => archive.close(),
    }
  } catch (error) {
    archive.close()
    throw damaged(error)
  }
}

function partsOf(archive: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Entry>()
    if (archive.entryCount > mostParts) return reject(new FileRefusal('file-inflates-too-much', { limit: `${mostParts} parts` }))
    archive.on('error', reject)
    archive.on('end', () => resolve(parts))
    archive.on('entry', (entry) => {
      if (entry.isEncrypted()) return reject(new FileRefusal('file-encrypted'))
      parts.set(entry.fileName.replace(/^\//, ''), entry)
      archive.readEntry()
    })
    archive.readEntry()
  })
}

async function* inflate(archive: ZipFile, entry: Entry | undefined, most: number): AsyncGenerator<Buffer> {
  if (!entry) throw new FileRefusal('file-damaged', { fault: 'a part that the workbook names is not in it' })
  try {
    const stream = await new Promise<Readable>((resolve, reject) =>
      archive.openReadStream(entry, (error, readable) => (error ? reject(error) : resolve(readable))),
    )
    let bytes = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most * megabyte) throw new FileRefusal('file-inflates-too-much', { limit: `${most} MB` })
      yield chunk
    }
  } catch (error) {
    throw damaged(error)
  }
}
