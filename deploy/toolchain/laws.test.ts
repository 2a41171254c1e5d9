import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { breaches } from './laws.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'collegium-laws-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the rules of imports over files made for the occasion. Returns the names of the rules that were broken. */
function cruise(files: Readonly<Record<string, string>>): string[] {
  const dir = mkdtempSync(join(folder, 'case-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  writeFileSync(join(dir, 'tsconfig.base.json'), '{"compilerOptions":{"allowImportingTsExtensions":true,"noEmit":true}}')
  const done = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      '.',
    ],
    { cwd: dir, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  )
  const { summary } = JSON.parse(done.stdout) as { summary: { violations: { rule: { name: string } }[] } }
  return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort()
}

describe('imports', () => {
  test('law 1: a service that imports another is refused', () => {
    expect(cruise({ 'services/mobility/src/a.ts': "import '../../registry/src/b.ts'", 'services/registry/src/b.ts': 'export const b = 1' })).toContain(
      'services-meet-through-contracts',
    )
  })
  test('a package that imports a service is refused', () => {
    expect(
      cruise({ 'packages/events/src/a.ts': "import '../../../services/registry/src/b.ts'", 'services/registry/src/b.ts': 'export const b = 1' }),
    ).toContain('packages-know-no-service')
  })
  test('law 2: a domain that reaches out of its context is refused', () => {
    expect(
      cruise({
        'services/mobility/src/results/domain/a.ts': "import '../../learners/vault.ts'",
        'services/mobility/src/learners/vault.ts': 'export const b = 1',
      }),
    ).toContain('contexts-meet-through-queries')
  })
  test('law 3: a domain that imports Node is refused', () => {
    expect(cruise({ 'services/mobility/src/results/domain/a.ts': "import 'node:fs'" })).toContain('domain-is-pure')
  })
  test('a circle is refused', () => {
    expect(
      cruise({
        'packages/events/src/a.ts': "import { b } from './b.ts'\nexport const a = b",
        'packages/events/src/b.ts': "import { a } from './a.ts'\nexport const b = a",
      }),
    ).toContain('no-circles')
  })
  test('what keeps the laws passes', () => {
    expect(
      cruise({
        'services/mobility/src/results/domain/a.ts': "import { b } from './b.ts'\nexport const a = b",
        'services/mobility/src/results/domain/b.ts': 'export const b = 1',
      }),
    ).toEqual([])
  })
}, 60_000)

describe('what imports cannot show', () => {
  test.each([
    ['law 7: a slice that reads the environment', { path: 'services/mobility/src/results/a.ts', text: 'process.env.HUB_PORT' }, 'laws 7 and 8'],
    ['law 3: a domain with a clock', { path: 'services/mobility/src/results/domain/a.ts', text: 'const now = Date.now()' }, 'law 3'],
    ['law 9: a room without a name', { path: 'services/mobility/src/utils/a.ts', text: '' }, 'law 9'],
    ['law 9: a barrel', { path: 'services/mobility/src/results/index.ts', text: '' }, 'law 9'],
    ['law 9: a long file', { path: 'services/mobility/src/results/a.ts', text: '\n'.repeat(301) }, '302 lines'],
  ])('%s is refused', (_what, file, words) => {
    expect(breaches([file]).join()).toContain(words)
  })
  test('server.ts may read the environment', () => {
    expect(breaches([{ path: 'services/mobility/src/server.ts', text: 'process.env.HUB_PORT' }])).toEqual([])
  })
})
