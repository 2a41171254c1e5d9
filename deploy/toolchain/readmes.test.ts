import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const rooms = ['packages', 'services', 'deploy'].flatMap((dir) =>
  readdirSync(join(root, dir), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(dir, entry.name)),
)
const readmes = ['', 'test', ...rooms].map((room) => join(room, 'README.md'))

/** Paths that a README names: targets of links, and words in code marks that end like a file or a folder. */
function pathsIn(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '')
  const links = [...prose.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map((match) => match[1] ?? '')
  const marks = [...prose.matchAll(/`([\w@.-]*(?:\/[\w.-]+)*(?:\/|\.(?:ts|tsx|mjs|cjs|json|ya?ml|graphql|md)))`/g)].map((match) => match[1] ?? '')
  return [...new Set([...links, ...marks])].filter((path) => !/^(\/|\.hub|[A-Z])/.test(path) && !path.startsWith('@'))
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const paths = new Set(
  files.flatMap((file) => [
    file,
    ...file
      .split('/')
      .slice(0, -1)
      .map((_, i, folders) => `${folders.slice(0, i + 1).join('/')}/`),
  ]),
)

/** From the root, or anywhere in the README's own room (its tables leave out what all rows share); a bare file name, or any path in the map at the root, may be any room's. */
function there(path: string, room: string): boolean {
  if (existsSync(join(root, room, path)) || paths.has(path)) return true
  return [...paths].some((known) => (!path.includes('/') || known.startsWith(room === '' ? 'services/' : `${room}/`)) && known.endsWith(`/${path}`))
}

describe('what a README names exists', () => {
  test.each(readmes)('%s', (readme) => {
    const room = dirname(readme) === '.' ? '' : dirname(readme)
    expect(pathsIn(readFileSync(join(root, readme), 'utf8')).filter((path) => !there(path, room))).toEqual([])
  })
  test('a path that is not there is found', () => {
    expect(pathsIn('| rules | `src/domain/gone.ts`, [here](../gone/README.md) |').filter((path) => !there(path, 'services/mobility'))).toEqual([
      '../gone/README.md',
      'src/domain/gone.ts',
    ])
  })
})
