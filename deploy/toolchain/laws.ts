import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The laws of the house that imports cannot show: who reads the environment, how files are named, how long they are. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Law 7: the environment is read once, and signals are handled, where a process begins. */
const beginnings = [
  /^services\/[^/]+\/src\/server\.ts$/,
  /^deploy\//,
  /^packages\/cli\//,
  /^packages\/testing\//,
  /^packages\/service-kit\/src\/serve-service\.ts$/,
  /^packages\/database\/src\/embedded\//,
  /^test\//,
  /\.test\.ts$/,
  /^packages\/events\/src\/conformance\//,
  /\/codegen\.ts$/,
  /\/example\//,
  /\/testing\//,
  /\.fixture\.ts$/,
  /vite\.config\.ts$/,
]
/** Law 9. */
const namelessRoom = /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.[jt]sx?$)/
const longest = 300
/** Files that are longer, and why one room holds it all. */
const longOnPurpose: Readonly<Record<string, string>> = {
  'services/mobility/src/tenancy.matrix.ts': 'data: one row for each field of the graph',
}

/** What breaks a law, one line each. */
export function breaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const found: string[] = []
    const lines = text.split('\n').length
    if (namelessRoom.test(path)) found.push(`${path}: name it after what it does (law 9)`)
    if (/\/src\/.+\/index\.ts$/.test(path) && !path.endsWith('/src/embedded/index.ts')) found.push(`${path}: no barrels below a package's index.ts (law 9)`)
    if (lines > longest && !(path in longOnPurpose) && !path.includes('.test.'))
      found.push(`${path}: ${lines} lines; split it by meaning, or give the reason in deploy/toolchain/laws.ts (law 9)`)
    if (/\bprocess\.(env|exit)\b/.test(text) && !beginnings.some((pattern) => pattern.test(path)))
      found.push(`${path}: only where a process begins is the environment read or the process ended (laws 7 and 8)`)
    if (/\b(Date\.now\(\)|new Date\(\)|Math\.random\(\))/.test(text) && path.includes('/domain/') && !path.includes('.test.'))
      found.push(`${path}: time and chance arrive in the command (law 3)`)
    return found
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '..', '..')
  const listed = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  const found = breaches(
    listed.flatMap((path) => {
      try {
        return [{ path, text: readFileSync(join(root, path), 'utf8') }]
      } catch {
        return []
      }
    }),
  )
  for (const line of found) console.error(line)
  process.exitCode = found.length > 0 ? 1 : 0
}
