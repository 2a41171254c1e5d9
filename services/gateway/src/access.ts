import type { Role } from '@collegium/contracts'
import type { Dispatch, Session, TokenMint } from '@collegium/service-kit'
import { Problem } from '@collegium/service-kit'
import { LRUCache } from 'lru-cache'
import type { SignedIn } from './sessions.ts'

/** Seconds for which an answer of the registry may be used again (design 3.4). */
const freshSeconds = 30

/** Asks the registry what somebody may do; a person it does not know, but with a verified ESI, is a learner. */
export function accessBook(dispatch: Dispatch, mint: TokenMint) {
  const known = new LRUCache<string, Session>({ max: 2_000, ttl: freshSeconds * 1000 })

  const ask = async <Answer>(service: 'registry' | 'mobility', institution: string, query: string, variables: object): Promise<Answer> => {
    const token = await mint.mint(service, { subject: 'system:gateway', kind: 'system', institution, roles: ['system'], units: [] })
    const response = await dispatch(
      service,
      new Request(`http://${service}.internal/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      }),
    )
    const answer = (await response.json()) as { data?: Answer; errors?: readonly { message: string }[] }
    if (!answer.data || answer.errors) throw new Problem('part-away', { part: service })
    return answer.data
  }

  return {
    async sessionOf(who: SignedIn): Promise<Session> {
      const key = JSON.stringify([who.subject, who.institution, who.esi])
      const cached = known.get(key)
      if (cached) return cached
      const { accessOf } = await ask<{ accessOf: { institution: string; roles: Role[]; units: string[] } | null }>(
        'registry',
        who.institution,
        'query AccessOf($subject: String!) { accessOf(subject: $subject) { institution roles units } }',
        { subject: who.subject },
      )
      const session = accessOf ? staffSession(who, accessOf) : await learnerSession(who)
      known.set(key, session)
      return session
    },
  }

  function staffSession(who: SignedIn, access: { institution: string; roles: Role[]; units: string[] }): Session {
    return { subject: `person:${who.subject}`, kind: 'person', institution: access.institution, roles: access.roles, units: access.units }
  }

  async function learnerSession(who: SignedIn): Promise<Session> {
    const nobody: Session = { subject: `person:${who.subject}`, kind: 'learner', institution: who.institution, roles: who.esi ? ['learner'] : [], units: [] }
    if (!who.esi) return nobody
    const { learnerByEsi } = await ask<{ learnerByEsi: string | null }>(
      'mobility',
      who.institution,
      'query Learner($esi: String!) { learnerByEsi(esi: $esi) }',
      { esi: who.esi },
    )
    return learnerByEsi ? { ...nobody, learner: learnerByEsi } : nobody
  }
}
