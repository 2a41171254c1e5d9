import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoResults } from '@collegium/exchange/demo-results'
import { writeDemoXlsx } from '@collegium/exchange/write-demo-results'
import { connect } from '@collegium/sdk'
import { startSingleNode } from './single-node/running-hub.ts'

type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void
interface Run {
  readonly id: string
  readonly state: string
  readonly rows: { readonly good: number }
  readonly ends: Readonly<Record<string, number>>
}

const rows = 10_000
const say = (line: string): void => void process.stderr.write(`  ${line}\n`)

/** A results file of 10,000 rows (XLSX): from the first byte of the upload until each row has its end and the graph shows it. */
export async function bench(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'collegium-bench-'))
  const file = join(folder, 'results.xlsx')
  const out = createWriteStream(file)
  await writeDemoXlsx(demoResults({ rows, seed: 7 }), out)
  await finished(out).catch(() => {})
  const hub = await startSingleNode()
  try {
    const office = connect({ url: hub.url, token: () => hub.token('office@uni-alder.example') })
    const began = performance.now()
    const seconds = () => Math.round((performance.now() - began) / 10) / 100
    let run = (await office.startImport({
      file: await openAsBlob(file),
      fileName: 'results.xlsx',
      institution: 'uni-alder.example',
      offering: 'ALD-DATA-2026',
    })) as unknown as Run
    const look = async () => (run = (await office.call('GET', `/api/imports/${run.id}`)) as Run)
    while (['received', 'checking'].includes(run.state)) await look()
    const checked = seconds()
    say(`checked after ${checked} s: ${run.rows.good} good rows`)
    await office.call('POST', `/api/imports/${run.id}/accept`)
    for (await look(); run.state !== 'done'; await look()) {
      await new Promise((done) => setTimeout(done, 500))
      if (performance.now() - began > 300_000) throw new Error(`Not done after 300 s: ${JSON.stringify(run)}`)
    }
    const { data } = await office.graph<{ learningOpportunityInstance: { enrolments: { totalCount: number } } }>(
      '{ learningOpportunityInstance(code: "ALD-DATA-2026") { enrolments { totalCount } } }',
    )
    const all = seconds()
    say(`done after ${all} s: ${JSON.stringify(run.ends)}; ${data?.learningOpportunityInstance.enrolments.totalCount} enrolments in the graph`)
    emit({ metric: 'upload to checked', value: checked, unit: 's', reach: 60, ok: checked <= 60 })
    emit({ metric: 'upload to sealed, recognised and visible', value: all, unit: 's', reach: 60, ok: all <= 60 })
    emit({ metric: 'peak memory of the hub', value: Math.round(hub.peakMemory()), unit: 'MB', reach: 700, ok: hub.peakMemory() <= 700 })
  } finally {
    await hub.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
