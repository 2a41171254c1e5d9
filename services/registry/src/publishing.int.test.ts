import { join } from 'node:path'
import { isRefusal } from '@collegium/contracts'
import { type Database, openDatabase, prepareDatabase } from '@collegium/database'
import { testPostgresUrl } from '@collegium/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { publishCalendar } from './calendars/publish-calendar.ts'
import { publishGradingTable } from './grading-tables/publish-grading-table.ts'

const alder = 'uni-alder.example'
const at = '2026-11-22T10:00:00.000Z'
let registry: Database
beforeAll(async () => {
  const service = `registry_${newId().slice(-12)}`
  const { url } = await prepareDatabase({ ownerUrl: await testPostgresUrl(), service, migrations: join(import.meta.dirname, '../migrations') })
  registry = openDatabase({ url, service })
}, 60_000)
afterAll(() => registry.close())
const written = <T>(work: Parameters<typeof registry.write<T>>[2]) => registry.write({ tenants: [alder] }, { correlationId: 'test' }, work)
const told = async () =>
  (await registry.unowned<{ type: string; version: number }[]>`select type, payload->>'version' as version from outbox order by created_at, seq`).map(
    ({ type, version }) => `${type.split('.').slice(2, 4).join('.')} ${version}`,
  )

test('a calendar and a grade table are published, changed and told, each change once (R13, R17)', async () => {
  const calendar = {
    id: newId(),
    schacId: alder,
    academicYear: '2026/2027',
    terms: [{ name: { en: 'Winter semester' }, startsOn: '2026-10-01', endsOn: '2027-03-31', resultsOn: '2027-03-15' }],
    by: ['examinations-office'] as const,
    expectedVersion: 0,
  }
  const table = {
    id: newId(),
    schacId: alder,
    iscedF: '061',
    cycle: 'first' as const,
    gradingScheme: 'German',
    firstYear: '2024/2025',
    lastYear: '2025/2026',
    counts: [
      { label: '1,3', count: 10 },
      { label: '5.0', count: 3 },
    ],
    by: ['examinations-office'] as const,
    currentYear: '2026/2027',
    expectedVersion: 0,
  }
  expect(await written((tx) => publishCalendar(tx, calendar, at))).toMatchObject({ id: calendar.id, version: 1 })
  expect(await written((tx) => publishCalendar(tx, { ...calendar, id: newId(), expectedVersion: 1 }, at))).toMatchObject({ id: calendar.id, version: 2 })
  expect(isRefusal(await written((tx) => publishCalendar(tx, calendar, at)))).toBe(true)
  expect(await written((tx) => publishGradingTable(tx, table, at))).toMatchObject({ id: table.id, gradingScheme: 'de-1-5', version: 1 })
  expect(await written((tx) => publishGradingTable(tx, { ...table, id: newId(), expectedVersion: 1 }, at))).toMatchObject({ id: table.id, version: 2 })
  expect(await told()).toEqual(['term-calendar.published 1', 'term-calendar.published 2', 'grading-table.published 1', 'grading-table.published 2'])
})
