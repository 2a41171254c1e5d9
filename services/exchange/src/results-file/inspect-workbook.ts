import type { Readable } from 'node:stream'
import { type Entry, open, type ZipFile } from 'yauzl'
import { FileRefusal } from './file-report.ts'

/** A rectangle of merged cells, counted from 1, ends included. */
export interface Merged {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export interface Workbook {
  /** Merged cells by the sheet's part number, as the streaming reader counts sheets. */
  readonly merged: ReadonlyMap<number, readonly Merged[]>
}

const megabyte = 1024 * 1024
/** Generous for a million rows, and far from what stops a machine. */
const mostInflated = 1024 * megabyte
/** Texts that sheets share are held in memory while the rows stream by. */
const mostShared = 96 * megabyte
const mostParts = 2000
const mostMerged = 20_000

/**
 * Goes through a workbook once before it is read: inflates every part and counts the bytes that really come out (what the archive claims
 * is not trusted), and notes merged cells, which the streaming reader skips. Throws `FileRefusal` for anything that is no plain workbook.
 */
export async function inspectWorkbook(path: string): Promise<Workbook> {
  const archive = await openArchive(path)
  const merged = new Map<number, Merged[]>()
  let inflated = 0
  let isWorkbook = false
  try {
    if (archive.entryCount > mostParts) throw new FileRefusal('file-inflates-too-much', { limit: `${mostParts} parts` })
    for await (const entry of entriesOf(archive)) {
      if (entry.isEncrypted()) throw new FileRefusal('file-encrypted')
      const name = entry.fileName.replace(/^\//, '')
      if (name === 'xl/workbook.xml') isWorkbook = true
      const sheet = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name)
      const scan = sheet ? scanForMerged(merged, Number(sheet[1])) : undefined
      const limit = name === 'xl/sharedStrings.xml' ? mostShared : mostInflated - inflated
      inflated += await inflate(archive, entry, limit, scan)
    }
  } catch (error) {
    throw error instanceof FileRefusal ? error : damaged(error)
  } finally {
    archive.close()
  }
  if (!isWorkbook) throw new FileRefusal('file-kind-unsupported', { kind: 'an archive that is no Excel workbook' })
  return { merged }
}

const damaged = (error: unknown) => new FileRefusal('file-damaged', { fault: error instanceof Error ? error.message : 'unknown fault' })

const openArchive = (path: string) =>
  new Promise<ZipFile>((resolve, reject) => open(path, { lazyEntries: true, autoClose: false }, (error, file) => (error ? reject(damaged(error)) : resolve(file))))

async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  let wake: (entry: Entry | null) => void = () => {}
  let fail: (error: Error) => void = () => {}
  archive.on('entry', (entry) => wake(entry)).on('end', () => wake(null)).on('error', (error) => fail(error))
  while (true) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      wake = resolve
      fail = reject
      archive.readEntry()
    })
    if (entry === null) return
    yield entry
  }
}

async function inflate(archive: ZipFile, entry: Entry, limit: number, scan?: (chunk: Buffer) => void): Promise<number> {
  const stream = await new Promise<Readable>((resolve, reject) => archive.openReadStream(entry, (error, readable) => (error ? reject(error) : resolve(readable))))
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw new FileRefusal('file-inflates-too-much', { limit: `${Math.round((entry.fileName.endsWith('sharedStrings.xml') ? mostShared : mostInflated) / megabyte)} MB` })
    scan?.(chunk)
  }
  return bytes
}

/** Element and attribute names are ASCII and a `<` in text is escaped, so the bytes can be searched as they come. */
function scanForMerged(merged: Map<number, Merged[]>, sheet: number): (chunk: Buffer) => void {
  const found: Merged[] = []
  merged.set(sheet, found)
  let rest = ''
  return (chunk) => {
    const text = rest + chunk.toString('latin1')
    for (const [, left, top, right, bottom] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g)) {
      if (found.length >= mostMerged) throw new FileRefusal('file-too-demanding')
      found.push({ left: columnNumber(left!), top: Number(top), right: columnNumber(right!), bottom: Number(bottom) })
    }
    const open = text.lastIndexOf('<')
    rest = open >= 0 && !text.includes('>', open) ? text.slice(open, open + 500) : ''
  }
}

const columnNumber = (letters: string) => [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0)
