import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Connection } from '@collegium/sdk'
import type { Command } from 'commander'
import { exitCodes, Stopped } from '../outcome.ts'
import { data, readInput, say, table } from '../output.ts'
import { as } from '../session.ts'

interface Run {
  readonly id: string
  readonly state: string
  readonly rowsRead: number
  readonly rows: { readonly total: number; readonly good: number; readonly refused: number; readonly waiting: number; readonly unchanged: number }
  readonly ends: Readonly<Record<string, number>>
  readonly problems: readonly { readonly code: string; readonly reason: string; readonly suggestion: string }[]
  readonly problemCounts: readonly { readonly code: string; readonly rows: number; readonly what: string }[]
}
interface Shared {
  readonly institution: string
  readonly offering: string
  readonly home?: string
  readonly as?: string
  readonly json?: boolean
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
const busy = new Set(['received', 'checking'])
const ended = new Set(['done', 'undone', 'rejected'])

export function resultsCommands(program: Command): void {
  const results = program.command('results').description('results files of joint courses: template, check, import, problems, undo')
  const onOffering = (command: Command) =>
    command
      .requiredOption('--institution <schac>', 'the lead, for example uni-alder.example')
      .requiredOption('--offering <id or code>', 'for example ALD-DATA-2026')
      .option('--home <schac>', 'home of every row that names none')
      .option('--as <person>', 'who asks; default office@<institution>')
      .option('--json', 'JSON on stdout')

  results
    .command('template')
    .description('write the empty template\n\n  hub results template > results.csv\n  hub results template --format xlsx > results.xlsx')
    .option('--format <format>', 'csv or xlsx', 'csv')
    .option('--as <person>')
    .action(
      async (options: { format: string; as?: string }) =>
        void process.stdout.write(await as(options.as).bytes(`/api/imports/templates/joint-course-results.${options.format}`)),
    )

  onOffering(
    results
      .command('check <file>')
      .description(
        'check a file and change nothing; exit code 3 when rows were refused\n\n  hub results check results.xlsx --institution uni-alder.example --offering ALD-DATA-2026',
      ),
  ).action(async (file: string, options: Shared) => {
    const hub = as(options.as ?? `office@${options.institution}`)
    const run = await checked(hub, await upload(hub, file, options, true))
    report(run, options.json)
    rejectIfBad(run)
  })

  onOffering(
    results
      .command('import <file>')
      .description(
        'check a file and accept its good rows\n\n  hub results import results.xlsx --institution uni-alder.example --offering ALD-DATA-2026 --wait',
      ),
  )
    .option('--dry-run', 'check only')
    .option('--wait', 'until every row has its end')
    .action(async (file: string, options: Shared & { dryRun?: boolean; wait?: boolean }) => {
      const hub = as(options.as ?? `office@${options.institution}`)
      let run = await checked(hub, await upload(hub, file, options, Boolean(options.dryRun)))
      if (!options.dryRun && run.rows.good > 0 && run.state === 'checked') run = (await hub.call('POST', `/api/imports/${run.id}/accept`)) as Run
      if (options.wait && !options.dryRun) run = await finished(hub, run)
      report(run, options.json)
      rejectIfBad(run)
    })

  results
    .command('problems <run>')
    .description(
      'the refused rows in the shape of the template, with what is wrong in each\n\n  hub results problems RUN > problems.csv\n  hub results problems RUN --format xlsx --out problems.xlsx',
    )
    .option('--format <format>', 'csv or xlsx', 'csv')
    .option('--out <file>')
    .option('--as <person>')
    .action(async (run: string, options: { format: string; out?: string; as?: string }) => {
      const bytes = await as(options.as).bytes(`/api/imports/${run}/problems.${options.format}`)
      if (options.out) await writeFile(options.out, bytes)
      else process.stdout.write(bytes)
    })

  results
    .command('undo <run>')
    .description('take back everything that a run recorded: results are annulled, credentials revoked, cases opened again')
    .option('--dry-run', 'say what would be taken back')
    .option('--wait', 'until every row is taken back')
    .option('--as <person>')
    .option('--json')
    .action(async (id: string, options: { dryRun?: boolean; wait?: boolean; as?: string; json?: boolean }) => {
      const hub = as(options.as)
      let run = (await hub.call('GET', `/api/imports/${id}`)) as Run
      if (options.dryRun) say(`This would take back ${(run.ends.recorded ?? 0) + (run.ends.corrected ?? 0)} recorded row(s).`)
      else run = (await hub.call('POST', `/api/imports/${id}/undo`)) as Run
      if (options.wait && !options.dryRun) run = await finished(hub, run)
      report(run, options.json)
    })
}

async function upload(hub: Connection, file: string, options: Shared, dryRun: boolean): Promise<Run> {
  const bytes = await readInput(file)
  return (await hub.startImport({
    file: new Blob([new Uint8Array(bytes)]),
    fileName: file === '-' ? 'results' : basename(file),
    institution: options.institution,
    offering: options.offering,
    ...(options.home && { home: options.home }),
    dryRun,
  })) as unknown as Run
}

async function checked(hub: Connection, run: Run): Promise<Run> {
  for (let now = run; ; ) {
    if (!busy.has(now.state)) return now
    if (process.stderr.isTTY) process.stderr.write(`\rchecking … ${now.rowsRead} rows`)
    await pause(250)
    now = (await hub.call('GET', `/api/imports/${run.id}`)) as Run
  }
}

async function finished(hub: Connection, run: Run): Promise<Run> {
  for (let now = run; ; ) {
    if (ended.has(now.state) || now.state === 'checked') return now
    if (process.stderr.isTTY) process.stderr.write(`\r${now.ends.pending ?? 0} rows under way `)
    await pause(400)
    now = (await hub.call('GET', `/api/imports/${run.id}`)) as Run
  }
}

function report(run: Run, json: boolean | undefined): void {
  if (json) return data(JSON.stringify(run, null, 2))
  say(`Run ${run.id}: ${run.state}`)
  for (const problem of run.problems) say(`  ${problem.reason} ${problem.suggestion}`)
  table([{ rows: run.rows.total, good: run.rows.good, refused: run.rows.refused, waiting: run.rows.waiting, unchanged: run.rows.unchanged }], false)
  if (run.problemCounts.length > 0)
    table(
      run.problemCounts.map(({ code, rows, what }) => ({ problem: code, rows, what })),
      false,
    )
  const ends = Object.entries(run.ends).filter(([end]) => end !== 'pending' || run.state !== 'checked')
  if (ends.length > 0)
    table(
      ends.map(([end, rows]) => ({ end, rows })),
      false,
    )
}

function rejectIfBad(run: Run): void {
  if (run.state === 'rejected') throw new Stopped(exitCodes.rejectedRows, 'The file could not be read; the lines above say why.')
  if (run.rows.refused > 0)
    throw new Stopped(exitCodes.rejectedRows, `${run.rows.refused} row(s) were refused. Download them with: hub results problems ${run.id} > problems.csv`)
}
