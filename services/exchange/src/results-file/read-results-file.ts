import type { FileTemplate, ResultField } from '@collegium/contracts'
import type { RawRow } from './domain/rows.ts'
import { kindOf } from './file-kind.ts'
import { type FileReport, FileRefusal } from './file-report.ts'
import { readCsv } from './read-csv.ts'
import { readElmo } from './read-elmo.ts'
import { readXlsx } from './read-xlsx.ts'
import type { HeaderMapping } from './results-table.ts'
import { stat } from 'node:fs/promises'

/** The largest file that is read: a million rows of CSV. */
export const largestFile = 160 * 1024 * 1024

/**
 * The rows of a results file as it has them, as many at a time as a chunk of it holds. Its kind is found out by its bytes. Fills `report` on the way; throws `FileRefusal` when the file
 * as a whole cannot be used. Rows may have been handed out before that: whoever stores them does so in one transaction.
 */
export async function* readResultsFile(
  path: string,
  template: FileTemplate<ResultField>,
  mapping: HeaderMapping,
  report: FileReport,
): AsyncGenerator<RawRow[]> {
  const { size } = await stat(path)
  if (size > largestFile) throw new FileRefusal('file-too-large', { limit: '160 MB' })
  const kind = await kindOf(path)
  report.kind = kind === 'zip' ? 'xlsx' : kind === 'xml' ? 'elmo' : 'csv'
  if (kind === 'zip') yield* readXlsx(path, template, mapping, report)
  else if (kind === 'xml') yield* readElmo(path, report)
  else yield* readCsv(path, template, mapping, report)
}
