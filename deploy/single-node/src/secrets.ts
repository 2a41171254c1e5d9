import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Secrets that a single node makes for itself at its first start; in production each is its own environment variable. */
export function keptSecrets(dataDir: string): (name: string) => Uint8Array {
  const file = join(dataDir, 'secrets.json')
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  return (name) => {
    const known = kept[name]
    if (known) return Buffer.from(known, 'base64')
    const made = randomBytes(32)
    kept[name] = made.toString('base64')
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
    return made
  }
}
