import { join } from 'node:path'
import { type Instance, SeatPlanConfirmed, SeatPlanRefused, type Specification } from '@collegium/contracts'
import { type Database, openDatabase, prepareDatabase } from '@collegium/database'
import { hubEvent } from '@collegium/events'
import { testPostgresUrl } from '@collegium/testing'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bipFaultsOf, describeOpportunity, openInstance, publishOpportunity } from './publish-opportunity.ts'
import { requestSeats, settleSeats } from './request-seats.ts'

const lead = 'uni-alder.example'
const text = { en: 'Cities after the Car' }
const instanceId = newId()
const specification: Specification = {
  specificationId: newId(),
  version: 1,
  code: 'ALD-CITY',
  kind: 'blended-intensive-programme',
  lead,
  partners: ['uni-birke.example', 'uni-cedro.example'],
  title: text,
  learningOutcomes: [{ title: text, escoSkill: null }],
  ects: 3,
  workloadHours: 80,
  eqfLevel: 7,
  iscedF: '0731',
  assessment: { type: 'presentation', text },
  participation: 'blended',
  qualityAssurance: {
    responsibleBody: lead,
    kind: 'programme',
    agency: 'Agency',
    title: 'Accreditation',
    report: 'https://quality.example/1',
    validUntil: '2031-01-01',
  },
  prerequisites: null,
  identityCheck: null,
  stackability: null,
  language: 'en',
  mobilityWindows: [{ windowId: newId(), title: { en: 'Fifth term abroad' }, term: 5, ects: 30, containers: ['ALD-FREE-30'], partners: ['uni-birke.example'] }],
}
const instance: Instance = {
  instanceId,
  specificationId: specification.specificationId,
  specificationVersion: 1,
  code: 'ALD-CITY-2026',
  academicYear: '2026/2027',
  startsOn: '2026-09-01',
  endsOn: '2027-01-31',
  gradingScheme: 'pass-fail',
  releaseOnAcceptance: true,
  bip: {
    bipId: null,
    callYear: 2026,
    coordinator: lead,
    receiver: lead,
    physical: { from: '2026-11-09', until: '2026-11-13' },
    virtual: [{ from: '2026-10-05', until: '2026-10-30' }],
  },
}

let database: Database
beforeAll(async () => {
  const service = `catalogue_${newId().slice(-12)}`
  const { url } = await prepareDatabase({ ownerUrl: await testPostgresUrl(), service, migrations: join(import.meta.dirname, '../../migrations') })
  database = openDatabase({ url, service })
  await write((tx) => describeOpportunity(tx, specification, '2026-11-22T10:00:00.000Z'))
  await write((tx) =>
    publishOpportunity(tx, specification.specificationId, { move: 'publish', roles: ['catalogue-editor'], today: '2026-11-22' }, '2026-11-22T10:00:00.000Z'),
  )
})
afterAll(() => database?.close())
const write = <T>(work: Parameters<typeof database.write<T>>[2]) => database.write({ tenants: [lead] }, { correlationId: 'test' }, work)

test('a blended intensive programme that its call does not allow is not opened; one that it allows is (H05) (R15)', async () => {
  const bip = instance.bip as NonNullable<Instance['bip']>
  const tooLong = { ...instance, bip: { ...bip, physical: { from: '2026-11-01', until: '2026-12-01' } } }
  expect(await write((tx) => openInstance(tx, lead, tooLong))).toEqual({ refused: 'not-a-bip', detail: { faults: ['physical-part-too-long'], callYear: 2026 } })
  expect(bipFaultsOf({ ...specification, partners: ['uni-birke.example'] }, instance)).toEqual(['too-few-institutions'])
  expect(bipFaultsOf({ ...specification, ects: 2.5 }, instance)).toEqual(['too-few-credits'])
  expect(bipFaultsOf({ ...specification, kind: 'joint-course', ects: 2.5 }, instance)).toEqual([])
  expect(await write((tx) => openInstance(tx, lead, instance))).toEqual({ opened: true })
})

test('seats are a request until they are confirmed; a refused cut leaves the plan before; a late answer settles nothing', async () => {
  const ask = (total: number, expectedRequest: number, by = lead) =>
    write((tx) => requestSeats(tx, by, { instanceId, expectedRequest, plan: { total, perPartner: [] } }))
  const now = () =>
    write(async (tx) => (await tx.sql`select requested_seats as requested, confirmed_seats as confirmed from public_instances where id = ${instanceId}`)[0])
  const answer = (type: typeof SeatPlanConfirmed | typeof SeatPlanRefused, request: number, total: number) =>
    write((tx) =>
      settleSeats(tx, [
        hubEvent({
          type,
          institution: lead,
          aggregateVersion: request,
          correlationId: 'test',
          data: {
            instanceId,
            lead,
            request,
            version: request,
            plan: { total, perPartner: [] },
            taken: 12,
            ...(type === SeatPlanRefused && { reason: 'seats-taken' }),
          } as never,
        }) as never,
      ]),
    )
  expect(await ask(20, 0, 'uni-birke.example')).toEqual({ refused: 'not-found' })
  expect(await ask(20, 0)).toMatchObject({ requestedSeats: { request: 1, state: 'requested' } })
  expect(await ask(25, 0)).toEqual({ refused: 'stale-version', detail: { current: 1 } })
  await answer(SeatPlanConfirmed, 1, 20)
  expect(await now()).toMatchObject({ requested: { request: 1, state: 'confirmed' }, confirmed: { total: 20 } })
  await ask(5, 1)
  await answer(SeatPlanConfirmed, 1, 20)
  expect(await now()).toMatchObject({ requested: { request: 2, state: 'requested' }, confirmed: { total: 20 } })
  await answer(SeatPlanRefused, 2, 5)
  expect(await now()).toMatchObject({ requested: { request: 2, state: 'refused', reason: 'seats-taken', plan: { total: 5 } }, confirmed: { total: 20 } })
  const events = await database.unowned<{ type: string }[]>`select type from outbox where type like '%seats-requested%'`
  expect(events).toHaveLength(2)
})
