import { demoAgreements } from '@collegium/exchange/demo-agreements'
import { demoResults } from '@collegium/exchange/demo-results'
import { writeDemoCsv, writeDemoXlsx } from '@collegium/exchange/write-demo-results'
import type { Command } from 'commander'
import { exitCodes, Stopped } from '../outcome.ts'
import { data, say } from '../output.ts'
import { hubUrl } from '../session.ts'

interface Part {
  readonly part: string
  readonly ready: boolean
  readonly reason?: string
}

export function hubCommands(program: Command): void {
  program
    .command('doctor')
    .description('looks at this machine, the hub, each service and the log')
    .option('--json')
    .action(async (options: { json?: boolean }) => {
      const findings: { what: string; state: string; advice: string }[] = [
        { what: `Node ${process.versions.node}`, state: Number(process.versions.node.split('.')[0]) >= 20 ? 'ok' : 'too old', advice: '20.19 or newer' },
        { what: `Hub at ${hubUrl()}`, state: 'ok', advice: '' },
      ]
      let unreachable = false
      try {
        const ready = (await (await fetch(new URL('/readyz', hubUrl()))).json()) as { parts: Part[] }
        for (const part of ready.parts) findings.push({ what: part.part, state: part.ready ? 'ok' : 'away', advice: part.reason ?? '' })
        const metrics = await (await fetch(new URL('/metrics', hubUrl()))).text()
        for (const [name, words] of [
          ['hub_consumer_lag', 'events not handled yet'],
          ['hub_outbox_unpublished', 'events not published yet'],
          ['hub_parked_keys', 'keys that wait for an operator'],
        ] as const) {
          const sum = metrics
            .split('\n')
            .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
            .reduce((all, line) => all + Number(line.split(' ').at(-1)), 0)
          findings.push({ what: words, state: String(sum), advice: name === 'hub_parked_keys' && sum > 0 ? 'see the log for the cause' : '' })
        }
      } catch {
        unreachable = true
        findings[1] = { what: `Hub at ${hubUrl()}`, state: 'away', advice: 'start it with npm start, or set HUB_URL' }
      }
      if (options.json) data(JSON.stringify(findings, null, 2))
      else {
        for (const { what, state, advice } of findings)
          data(`${state === 'ok' ? '✓' : /^\d+$/.test(state) ? '·' : '✗'} ${what}${state === 'ok' ? '' : `: ${state}`}${advice ? ` (${advice})` : ''}`)
        say(
          '\nBackup: stop the hub and copy the data folder (.hub, and the folder that .hub/postgres-is-at.txt names, where there is one). With it lie keys and secrets: keep the copy as closed as the hub.',
        )
        say(
          'A new major version of PostgreSQL: export with pg_dumpall from the old one, start the new hub on an empty HUB_DATA_DIR, import, then copy secrets.json and keys/.',
        )
      }
      if (unreachable) throw new Stopped(exitCodes.unreachable, 'The hub does not answer.')
      if (findings.some((finding) => finding.state === 'away')) throw new Stopped(exitCodes.failure, 'A part of the hub is away.')
    })

  const demo = program.command('demo').description('the invented alliance')
  demo
    .command('results')
    .description(
      'realistic results of the demo joint course, with the mess that offices send; stderr says what is wrong in them, on purpose\n\n  hub demo results --rows 200 --seed 7 --format xlsx > results.xlsx',
    )
    .option('--rows <n>', 'how many', '200')
    .option('--seed <n>', 'the same seed gives the same rows', '1')
    .option('--format <format>', 'csv or xlsx', 'csv')
    .action(async (options: { rows: string; seed: string; format: string }) => {
      const results = demoResults({ rows: Number(options.rows), seed: Number(options.seed) })
      // Said first: writing a workbook ends standard output, and the process with it.
      say(`${results.rows.length} rows. Wrong on purpose:`)
      for (const [code, rows] of Object.entries(results.mistakes).sort(([a], [b]) => a.localeCompare(b))) say(`  ${code}: ${rows}`)
      if (options.format === 'xlsx') await writeDemoXlsx(results, process.stdout)
      else await writeDemoCsv(results, process.stdout)
    })
  demo
    .command('agreements')
    .description(
      "learning agreements of a university's outgoing students, as offices list them; stderr says what is wrong in them, on purpose\n\n  hub demo agreements --rows 200 --seed 7 --format xlsx > agreements.xlsx",
    )
    .option('--rows <n>', 'how many; the last agreement is written to its end', '200')
    .option('--seed <n>', 'the same seed gives the same rows', '1')
    .option('--format <format>', 'csv or xlsx', 'csv')
    .option('--home <schac>', 'the sending institution', 'uni-birke.example')
    .action(async (options: { rows: string; seed: string; format: string; home: string }) => {
      const made = demoAgreements({ rows: Number(options.rows), seed: Number(options.seed), home: options.home })
      say(`${made.rows.length} rows: ${made.agreements.good} whole agreements, ${made.agreements.broken} broken ones. Wrong on purpose:`)
      for (const [code, rows] of Object.entries(made.mistakes).sort(([a], [b]) => a.localeCompare(b))) say(`  ${code}: ${rows}`)
      if (options.format === 'xlsx') await writeDemoXlsx(made, process.stdout)
      else await writeDemoCsv(made, process.stdout)
    })
  demo
    .command('reset')
    .description('back to the first day; the hub must not be running')
    .option('--dry-run')
    .action(async (options: { dryRun?: boolean }) => {
      const alive = await fetch(new URL('/healthz', hubUrl())).then(
        () => true,
        () => false,
      )
      if (alive) throw new Stopped(exitCodes.failure, 'The hub is running. Stop it first (Ctrl-C where it was started); its data would be taken from under it.')
      if (options.dryRun) return say('This would delete everything in the data folder of the demo.')
      const { resetDemo } = (await import(new URL('./main.mjs', import.meta.url).href)) as { resetDemo(root: string): Promise<void> }
      await resetDemo(process.cwd())
      say('The demo is as on its first day. Start it with npm start.')
    })

  program
    .command('events')
    .description('the partner feed')
    .command('tail')
    .description('deliveries to your institution as they happen\n\n  hub events tail --as office@uni-birke.example')
    .option('--as <person>')
    .option('--follow', 'go on until stopped')
    .action(async (options: { as?: string; follow?: boolean }) => {
      const { as, ask } = await import('../session.ts')
      const hub = as(options.as)
      const seen = new Set<string>()
      do {
        const { deliveries } = await ask<{ deliveries: { edges: { node: { id: string; eventType: string; state: string; createdAt: string } }[] } }>(
          hub,
          '{ deliveries(first: 50) { edges { node { id eventType state createdAt } } } }',
        )
        for (const { node } of [...deliveries.edges].reverse()) {
          if (seen.has(node.id)) continue
          seen.add(node.id)
          data(JSON.stringify(node))
        }
        if (options.follow) await new Promise((done) => setTimeout(done, 1000))
      } while (options.follow)
    })
}
