import { InstitutionVerified, OpportunityOpened, OpportunityPublished, ResultAnnulled, ResultReleased, topics } from '@collegium/contracts'
import { alderData } from '@collegium/credential-formats/example'
import { recordOf } from '@collegium/events'
import { openPostgresLog } from '@collegium/events/postgres'
import { runService } from '@collegium/service-kit'
import { createTestDatabase } from '@collegium/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as credentials from './app.ts'
import { achieved, alder, aLearner, anEvent, aResult, birke, credentialsUnderTest } from './testing/credentials-under-test.ts'

let hub: Awaited<ReturnType<typeof credentialsUnderTest>>
let logDatabase: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  hub = await credentialsUnderTest()
  logDatabase = await createTestDatabase('events')
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await logDatabase?.[Symbol.asyncDispose]()
})

test('results that arrive before their offering, in any order, end as verified credentials or as none', { timeout: 60_000 }, async () => {
  const log = await openPostgresLog({ url: logDatabase.url })
  await log.ensureTopics(topics)
  const service = await runService(credentials, hub.dependencies, log)
  try {
    const results = Array.from({ length: 120 }, () => aResult())
    for (const result of results.slice(0, 110)) hub.learners.set(result.enrolmentId, aLearner(result))
    await log.publish(results.map((result) => recordOf(anEvent(ResultReleased, { ...result, ...achieved }))))
    await service.idle()
    await log.publish(
      [
        anEvent(OpportunityOpened, {
          specificationId: alderData.specification.specificationId,
          version: 1,
          lead: alder,
          partners: [birke],
          instance: alderData.instance,
        }),
        anEvent(OpportunityPublished, {
          specificationId: alderData.specification.specificationId,
          version: 1,
          specHash: 'a'.repeat(64),
          specification: alderData.specification,
        }),
        anEvent(InstitutionVerified, alderData.institution),
      ].map(recordOf),
    )
    await log.publish(results.slice(0, 20).map((result) => recordOf(anEvent(ResultAnnulled, { ...result, version: 2, reason: 'run-undone' }))))
    for (let round = 0; round < 4; round++) await service.idle()
    const states = await hub.database.reader({ tenants: [alder] }).$client<
      { state: string; n: number }[]
    >`select state, count(*)::int as n from awards group by state order by state`
    expect(Object.fromEntries(states.map((row) => [row.state, row.n]))).toMatchObject({ issued: 90 })
    // Annulled while it waited, or after it was issued: which of the two depends on who came first, their number does not.
    expect(states.filter((row) => row.state === 'revoked' || row.state === 'not-issued').reduce((sum, row) => sum + row.n, 0)).toBe(30)
    const [checked] = await hub.database.reader({ tenants: [birke] }).$client<{ n: number; ok: number }[]>`
      select count(*)::int as n, count(*) filter (where exists (select from jsonb_array_elements(v.verdicts) e where e ->> 'check' = 'seal' and e ->> 'verdict' = 'ok'))::int as ok
      from verifications v join credentials c on c.id = v.credential_id where c.state = 'issued'`
    expect(checked).toEqual({ n: 90, ok: 90 })
    expect((await service.consumers.status()).map(({ lag, parked }) => ({ lag, parked }))).toEqual([0, 0, 0, 0, 0].map(() => ({ lag: 0, parked: 0 })))
  } finally {
    await service.close()
    await log.close()
  }
})
