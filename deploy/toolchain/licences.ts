import { spawnSync } from 'node:child_process'

/** Licences under which the hub may ship a package. Nothing copyleft beyond a file, nothing source-available. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'MIT/X11',
  'ISC',
  'Apache-2.0',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Unlicense',
  'Python-2.0',
  'Zlib',
  'FreeBSD',
  'PostgreSQL',
  'WTFPL',
  'MPL-2.0',
])

/** Packages whose manifest names no licence, and what was found instead. */
const looked: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf':
    'the licence of Bitstream Vera and Arev in its file LICENSE: free to use, embed and pass on; only the names of changed fonts are restricted',
  buffers: 'no licence field and no licence file; reached through the reader of workbooks (exceljs, unzipper), whose authors ship it as MIT/X11',
}

const listed = spawnSync('npx', ['-y', 'pnpm@10.34.9', 'licenses', 'list', '--prod', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
if (listed.status !== 0) {
  console.error(`The licences could not be listed: ${listed.stderr}`)
  process.exit(1)
}
const byLicence = JSON.parse(listed.stdout.slice(listed.stdout.indexOf('{'))) as Record<string, { name: string }[]>
/** "(MIT OR GPL-3.0)": one of them is enough. "(MIT AND Zlib)": all are needed. */
const permitted = (licence: string): boolean => {
  const bare = licence.replace(/^\((.*)\)$/, '$1')
  if (bare.includes(' OR ')) return bare.split(' OR ').some(permitted)
  if (bare.includes(' AND ')) return bare.split(' AND ').every(permitted)
  return allowed.has(bare)
}
const refused = Object.entries(byLicence).flatMap(([licence, packages]) =>
  permitted(licence) ? [] : packages.filter(({ name }) => !(name in looked)).map(({ name }) => `${name}: ${licence}`),
)
if (refused.length > 0) {
  console.error(`Not on the list of licences (deploy/toolchain/licences.ts): ${refused.join(', ')}`)
  process.exit(1)
}
