import { stat } from 'node:fs/promises'
import type { RawRow } from './domain/rows.ts'
import { kindOf } from './file-kind.ts'
import { type FileReport, FileRefusal } from './file-report.ts'
import type { ImportTemplate } from './import-template.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'
import type { HeaderMapping } from './row-table.ts'

/** The largest file that is read: a million rows of CSV. */
export const largestFile = 160 * 1024 * 1024

/**
 * The rows of a file as it has them, as many at a time as a chunk of it holds. Its kind is found out by its bytes. Fills `report` on the way; throws `FileRefusal` when the file
 * as a whole cannot be used. Rows may have been handed out before that: whoever stores them does so in one transaction.
 */
export async function* readRows(
  path: string,
  template: Pick<ImportTemplate, 'file' | 'readXml'>,
  mapping: HeaderMapping,
  report: FileReport,
): AsyncGenerator<RawRow[]> {
  const { size } = await stat(path)
  if (size > largestFile) throw new FileRefusal('file-too-large', { limit: '160 MB' })
  const kind = await kindOf(path)
  report.kind = kind === 'zip' ? 'xlsx' : kind === 'xml' ? 'elmo' : 'csv'
  if (kind === 'zip') yield* readXlsx(path, template.file, mapping, report)
  else if (kind === 'text') yield* readCsv(path, template.file, mapping, report)
  else if (template.readXml) yield* template.readXml(path, report)
  else throw new FileRefusal('file-kind-unsupported', { kind: 'an XML file' })
}
