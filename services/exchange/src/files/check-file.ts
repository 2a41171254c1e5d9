import type { CheckedRow, Fate, RawRow } from './domain/rows.ts'
import { FileRefusal, newReport } from './file-report.ts'
import type { CheckOutput, CheckRequest, CheckSummary, Staging } from './check-task.ts'
import type { ImportTemplate } from './import-template.ts'
import { readRows } from './read-file.ts'
import { sealRow, streamIndexOf } from '../imports/row-vault.ts'
import { findTemplate } from '../imports/templates.ts'

const batchSize = 1000

/** Reads and judges a file in the thread that calls it. `emit` gets the rows in batches; what it returns is waited for. */
export async function checkFile(request: CheckRequest, emit: (output: CheckOutput) => Promise<void>): Promise<CheckSummary> {
  const { staging } = request
  const report = newReport()
  const template = findTemplate(request.template)
  if (!template) throw new Error(`There is no template ${request.template}`)
  const file = template.judge(request.context)
  const tally = new Tally()
  const rows: CheckedRow[] = []
  let lines: string[] = []
  const flush = async () => {
    if (staging) await emit({ kind: 'lines', lines: Buffer.from(lines.join('')), read: tally.rows })
    else await emit({ kind: 'rows', rows: rows.splice(0), read: tally.rows })
    lines = []
  }
  try {
    for await (const batch of readRows(request.path, template, request.mapping, report)) {
      for (const raw of batch) {
        const checked = file.check(raw)
        tally.add(checked)
        if (!staging) rows.push(checked)
        else if (checked.fate !== 'good' || tally.good <= staging.mostGood) lines.push(copyLine(checked, raw, template, request.context.institution, staging))
        if (tally.rows % batchSize === 0) await flush()
      }
    }
    if (tally.rows % batchSize !== 0) await flush()
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    return { ...new Tally().summary(report, []), refusal: error.problem }
  }
  return tally.summary(report, file.amendments)
}

/** Counts as it goes: a million rows are never held at once. */
class Tally {
  rows = 0
  readonly #fates: Record<Fate, number> = { good: 0, refused: 0, waiting: 0, unchanged: 0 }
  readonly #problems: Record<string, number> = {}
  #changes = 0

  get good(): number {
    return this.#fates.good
  }

  add({ fate, problems, changes }: CheckedRow): void {
    this.rows++
    this.#fates[fate]++
    this.#changes += changes.length
    for (const { code } of problems) this.#problems[code] = (this.#problems[code] ?? 0) + 1
  }

  summary(report: CheckSummary['report'], amendments: CheckSummary['amendments']): CheckSummary {
    const fates = { ...this.#fates }
    const problems = { ...this.#problems }
    // Only a row that was let pass at first is amended: it was good or waiting.
    for (const { problem, was } of amendments) {
      fates[was]--
      fates.refused++
      problems[problem.code] = (problems[problem.code] ?? 0) + 1
    }
    return { report, refusal: null, rows: this.rows, fates, problems, changes: this.#changes, amendments }
  }
}

/** One line of COPY's text format: row, home, attempt, fate, problem codes, changes, stream index, sealed content. */
function copyLine(
  { row, values, changes, problems, fate }: CheckedRow,
  raw: RawRow,
  template: ImportTemplate,
  institution: string,
  { runId, scope, key, secret }: Staging,
): string {
  // A good row of a group may yet be refused for another's sake, and then goes back as it came.
  const sealed = sealRow(key, runId, row, { values, changes, problems, raw: fate === 'good' && !template.grouped ? null : raw.values })
  const { home, attempt, stream } = template.placeOf(values, institution)
  const index = fate === 'refused' ? '\\N' : streamIndexOf(secret, scope, stream)
  return `${row}\t${home ?? '\\N'}\t${attempt}\t${fate}\t{${problems.map((p) => p.code).join(',')}}\t${changes.length}\t${index}\t\\\\x${Buffer.from(sealed).toString('hex')}\n`
}
