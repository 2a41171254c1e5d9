import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkMachine, install, root } from '../deploy/toolchain/install.mjs'

/**
 * npm test: installs, verifies, runs every test, and says at the very end how many passed, failed and were skipped.
 * npm test -- NAME…: only the test files whose path contains NAME, without the verification. --full adds the long runs.
 */
const args = process.argv.slice(2)
const full = args.includes('--full')
const names = args.filter((arg) => arg !== '--full')

checkMachine()
install()

let verifyFailed = 0
let verifyPassed = 0
if (names.length === 0) {
  const verified = spawnSync(process.execPath, [join(root, 'deploy', 'toolchain', 'verify.mjs')], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  process.stdout.write(verified.stdout)
  verifyFailed = verified.stdout.split('\n').filter((line) => line.startsWith('FAILED')).length || Number(verified.status !== 0)
  verifyPassed = verified.stdout.split('\n').filter((line) => line.startsWith('ok ')).length
}

const folder = mkdtempSync(join(tmpdir(), 'collegium-test-'))
const report = join(folder, 'report.json')
const { npm_lifecycle_event: _, ...environment } = process.env
const vitest = spawn(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...names, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { cwd: root, stdio: 'inherit', env: { ...environment, ...(full && { HUB_TEST_FULL: '1' }) } },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal))
const code = await new Promise((done) => vitest.once('exit', (status) => done(status ?? 1)))

let counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
try {
  counts = JSON.parse(readFileSync(report, 'utf8'))
} catch {
  console.error('vitest wrote no report; what it said stands above.')
}
rmSync(folder, { recursive: true, force: true })
// A file that could not even be loaded has no tests to count; it is one failure.
const unloaded = counts.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
const skipped = counts.numPendingTests + counts.numTodoTests
for (const file of counts.testResults)
  for (const one of file.assertionResults)
    if (one.status === 'pending' || one.status === 'skipped' || one.status === 'todo') console.log(`SKIPPED ${one.fullName}`)
const failed = counts.numFailedTests + unloaded + verifyFailed
const passed = counts.numPassedTests + verifyPassed
process.exitCode = failed > 0 || code !== 0 || passed === 0 ? 1 : 0
console.log(`${passed} passed, ${failed > 0 || code === 0 ? failed : 1} failed, ${skipped} skipped`)
