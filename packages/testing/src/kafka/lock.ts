import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Runs `work` while no other process of this machine does, by a file that names the process. One left by a process that died is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!taken(path)) await new Promise((resolve) => setTimeout(resolve, 100))
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function taken(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (existsSync(path)) {
      const holder = Number(readFileSync(path, 'utf8'))
      if (holder > 0 && !alive(holder)) rmSync(path, { force: true })
    }
    return false
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
