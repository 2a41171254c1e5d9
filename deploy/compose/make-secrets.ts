import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallerName, services } from '@collegium/contracts'
import { makeKeys } from '../../packages/service-kit/src/tokens.ts'

/**
 * Makes what compose.yaml needs and is secret: keys/<process>/ (its own private key and everybody's public one) and .env from env.example, with each secret drawn.
 * What is there already stays as it is. node --import tsx deploy/compose/make-secrets.ts
 */
const here = import.meta.dirname
const names: readonly CallerName[] = [...services, 'gateway']
const all = join(here, 'keys', 'all')
makeKeys(all, names)
/** The user of the image. */
const node = 1000
for (const name of names) {
  const folder = join(here, 'keys', name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = readdirSync(all).filter((file) => file.endsWith('.public.pem') || file === `${name}.private.pem`)
  for (const file of files) {
    // A copy that is closed to writing cannot be written over.
    rmSync(join(folder, file), { force: true })
    copyFileSync(join(all, file), join(folder, file))
    chmodSync(join(folder, file), 0o400)
  }
  if (process.getuid?.() === 0) for (const path of [folder, ...files.map((file) => join(folder, file))]) chownSync(path, node, node)
}
const file = join(here, '.env')
if (!existsSync(file)) {
  const drawn = (encoding: 'base64' | 'base64url') => randomBytes(32).toString(encoding)
  const text = readFileSync(join(here, 'env.example'), 'utf8')
    .replaceAll(/^(\w+_SECRET)=A+=?$/gm, (_line, name: string) => `${name}=${drawn('base64')}`)
    .replace(/^POSTGRES_PASSWORD=.*$/m, () => `POSTGRES_PASSWORD=${drawn('base64url')}`)
  writeFileSync(file, text, { mode: 0o600 })
  console.error('Made keys/ and .env. Now set PUBLIC_URL and the identity provider in .env.')
} else console.error('Made the keys that were missing; .env is as it was.')
if (process.getuid?.() !== 0 && process.getuid?.() !== node)
  console.error(`The containers read keys/ as user ${node}: sudo chown -R ${node}:${node} deploy/compose/keys`)
