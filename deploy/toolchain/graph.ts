import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { services } from '@collegium/contracts'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'

/**
 * Writes each subgraph's schema.graphql and the gateway's supergraph.graphql; with --check it only compares and fails on drift.
 * Run from the root: npm run codegen.
 */
const root = join(import.meta.dirname, '..', '..')
const check = process.argv.includes('--check')
const drifted: string[] = []

function put(path: string, text: string): void {
  const file = join(root, path)
  let before = ''
  try {
    before = readFileSync(file, 'utf8')
  } catch {}
  if (before === text) return
  if (check) drifted.push(path)
  else writeFileSync(file, text)
}

const subgraphs: { name: string; typeDefs: ReturnType<typeof parse>; url: string }[] = []
for (const name of services) {
  const { subgraph } = (await import(join(root, 'services', name, 'src', 'graph', 'schema.ts'))) as { subgraph: { sdl: string } }
  put(`services/${name}/schema.graphql`, subgraph.sdl)
  subgraphs.push({ name, typeDefs: parse(subgraph.sdl), url: `http://${name}.internal/graphql` })
}
const composed = composeServices(subgraphs)
if (composed.errors?.length) {
  for (const error of composed.errors) console.error(`The subgraphs do not compose: ${error.message}`)
  process.exit(1)
}
put('services/gateway/supergraph.graphql', `${composed.supergraphSdl?.trim() ?? ''}\n`)
if (drifted.length > 0) {
  console.error(`Out of step with the code: ${drifted.join(', ')}. Run: npm run codegen`)
  process.exit(1)
}
