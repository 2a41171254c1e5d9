import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { incompatibleVersions } from './compatibility.ts'
import { asyncApi } from './documents/asyncapi.ts'
import { jsonSchemas } from './documents/json-schemas.ts'
import { openApi } from './documents/openapi.ts'

/**
 * Writes what is committed of the wire: schemas/, asyncapi.json, openapi.json, and a new version below versions/ where a schema
 * changed in a way that old records survive. With --check nothing is written, and drift or an incompatible change fails.
 */
const home = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const faults: string[] = []

function put(path: string, value: object): void {
  const file = join(home, path)
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  if (check) return void faults.push(`${path} is out of step with the code. Run: npm run codegen`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

for (const [name, schema] of jsonSchemas()) {
  const folder = join(home, 'versions', name)
  const files = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)) : []
  const versions = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object)
  const broken = incompatibleVersions(versions, schema)
  if (broken.length > 0) faults.push(`${name} breaks what was published:\n  ${broken.join('\n  ')}\n  Publish a new major beside it instead.`)
  else if (JSON.stringify(versions.at(-1)) !== JSON.stringify(schema)) put(`versions/${name}/${files.length + 1}.json`, schema)
  put(`schemas/${name}.json`, schema)
}
put('asyncapi.json', asyncApi())
put('openapi.json', openApi())
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
