import { InstitutionVerified, OpportunityOpened, OpportunityPublished, ResultAnnulled, ResultCorrected, ResultReleased } from '@collegium/contracts'
import { alderData } from '@collegium/credential-formats/example'
import { buildApp } from '../app.ts'
import { achieved, alder, aLearner, anEvent, aResult, birke, cedro, credentialsUnderTest } from './credentials-under-test.ts'

const institution = anEvent(InstitutionVerified, alderData.institution)
const published = anEvent(OpportunityPublished, {
  specificationId: alderData.specification.specificationId,
  version: 1,
  specHash: 'a'.repeat(64),
  specification: alderData.specification,
})
const opened = anEvent(OpportunityOpened, {
  specificationId: alderData.specification.specificationId,
  version: 1,
  lead: alder,
  partners: [birke, cedro],
  instance: alderData.instance,
})
export const released = (result: ReturnType<typeof aResult>, change: Partial<typeof achieved> = {}) =>
  anEvent(ResultReleased, { ...result, ...achieved, ...change })
export const corrected = (result: ReturnType<typeof aResult>, version: number, change: Partial<typeof achieved> = {}) =>
  anEvent(ResultCorrected, { ...result, version, ...achieved, ...change, replaces: version - 1, reason: 'review' })
export const annulled = (result: ReturnType<typeof aResult>, version: number) => anEvent(ResultAnnulled, { ...result, version, reason: 'run-undone' })
export const facts = (events: readonly { type: string }[]) => events.map((event) => event.type.split('.')[3])
export const dataOf = (events: readonly { type: string; data: unknown }[], fact: string) =>
  events.find((event) => event.type.split('.')[3] === fact)?.data as Record<string, unknown>

/** The service with its HTTP side, and the example's institution and offering known to it. */
export async function servedCredentials() {
  const hub = await credentialsUnderTest()
  const { app, background } = buildApp(hub.dependencies)
  await app.ready()
  await hub.feed(institution, published, opened)
  await hub.published()
  return {
    hub,
    app,
    /** A passed result with a learner that mobility knows, sealed. */
    async sealedCredential() {
      const result = aResult()
      hub.learners.set(result.enrolmentId, aLearner(result))
      await hub.feed(released(result))
      const events = await hub.published()
      return { result, events, issued: dataOf(events, 'issued') as { credentialId: string; awardId: string } }
    },
    get: (id: string, token?: string, query = '') =>
      app.inject({ method: 'GET', url: `/api/credentials/${id}${query}`, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) }),
    graph: async (query: string, token: string, variables: Record<string, unknown> = {}) =>
      (
        await app.inject({
          method: 'POST',
          url: '/graphql',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          payload: JSON.stringify({ query, variables }),
        })
      ).json() as { data: never; errors?: { message: string }[] },
    async [Symbol.asyncDispose]() {
      await app.close()
      await background.close()
      await hub[Symbol.asyncDispose]()
    },
  }
}
