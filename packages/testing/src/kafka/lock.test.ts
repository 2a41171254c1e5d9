import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withLock } from './lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'collegium-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('works one after the other, and leaves no lock behind', async () => {
  const path = join(folder, 'one')
  let inside = 0
  let most = 0
  const work = () =>
    withLock(path, async () => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setTimeout(resolve, 20))
      inside--
    })
  await Promise.all([work(), work(), work()])
  expect(most).toBe(1)
  expect(existsSync(path)).toBe(false)
})

test('a lock whose process died is taken over', async () => {
  const path = join(folder, 'dead')
  // No process has this number: it is above the kernel's largest.
  writeFileSync(path, '4194305')
  expect(await withLock(path, async () => 'done')).toBe('done')
})

test('a lock is given back when the work fails', async () => {
  const path = join(folder, 'failed')
  await expect(withLock(path, () => Promise.reject(new Error('No network.')))).rejects.toThrow('No network.')
  expect(existsSync(path)).toBe(false)
})
