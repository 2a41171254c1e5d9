import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Says in one line what stands in the way of starting. */
export class CannotStart extends Error {}

/** Two hubs on the same data would each restart the other's database. Returns how to give the data back. */
export function lockData(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'hub.pid')
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, `${process.pid} ${startOf(process.pid) ?? ''}\n`, { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch {
      const [pid, start] = readFileSync(file, 'utf8').trim().split(' ')
      // A process number is used again some day; its start time is not.
      if (pid && startOf(Number(pid)) !== undefined && startOf(Number(pid)) === start)
        throw new CannotStart(
          `A hub is running on the data in ${dataDir} already (process ${pid}). Stop it first, or give this one its own data: HUB_DATA_DIR=.hub2 HUB_PORT=4001 npm start`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new CannotStart(`The data in ${dataDir} are being taken by another hub at this moment.`)
}

/** When a process began, as Linux counts it; undefined when there is none. */
function startOf(pid: number): string | undefined {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return undefined
  try {
    return readFileSync(stat, 'utf8').split(') ')[1]?.split(' ')[19]
  } catch {
    return undefined
  }
}
