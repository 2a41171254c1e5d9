import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { chmod, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { startPostgres } from '@collegium/database/embedded'
import { fileChecker } from '@collegium/exchange/check'
import postgres, { type Sql } from 'postgres'

type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void

const many = 1_000_000
const few = 10_000
const rounds = 3
const say = (line: string): void => void process.stderr.write(`  ${line}\n`)
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const columns = ['European Student Identifier', 'Home institution', 'Given names', 'Family name', 'Result', 'Grade', 'ECTS', 'Assessment date']
const given = ['Saga', ' Åsa', 'Γιώργος', 'Caoimhe', 'Łukasz', 'Çağla']
const words = ['passed', 'PASS', 'bestanden', 'Godkänd']
const days = ['2026-06-30', '30.06.2026', '46203', '30 June 2026']

/** A row with the usual mess; one in a hundred has a grade that its scale does not know. */
const lineOf = (n: number): string =>
  `urn:schac:personalUniqueCode:int:esi:uni-birke.example:${n};uni-birke.example;${given[n % 6]};Lindqvist;${words[n % 4]};${n % 100 === 99 ? '6,0' : `${1 + (n % 3)},3`};${n % 2 === 0 ? '5' : '5,0'};${days[n % 4]}\n`

async function write(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${columns.join(';')}\n`)
  for (let from = 0; from < rows; from += 5_000) {
    if (!out.write(Array.from({ length: Math.min(5_000, rows - from) }, (_, i) => lineOf(from + i)).join(''))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

/**
 * The check of a results file as a dry run makes it: read in a worker, every row normalised and judged, doubled rows found, what is to be kept sealed and
 * written as lines for COPY. Against it PostgreSQL's COPY of the same file into a table of texts, in turns with it.
 */
export async function bench(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'collegium-bench-'))
  await chmod(folder, 0o755)
  const server = await startPostgres({ dataDir: folder, durable: true })
  const sql = postgres(server.url, { max: 2, onnotice: () => {} })
  try {
    const [small, large] = [join(folder, 'small.csv'), join(folder, 'large.csv')]
    await write(small, few)
    await write(large, many)
    say(`${many} rows, ${Math.round((await stat(large)).size / 1e6)} MB`)
    const rates = { check: [] as number[], copy: [] as number[] }
    const memory = { small: await checked(small, few).then((run) => run.megabytes), large: 0 }
    for (let round = 1; round <= rounds; round++) {
      const copy = await copied(sql, large)
      const check = await checked(large, many)
      rates.copy.push(copy)
      rates.check.push(check.rate)
      memory.large = Math.max(memory.large, check.megabytes)
      say(`round ${round}: COPY ${Math.round(copy)} rows/s, check ${Math.round(check.rate)} rows/s at ${check.megabytes} MB`)
    }
    const ratio = Number((median(rates.check) / median(rates.copy)).toFixed(2))
    emit({
      metric: 'check',
      value: Math.round(median(rates.check)),
      unit: 'rows/s',
      baseline: 'PostgreSQL COPY of the same file',
      ratio,
      reach: 0.15,
      ok: ratio >= 0.15,
    })
    const growth = memory.large - memory.small
    emit({ metric: 'memory above the run of 10,000 rows', value: growth, unit: 'MB', reach: 100, ok: growth <= 100 })
  } finally {
    await sql.end({ timeout: 5 })
    await server.stop()
    for (const path of [server.clusterDir, folder]) rmSync(path, { recursive: true, force: true })
  }
}

async function checked(path: string, rows: number): Promise<{ rate: number; megabytes: number }> {
  const checker = fileChecker()
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  const began = performance.now()
  const context = {
    today: '2026-11-22',
    institution: 'uni-alder.example',
    institutions: ['uni-alder.example', 'uni-birke.example', 'uni-cedro.example'].map((id) => ({ id, names: [] })),
    defaultHome: null,
    offering: { lead: 'uni-alder.example', codes: ['ALD-DATA-2026'], ects: 5, gradingScheme: 'de-1-5' },
  }
  const staging = { runId: 'bench', scope: 'bench', key: Buffer.alloc(32, 1), secret: Buffer.alloc(32, 2), mostGood: few }
  let bytes = 0
  const summary = await checker.check({ path, template: 'joint-course-results', mapping: {}, context, staging }, async (output) => {
    if (output.kind === 'lines') bytes += output.lines.length
  })
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  await checker.close()
  if (summary.rows !== rows || summary.fates.refused !== rows / 100 || bytes === 0)
    throw new Error(`The check is not what it should be: ${JSON.stringify(summary.fates)} of ${summary.rows} rows`)
  return { rate: rows / seconds, megabytes: Math.round(peak / 1e6) }
}

async function copied(sql: Sql, path: string): Promise<number> {
  await sql.unsafe(`drop table if exists copied; create table copied (${columns.map((_, i) => `c${i} text`).join(', ')})`)
  const began = performance.now()
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), await sql`copy copied from stdin with (format csv, header, delimiter ';')`.writable())
  return many / ((performance.now() - began) / 1000)
}
