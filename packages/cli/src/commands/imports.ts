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
  readonly offering?: string
  readonly home?: string
  readonly as?: string
  readonly json?: boolean
}

/** One kind of file that offices hand in. */
interface Kind {
  readonly name: string
  readonly template: string
  readonly about: string
  /** Who is asked for on the command line, and whether the file is about an offering. */
  readonly office: string
  readonly offering: boolean
  readonly undoes: string
}
const kinds: readonly Kind[] = [
  {
    name: 'results',
    template: 'joint-course-results',
    about: 'results files of joint courses',
    office: 'the lead',
    offering: true,
    undoes: 'results are annulled, credentials revoked, cases opened again',
  },
  {
    name: 'agreements',
    template: 'learning-agreements',
    about: 'lists of learning agreements of outgoing students',
    office: 'the sending institution',
    offering: false,
    undoes: 'drafts are deleted that nobody has signed since',
  },
  {
    name: 'enrolments',
    template: 'enrolments',
    about: 'rosters of courses',
    office: 'the lead',
    offering: true,
    undoes: 'whom it brought is withdrawn, unless somebody moved them on since',
  },
  {
    name: 'equivalences',
    template: 'course-equivalences',
    about: 'lists of what courses of others were recognised as',
    office: 'the home institution',
    offering: false,
    undoes: 'precedents are withdrawn, or stand as they did before',
  },
]

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
const busy = new Set(['received', 'checking'])
const ended = new Set(['done', 'undone', 'rejected'])

export function importCommands(program: Command): void {
  for (const kind of kinds) commandsOf(program, kind)
}

function commandsOf(program: Command, kind: Kind): void {
  const { name } = kind
  const results = program.command(name).description(`${kind.about}: template, check, import, problems, undo`)
  const where = `--institution uni-alder.example${kind.offering ? ' --offering ALD-DATA-2026' : ''}`
  const onOffering = (command: Command) => {
    command.requiredOption('--institution <schac>', `${kind.office}, for example uni-alder.example`)
    if (kind.offering)
      command.requiredOption('--offering <id or code>', 'for example ALD-DATA-2026').option('--home <schac>', 'home of every row that names none')
    return command.option('--as <person>', 'who asks; default office@<institution>').option('--json', 'JSON on stdout')
  }

  results
    .command('template')
    .description(`write the empty template\n\n  hub ${name} template > ${name}.csv\n  hub ${name} template --format xlsx > ${name}.xlsx`)
    .option('--format <format>', 'csv or xlsx', 'csv')
    .option('--as <person>')
    .action(
      async (options: { format: string; as?: string }) =>
        void process.stdout.write(await as(options.as).bytes(`/api/templates/${kind.template}.${options.format}`)),
    )

  onOffering(
    results
      .command('check <file>')
      .description(`check a file and change nothing; exit code 3 when rows were refused\n\n  hub ${name} check ${name}.xlsx ${where}`),
  ).action(async (file: string, options: Shared) => {
    const hub = as(options.as ?? `office@${options.institution}`)
    const run = await checked(hub, await upload(hub, kind, file, options, true))
    report(run, options.json)
    rejectIfBad(kind, run)
  })

  onOffering(results.command('import <file>').description(`check a file and accept its good rows\n\n  hub ${name} import ${name}.xlsx ${where} --wait`))
    .option('--dry-run', 'check only')
    .option('--wait', 'until every row has its end')
    .action(async (file: string, options: Shared & { dryRun?: boolean; wait?: boolean }) => {
      const hub = as(options.as ?? `office@${options.institution}`)
      let run = await checked(hub, await upload(hub, kind, file, options, Boolean(options.dryRun)))
      if (!options.dryRun && run.rows.good > 0 && run.state === 'checked') run = (await hub.call('POST', `/api/imports/${run.id}/accept`)) as Run
      if (options.wait && !options.dryRun) run = await finished(hub, run)
      report(run, options.json)
      rejectIfBad(kind, run)
    })

  results
    .command('problems <run>')
    .description(
      `the refused rows in the shape of the template, with what is wrong in each\n\n  hub ${name} problems RUN > problems.csv\n  hub ${name} problems RUN --format xlsx --out problems.xlsx`,
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
    .description(`take back everything that a run recorded: ${kind.undoes}`)
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

async function upload(hub: Connection, kind: Kind, file: string, options: Shared, dryRun: boolean): Promise<Run> {
  const bytes = await readInput(file)
  return (await hub.startImport({
    file: new Blob([new Uint8Array(bytes)]),
    fileName: file === '-' ? kind.name : basename(file),
    template: kind.template,
    institution: options.institution,
    ...(options.offering && { offering: options.offering }),
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

function rejectIfBad({ name }: Kind, run: Run): void {
  if (run.state === 'rejected') throw new Stopped(exitCodes.rejectedRows, 'The file could not be read; the lines above say why.')
  if (run.rows.refused > 0)
    throw new Stopped(exitCodes.rejectedRows, `${run.rows.refused} row(s) were refused. Download them with: hub ${name} problems ${run.id} > problems.csv`)
}
