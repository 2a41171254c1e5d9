import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/**
 * Everything that is checked without running the hub. Each check says how it is run alone; all are run, and all faults shown.
 * One check: node deploy/toolchain/verify.mjs NAME
 */
const bin = (name) => join(root, 'node_modules', '.bin', name)
const rooms = [...['packages', 'services'].flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name))), 'deploy/single-node', 'test'].filter((dir) => existsSync(join(root, dir, 'tsconfig.json')))
const tsx = (file, ...args) => ['node', ['--import', 'tsx', join(root, file), ...args]]

const checks = {
  format: [bin('biome'), ['format', '.']],
  lint: [bin('oxlint'), ['--deny-warnings', '.']],
  ...Object.fromEntries(rooms.map((room) => [`types ${room}`, [bin('tsc'), ['-p', join(root, room, 'tsconfig.json')]]])),
  laws: [bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'packages', 'services', 'deploy/single-node/src']],
  sizes: tsx('deploy/toolchain/laws.ts'),
  contracts: tsx('packages/contracts/src/codegen.ts', '--check'),
  graph: tsx('deploy/toolchain/graph.ts', '--check'),
  licences: tsx('deploy/toolchain/licences.ts'),
  compose: tsx('deploy/toolchain/compose.ts'),
}

const wanted = process.argv.slice(2)
let failed = 0
for (const [name, [command, args]] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.some((one) => name.startsWith(one))) continue
  const began = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  if (status === 0) console.log(`ok      ${name} (${seconds} s)`)
  else {
    failed += 1
    console.log(`FAILED  ${name} (${seconds} s)\n${stdout}${stderr}`)
  }
}
process.exitCode = failed > 0 ? 1 : 0
