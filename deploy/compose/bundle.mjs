import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../toolchain/install.mjs'

/**
 * What the image runs: bin/<service>.mjs for each service and the gateway, the files of their worker threads and the migrations beside them, the supergraph and
 * the console one folder up, and the few packages that cannot be bundled.
 * node deploy/compose/bundle.mjs FOLDER
 */
const threads = {
  'exchange-check-worker': 'services/exchange/src/files/check-worker.ts',
  'seal-worker': 'services/credentials/src/seal-keys/seal-worker.ts',
}
/** Native addons, and what looks for files of its own beside itself: by the room that depends on it. */
const unbundled = {
  '@graphql-hive/router-query-planner': 'services/gateway',
  'dejavu-fonts-ttf': 'packages/documents',
  pdfkit: 'packages/documents',
  piscina: 'services/exchange',
}

/** Bundles every process into `folder`. */
export async function bundle(folder) {
  const processes = readdirSync(join(root, 'services')).filter((name) => existsSync(join(root, 'services', name, 'src', 'server.ts')))
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: { ...Object.fromEntries(processes.map((name) => [name, `services/${name}/src/server.ts`])), ...threads },
    outdir: bin,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: [...Object.keys(unbundled), 'pg-native'],
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); import { fileURLToPath as __fileURLToPath } from 'node:url'; const __filename = __fileURLToPath(import.meta.url); const __dirname = __filename.slice(0, __filename.lastIndexOf('/'));",
    },
    logLevel: 'warning',
    logOverride: { 'direct-eval': 'silent' },
  })
  for (const name of processes) {
    const migrations = join(root, 'services', name, 'migrations')
    if (existsSync(migrations)) cpSync(migrations, join(bin, 'migrations', name), { recursive: true })
  }
  cpSync(join(root, 'services', 'gateway', 'supergraph.graphql'), join(folder, 'supergraph.graphql'))
  const page = join(root, 'services', 'console', 'dist')
  if (existsSync(join(page, 'index.html'))) cpSync(page, join(folder, 'console'), { recursive: true })
  for (const [name, room] of Object.entries(unbundled)) install(name, join(root, room), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  return { folder, processes }
}

/** Copies an installed package with what it depends on, in the versions of the lock file; optional ones where they are there. */
function install(name, from, into) {
  const places = [from]
  for (let at = from; dirname(at) !== at; at = dirname(at)) places.push(dirname(at))
  const found = places.map((place) => join(place, 'node_modules', name)).find((place) => existsSync(join(place, 'package.json')))
  if (!found) return false
  const home = realpathSync(found)
  const target = join(into, name)
  if (existsSync(target)) return true
  cpSync(home, target, { recursive: true, dereference: true, filter: (path) => path === home || !path.slice(home.length).includes('node_modules') })
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  for (const one of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (!install(one, home, into) && !(one in optionalDependencies)) throw new Error(`${name} needs ${one}, which is not installed`)
  }
  return true
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv[2]) {
    console.error('Where to? node deploy/compose/bundle.mjs FOLDER')
    process.exit(2)
  }
  const { processes } = await bundle(process.argv[2])
  console.error(`Bundled ${processes.join(', ')}`)
}
