import { posix } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { FileRefusal } from './file-report.ts'
import type { WorkbookArchive } from './workbook-archive.ts'

/** What a part tells while it is read; names come without their prefix. */
export interface PartReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Reads a part of a workbook as XML, chunk by chunk, so that a reader can hand on what it has in between. */
export async function* readPart(archive: WorkbookArchive, name: string, most: number, reader: PartReader): AsyncGenerator<void> {
  const parser = new SaxesParser()
  const fail = (fault: string) => {
    throw new FileRefusal('file-damaged', { fault: `${name}: ${fault}` })
  }
  parser.on('error', (error) => fail(error.message))
  parser.on('doctype', () => fail('it declares a document type'))
  if (reader.open) parser.on('opentag', (tag) => reader.open?.(local(tag.name), tag.attributes as Record<string, string>))
  if (reader.text) {
    parser.on('text', (text) => reader.text?.(text))
    parser.on('cdata', (text) => reader.text?.(text))
  }
  if (reader.close) parser.on('closetag', (tag) => reader.close?.(local(tag.name)))
  const decoder = new StringDecoder('utf8')
  for await (const chunk of archive.read(name, most)) {
    parser.write(decoder.write(chunk))
    yield
  }
  parser.write(decoder.end()).close()
}

async function readWhole(archive: WorkbookArchive, name: string, most: number, reader: PartReader): Promise<void> {
  for await (const _chunk of readPart(archive, name, most, reader)) void _chunk
}

/** What the cells of a workbook need to be understood. */
export interface WorkbookParts {
  /** Part names of the sheets, in the order of their tabs. */
  readonly sheets: readonly string[]
  /** Texts that sheets refer to by number. */
  readonly texts: readonly string[]
  /** For each cell style, whether it shows a day. */
  readonly showsDay: readonly boolean[]
  /** Days are counted from 1904 (old Macintosh files). */
  readonly from1904: boolean
}

export async function readWorkbookParts(archive: WorkbookArchive): Promise<WorkbookParts> {
  const targets = new Map<string, string>()
  await readWhole(archive, 'xl/_rels/workbook.xml.rels', 4, {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target))
    },
  })
  const sheets: string[] = []
  let from1904 = false
  await readWhole(archive, 'xl/workbook.xml', 4, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      const part = name === 'sheet' ? targets.get(attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '') : undefined
      if (part && archive.has(part)) sheets.push(part)
    },
  })
  return { sheets, from1904, texts: await readTexts(archive), showsDay: await readStyles(archive) }
}

/** Texts are held in memory while the rows stream by: more than this of them is refused. */
const mostTexts = 96

async function readTexts(archive: WorkbookArchive): Promise<string[]> {
  const texts: string[] = []
  if (!archive.has('xl/sharedStrings.xml')) return texts
  let text = ''
  let inText = false
  let phonetic = false
  await readWhole(archive, 'xl/sharedStrings.xml', mostTexts, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') inText = !phonetic
      else if (name === 'rPh') phonetic = true
    },
    text: (part) => {
      if (inText) text += part
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') texts.push(text)
    },
  })
  return texts
}

/** Formats of the standard that show a day. */
const builtIn = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
/** Quoted words, colours and conditions aside, a format that has a day or a year in it shows a day. */
const hasDay = (format: string) => /[dy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general/i, ''))

async function readStyles(archive: WorkbookArchive): Promise<boolean[]> {
  const showsDay: boolean[] = []
  if (!archive.has('xl/styles.xml')) return showsDay
  const own = new Map<number, boolean>()
  let inCells = false
  await readWhole(archive, 'xl/styles.xml', 16, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') own.set(Number(numFmtId), hasDay(formatCode ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) showsDay.push(own.get(Number(numFmtId)) ?? builtIn.has(Number(numFmtId)))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return showsDay
}
