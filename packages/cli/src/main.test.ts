import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.ts'

afterEach(() => vi.restoreAllMocks())

const quietly = async (...args: string[]) => {
  const said: string[] = []
  const data: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => data.push(String(text)) > 0)
  return { code: await main(['node', 'hub', ...args]), said: said.join(''), data: data.join('') }
}

test('an unknown command is a matter of usage (2), and says so on stderr', async () => {
  const { code, said, data } = await quietly('resluts')
  expect(code).toBe(2)
  expect(said).toContain("unknown command 'resluts'")
  expect(data).toBe('')
})

test('a missing option is a matter of usage (2)', async () => {
  expect(await quietly('results', 'check', 'results.csv')).toMatchObject({ code: 2, said: expect.stringContaining('--institution') })
})

test('help shows examples and ends well (0)', async () => {
  expect(await quietly('results', 'import', '--help')).toMatchObject({
    code: 0,
    data: expect.stringContaining('hub results import results.xlsx --institution uni-alder.example'),
  })
})

test('every kind of file that offices hand in has the same commands', async () => {
  for (const kind of ['results', 'agreements', 'enrolments', 'equivalences'])
    expect(await quietly(kind, '--help')).toMatchObject({ code: 0, data: expect.stringMatching(/template[\s\S]*check[\s\S]*import[\s\S]*problems[\s\S]*undo/) })
  expect(await quietly('agreements', 'import', '--help')).toMatchObject({ data: expect.not.stringContaining('--offering') })
})

test('a hub that is away is said to be (5)', async () => {
  vi.stubEnv('HUB_URL', 'http://127.0.0.1:65531')
  expect(await quietly('token', '--as', 'office@uni-birke.example')).toMatchObject({ code: 5, said: expect.stringContaining('does not answer') })
  vi.unstubAllEnvs()
})

test('the same seed gives the same file, and stderr says what is wrong in it', async () => {
  const first = await quietly('demo', 'results', '--rows', '30', '--seed', '7')
  const second = await quietly('demo', 'results', '--rows', '30', '--seed', '7')
  expect(first.said).toContain('Wrong on purpose')
  expect(second.data).toBe(first.data)
})
