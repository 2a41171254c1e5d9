import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/**
 * Everything that is checked without running the hub. Each check says how it is run alone; all are run, and all faults shown.
 * One check: node deploy/toolchain/verify.mjs NAME
 */
const bin = (name) => join(root, 'node_modules', '.bin', name)
const rooms = [...['packages', 'services'].flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name))), 'deploy/single-node', 'test'].filter(
  (dir) => existsSync(join(root, dir, 'tsconfig.json')),
)
const tsx = (file, ...args) => ['node', ['--import', 'tsx', join(root, file), ...args]]

const checks = {
  format: [bin('biome'), ['format', '.']],
  lint: [bin('oxlint'), ['--deny-warnings', '.']],
  ...Object.fromEntries(rooms.map((room) => [`types ${room}`, [bin('tsc'), ['-p', join(root, room, 'tsconfig.json')]]])),
  laws: [bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'packages', 'services', 'deploy/single-node/src']],
  house: tsx('deploy/toolchain/laws.ts'),
  contracts: tsx('packages/contracts/src/codegen.ts', '--check'),
  graph: tsx('deploy/toolchain/graph.ts', '--check'),
  licences: tsx('deploy/toolchain/licences.ts'),
  compose: tsx('deploy/toolchain/compose.ts'),
}

const wanted = process.argv.slice(2)
const due = Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)))
let failed = 0

async function check([name, [command, args]]) {
  const began = Date.now()
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const code = await new Promise((done) => child.once('exit', done).once('error', (error) => ((said += error.message), done(1))))
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  if (code === 0) return console.log(`ok      ${name} (${seconds} s)`)
  failed += 1
  console.log(`FAILED  ${name} (${seconds} s)\n${said}`)
}

// Two at a time: the type checks are most of it, and each wants a core.
const lane = async () => {
  for (let next = due.shift(); next; next = due.shift()) await check(next)
}
await Promise.all([lane(), lane()])
process.exitCode = failed > 0 ? 1 : 0
