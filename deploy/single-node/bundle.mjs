import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../toolchain/install.mjs'

/** Files that become files of their own: the hub, and what runs in threads beside it. */
const entries = {
  main: 'deploy/single-node/src/main.ts',
  'exchange-check-worker': 'services/exchange/src/files/check-worker.ts',
  'seal-worker': 'services/credentials/src/seal-keys/seal-worker.ts',
  hub: 'packages/cli/src/main.ts',
}
const out = join(root, 'deploy', 'single-node', 'dist')

function sources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    // The console is bundled by itself, and has a fingerprint of its own.
    if (entry.name === 'node_modules' || entry.name === 'dist' || path === join(root, 'services', 'console')) return []
    return entry.isDirectory() ? sources(path) : /\.(ts|tsx|json|css|html)$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : []
  })
}

/** Changes with every source that goes into the bundle: names, sizes and times, which is enough here and quick. */
function fingerprint(dirs, files = []) {
  const hash = createHash('sha256')
  for (const file of [...dirs.flatMap((dir) => sources(join(root, dir))), ...files.map((name) => join(root, name))])
    hash.update(`${relative(root, file)} ${statSync(file).size} ${Math.floor(statSync(file).mtimeMs)}\n`)
  return hash.update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex')
}

const upToDate = (file, print) => existsSync(file) && readFileSync(file, 'utf8') === print

/** Bundles the hub when its sources have changed. Returns the file to start. */
export async function bundle() {
  const main = join(out, 'main.mjs')
  const stamp = join(out, 'fingerprint')
  const print = fingerprint(['packages', 'services', 'deploy/single-node/src'])
  if (!upToDate(stamp, print) || !existsSync(main)) {
    console.error('Bundling the hub …')
    mkdirSync(out, { recursive: true })
    const { build } = await import('esbuild')
    await build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
      outdir: out,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'linked',
      // Native addons and what finds its own files beside itself stay where they were installed.
      external: ['@graphql-hive/router-query-planner', 'pdfkit', 'piscina', 'pg-native'],
      mainFields: ['module', 'main'],
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); import { fileURLToPath as __fileURLToPath } from 'node:url'; const __filename = __fileURLToPath(import.meta.url); const __dirname = __filename.slice(0, __filename.lastIndexOf('/'));",
      },
      logLevel: 'warning',
      logOverride: { 'direct-eval': 'silent' },
    })
    writeFileSync(stamp, print)
  }
  await bundleConsole()
  return main
}

/** Builds the console when its sources have changed. */
export async function bundleConsole() {
  const dir = join(root, 'services', 'console')
  const stamp = join(dir, 'dist', 'fingerprint')
  const print = fingerprint(['services/console/src'], ['services/console/index.html', 'services/console/vite.config.ts'])
  if (!existsSync(join(dir, 'index.html')) || upToDate(stamp, print)) return
  const vite = await import(pathToFileURL(createRequire(join(dir, 'package.json')).resolve('vite')).href)
  await vite.build({ root: dir, logLevel: 'warn', build: { outDir: 'dist', emptyOutDir: true } })
  writeFileSync(stamp, print)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bundle()
