import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/**
 * Runs a script of that name in every room that has it, one after the other; the first failure ends it. `codegen` ends with the graph, which is made of all
 * subgraphs together.
 */
const script = process.argv[2]
if (!script) {
  console.error('Which script? For example: npm run codegen')
  process.exit(2)
}
const run = (what, command, args, cwd) => {
  console.error(`${what} …`)
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, PATH: [join(cwd, 'node_modules', '.bin'), join(root, 'node_modules', '.bin'), process.env.PATH].join(':') },
  })
  if (status !== 0) process.exit(status ?? 1)
}
const rooms = ['packages', 'services'].flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name)))
for (const room of [...rooms, 'deploy/single-node', 'test']) {
  const manifest = join(root, room, 'package.json')
  if (!existsSync(manifest)) continue
  const command = JSON.parse(readFileSync(manifest, 'utf8')).scripts?.[script]
  if (command) run(room, 'sh', ['-c', command], join(root, room))
}
if (script === 'codegen') run('the graph', 'node', ['--import', 'tsx', join('deploy', 'toolchain', 'graph.ts')], root)
