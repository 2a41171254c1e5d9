import { open } from 'node:fs/promises'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { RawRow } from '../files/domain/rows.ts'
import { ElmoDocument } from './elmo-document.ts'
import { isKnownEncoding, textChunks } from '../files/encoding.ts'
import { wideEncoding } from '../files/file-kind.ts'
import { type FileReport, FileRefusal } from '../files/file-report.ts'

/** Nobody nests modules this deep; a file that does wants something else. */
const deepest = 200

/**
 * Reads the results out of ELMO XML, 1.x and 2.x and the drafts before them, one document or many under any root. Document types and
 * entities are refused before anything is looked up. Each learning opportunity that has a result becomes a row.
 */
export async function* readElmo(path: string, report: FileReport): AsyncGenerator<RawRow[]> {
  const encoding = await encodingOfXml(path)
  report.encoding = encoding
  const rows: RawRow[] = []
  const elmo = new ElmoDocument(report, (row) => rows.push(row))
  const parser = parserInto(elmo)
  for await (const chunk of textChunks(path, encoding)) {
    parser.write(chunk)
    yield rows.splice(0)
  }
  parser.close()
  yield rows.splice(0)
  if (!elmo.found) throw new FileRefusal('xml-not-elmo', { root: elmo.root ?? '—' })
  if (elmo.rows === 0) throw new FileRefusal('xml-without-results')
}

function parserInto(elmo: ElmoDocument): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  parser.on('error', (error) => {
    throw new FileRefusal('xml-malformed', { fault: error.message.replace(/^\d+:\d+: /, ''), line: String(parser.line) })
  })
  parser.on('doctype', () => {
    throw new FileRefusal('xml-with-doctype')
  })
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (++depth > deepest) throw new FileRefusal('xml-malformed', { fault: `elements are nested more than ${deepest} deep`, line: String(parser.line) })
    elmo.open(tag.local, attributesOf(tag))
  })
  parser.on('text', (text) => elmo.text(text))
  parser.on('cdata', (text) => elmo.text(text))
  parser.on('closetag', (tag: SaxesTagNS) => {
    depth--
    elmo.close(tag.local)
  })
  return parser
}

const attributesOf = (tag: SaxesTagNS): Record<string, string> => Object.fromEntries(Object.values(tag.attributes).map((a) => [a.local, a.value]))

/** By byte order mark, then by what the XML declaration says, then UTF-8, as XML itself has it. */
async function encodingOfXml(path: string): Promise<string> {
  await using file = await open(path)
  const { bytesRead, buffer } = await file.read(Buffer.alloc(400), 0, 400, 0)
  const start = buffer.subarray(0, bytesRead)
  const wide = wideEncoding(start)
  if (wide) return wide
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start.toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8'
  if (!isKnownEncoding(declared)) throw new FileRefusal('xml-malformed', { fault: `the encoding "${declared}" is not known`, line: '1' })
  return declared
}
