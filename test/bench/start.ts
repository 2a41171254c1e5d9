import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSingleNode } from './single-node/running-hub.ts'

type Emit = (line: { metric: string; value: number; unit: string; reach: number; ok: boolean }) => void

/** From the command to ready, when everything is installed and bundled: on empty data (databases, migrations, seed). */
export async function bench(emit: Emit): Promise<void> {
  // The first start bundles, if a source has changed; it is not what is measured.
  await (await startSingleNode()).stop()
  const hub = await startSingleNode(mkdtempSync(join(tmpdir(), 'collegium-hub-')))
  const seconds = hub.startedIn / 1000
  emit({ metric: 'first start on empty data', value: Math.round(seconds * 100) / 100, unit: 's', reach: 10, ok: seconds <= 10 })
  emit({ metric: 'memory when ready', value: Math.round(hub.peakMemory()), unit: 'MB', reach: 700, ok: hub.peakMemory() <= 700 })
  await hub.stop()
}
