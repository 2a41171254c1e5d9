import { createHash } from 'node:crypto'
import { OpportunityOpened } from '@collegium/contracts'
import { open, overall, type Verification } from '@collegium/credential-formats'
import { alderData, standardsMissing } from '@collegium/credential-formats/example'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAgainAtWaiting } from './awards/look-again.ts'
import { instrumentsOf } from './instruments.ts'
import { alder, aLearner, anEvent, aResult } from './testing/credentials-under-test.ts'
import { annulled, corrected, dataOf, facts, released, servedCredentials } from './testing/served-credentials.ts'

let served: Awaited<ReturnType<typeof servedCredentials>>
beforeAll(async () => {
  served = await servedCredentials()
})
afterAll(() => served?.[Symbol.asyncDispose]())

describe('a released result', () => {
  test('becomes sealed bytes, two facts without a name in them, and a verification of what was stored', async () => {
    const { result, events, issued } = await served.sealedCredential()
    expect(facts(events)).toEqual(['sealed', 'issued'])
    expect(dataOf(events, 'issued')).toMatchObject({
      enrolmentId: result.enrolmentId,
      resultVersion: 1,
      supersedes: null,
      ects: 5,
      iscedF: '0612',
      eqfLevel: 6,
      grade: '1.7',
    })
    expect(JSON.stringify(events)).not.toMatch(/Elin|Sjöberg|2003-04-05|esi:/)
    await served.hub.feed(...events)
    const [verified] = await served.hub.published()
    const { verdicts } = (verified?.data ?? { verdicts: [] }) as { verdicts: Verification }
    expect(verified?.type).toBe('org.collegium.credential.verified.v1')
    expect(verdicts.map((v) => `${v.check} ${v.verdict}`)).toEqual([
      standardsMissing ? 'format skipped' : 'format ok',
      'seal ok',
      'owner ok',
      'expiry ok',
      'revocation ok',
      'accreditation ok',
      'custom ok',
    ])
    expect(overall(verdicts)).toBe('ok')
    const answer = await served.get(issued.credentialId, await served.hub.token(alder, ['issuer']))
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe((dataOf(events, 'sealed') as { sha256: string }).sha256)
    const bytes = open(answer.rawPayload)
    expect('claims' in bytes && bytes.claims['id']).toBe(`urn:uuid:${issued.credentialId}`)
  })

  test('that was not passed brings nothing, and nobody is asked for a name', async () => {
    const before = served.hub.asked.length
    await served.hub.feed(released(aResult(), { outcome: 'failed' }), released(aResult(), { outcome: 'withdrawn' }))
    expect(await served.hub.published()).toEqual([])
    expect(served.hub.asked.length).toBe(before)
  })

  test('of an erased learner ends as not issued', async () => {
    await served.hub.feed(released(aResult()))
    const events = await served.hub.published()
    expect(facts(events)).toEqual(['not-issued'])
    expect(dataOf(events, 'not-issued')).toMatchObject({ reason: 'learner-erased' })
  })

  test('delivered again, or older than what stands, changes nothing', async () => {
    const { result } = await served.sealedCredential()
    await served.hub.feed(corrected(result, 2))
    await served.hub.published()
    await served.hub.feed(released(result))
    await served.hub.feed(corrected(result, 2))
    expect(await served.hub.published()).toEqual([])
  })

  test('of one batch are asked for in one claim check and sealed with a place each', async () => {
    const results = Array.from({ length: 60 }, () => aResult())
    for (const result of results) served.hub.learners.set(result.enrolmentId, aLearner(result))
    const before = served.hub.asked.length
    await served.hub.feed(...results.map((result) => released(result)))
    expect(served.hub.asked.length).toBe(before + 1)
    expect((await served.hub.published()).length).toBe(120)
    const rows = await served.hub.database.reader({ tenants: [alder] }).$client<
      { n: number; places: number }[]
    >`select count(*)::int as n, count(distinct (status_list_id, status_index))::int as places from credentials`
    expect(rows[0]?.places).toBe(rows[0]?.n)
  })
})

describe('a correction', () => {
  test('gives the award a new credential; the old one is superseded and its bit is set', async () => {
    const { result, issued } = await served.sealedCredential()
    await served.hub.feed(corrected(result, 2, { grade: '1.3' }))
    const events = await served.hub.published()
    expect(facts(events)).toEqual(['sealed', 'issued', 'superseded'])
    const next = dataOf(events, 'issued') as { credentialId: string }
    expect(next).toMatchObject({ awardId: issued.awardId, supersedes: issued.credentialId, resultVersion: 2, grade: '1.3' })
    expect(dataOf(events, 'superseded')).toMatchObject({ credentialId: issued.credentialId, supersededBy: next.credentialId, reason: 'review' })
    for (const [id, expected] of [
      [issued.credentialId, 'error'],
      [next.credentialId, 'ok'],
    ] as const) {
      const bytes = (await served.get(id, await served.hub.token(alder, ['issuer']))).rawPayload
      const answer = (
        await served.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: bytes })
      ).json() as {
        verdicts: Verification
      }
      expect(answer.verdicts.find((v) => v.check === 'revocation')?.verdict).toBe(expected)
    }
  })

  test('that takes the pass away revokes; one that gives it back issues again', async () => {
    const { result, issued } = await served.sealedCredential()
    await served.hub.feed(corrected(result, 2, { outcome: 'failed' }), corrected(result, 3))
    const events = await served.hub.published()
    expect(facts(events)).toEqual(['revoked', 'sealed', 'issued'])
    expect(dataOf(events, 'revoked')).toMatchObject({ credentialId: issued.credentialId, reason: 'review', resultVersion: 2 })
    expect(dataOf(events, 'issued')).toMatchObject({ supersedes: issued.credentialId, resultVersion: 3 })
  })

  test('several versions in one batch come out as if each had come alone', async () => {
    const result = aResult()
    served.hub.learners.set(result.enrolmentId, aLearner(result))
    await served.hub.feed(released(result), corrected(result, 2, { grade: '2.0' }), annulled(result, 3))
    expect(facts(await served.hub.published())).toEqual(['sealed', 'issued', 'sealed', 'issued', 'superseded', 'revoked'])
    const [award] = await served.hub.database.reader({ tenants: [alder] }).$client<
      { state: string; version: number }[]
    >`select state, version from awards where enrolment_id = ${result.enrolmentId}`
    expect(award).toEqual({ state: 'revoked', version: 3 })
  })
})

test('an annulment revokes with its reason', async () => {
  const { result, issued } = await served.sealedCredential()
  await served.hub.feed(annulled(result, 2))
  const events = await served.hub.published()
  expect(facts(events)).toEqual(['revoked'])
  expect(dataOf(events, 'revoked')).toMatchObject({ credentialId: issued.credentialId, reason: 'run-undone' })
})

test('a result whose offering is not known yet waits, and is issued when it has arrived', async () => {
  const instanceId = '019a6f10-0000-7000-8000-0000000000aa'
  const result = { ...aResult(), instanceId }
  served.hub.learners.set(result.enrolmentId, aLearner(result))
  const instruments = instrumentsOf(served.hub.dependencies)
  await served.hub.feed(released(result))
  expect(await served.hub.published()).toEqual([])
  expect(await lookAgainAtWaiting(served.hub.dependencies, instruments)).toBe(0)
  await served.hub.feed(
    anEvent(OpportunityOpened, {
      specificationId: alderData.specification.specificationId,
      version: 1,
      lead: alder,
      partners: [],
      instance: { ...alderData.instance, instanceId, code: 'ALD-DATA-2027' },
    }),
  )
  expect(await lookAgainAtWaiting(served.hub.dependencies, instruments)).toBe(1)
  expect(facts(await served.hub.published())).toEqual(['sealed', 'issued'])
  expect(await lookAgainAtWaiting(served.hub.dependencies, instruments)).toBe(0)
})
