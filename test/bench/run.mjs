import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * npm run -s bench -- NAME…: runs test/bench/NAME.ts, each in a process of its own so that none inherits the heap of another. JSON lines on stdout, progress
 * on stderr. Exits 1 when a benchmark could not run, 2 for a name that does not exist; a figure that falls short is `"ok":false`, not a failure, because
 * one slow machine proves nothing.
 */
const folder = dirname(fileURLToPath(import.meta.url))
const known = readdirSync(folder).flatMap((file) => (file.endsWith('.ts') && !file.endsWith('.test.ts') ? file.slice(0, -3) : []))

if (process.argv[2] === '--one') {
  const { bench } = await import(join(folder, `${process.argv[3]}.ts`))
  await bench((line) => process.stdout.write(`${JSON.stringify({ bench: process.argv[3], ...line })}\n`))
  // What a benchmark forgot to close must not keep the next one waiting.
  process.exit(0)
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !existsSync(join(folder, `${name}.ts`)))
if (names.length === 0 || unknown.length > 0) {
  process.stderr.write(
    `${unknown.length > 0 ? `There is no benchmark ${unknown.join(', ')}. ` : ''}Benchmarks: ${known.join(', ')}. Run them with: npm run -s bench -- NAME…\n`,
  )
  process.exit(2)
}

let failed = 0
for (const name of names) {
  process.stderr.write(`${name} …\n`)
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), '--one', name], { stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) {
    failed++
    process.stderr.write(`${name} ended with code ${code}\n`)
  }
}
process.exit(failed > 0 ? 1 : 0)
