import { eventTables } from '@collegium/events'
import { createTestDatabase, type TestDatabase } from '@collegium/testing'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'

let home: TestDatabase
let here: Database
let there: Database
beforeEach(async () => {
  home = await createTestDatabase('changes')
  const sql = postgres(home.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(eventTables)
  await sql.end()
  here = openDatabase({ url: home.url, service: 'test' })
  there = openDatabase({ url: home.url, service: 'test' })
})
afterEach(async () => {
  await here?.close()
  await there?.close()
  await home?.[Symbol.asyncDispose]()
})

/** Follows a type and hands out what was told, in order. */
async function following(database: Database, type: string) {
  const heard: string[] = []
  const waiting: (() => void)[] = []
  const hear = (what: string) => {
    heard.push(what)
    for (const go of waiting.splice(0)) go()
  }
  const leave = await database.changes.follow({ type, changed: (ids) => ids.forEach(hear), lost: () => hear('lost') })
  return {
    leave,
    async until(last: string): Promise<string[]> {
      while (!heard.includes(last)) await new Promise<void>((go) => waiting.push(go))
      return heard
    },
  }
}
const write = (database: Database, type: string, ids: readonly string[], then?: () => never) =>
  database.write({ tenants: [] }, { correlationId: 'test' }, async (tx) => {
    tx.changed(type, ids)
    then?.()
  })

describe('what a transaction has changed', () => {
  test('is told to followers of the type in every process, each id once, after the commit', async () => {
    const followers = await Promise.all([following(here, 'Course'), following(there, 'Course'), following(here, 'Person')])
    await write(there, 'Course', ['a', 'b', 'a'])
    await expect(
      write(there, 'Course', ['rolled-back'], () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await write(here, 'Person', ['p'])
    await write(here, 'Course', ['end'])
    expect(await Promise.all([followers[0].until('end'), followers[1].until('end'), followers[2].until('p')])).toEqual([
      ['a', 'b', 'end'],
      ['a', 'b', 'end'],
      ['p'],
    ])
  })
  test('is told whole where it is more than one notice can hold', async () => {
    const follower = await following(here, 'Course')
    const ids = Array.from({ length: 1_001 }, (_, i) => `01930000-0000-7000-8000-${String(i).padStart(12, '0')}`)
    await write(there, 'Course', ids)
    expect(await follower.until(ids.at(-1) ?? '')).toEqual(ids)
  })
  test('is no longer told to who has left', async () => {
    const [gone, stays] = [await following(here, 'Course'), await following(here, 'Course')]
    gone.leave()
    await write(there, 'Course', ['a'])
    expect(await stays.until('a')).toEqual(['a'])
    await here.close()
    expect(await stays.until('lost')).toEqual(['a', 'lost'])
  })
})

test('when the connection is lost its followers are told, and the next one follows again', async () => {
  const follower = await following(here, 'Course')
  await there.unowned`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub-test-changes' and datname = current_database()`
  await follower.until('lost')
  const next = await following(here, 'Course')
  await write(there, 'Course', ['a'])
  expect(await next.until('a')).toEqual(['a'])
  expect(await follower.until('lost')).not.toContain('a')
})
