import type { Dispatch, TokenMint } from '@collegium/service-kit'
import { Problem } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { escaped, pageOf } from './plain-page.ts'

interface Offer {
  readonly code: string
  readonly title: string
  readonly kind: string
  readonly ects: number
  readonly eqfLevel: number | null
  readonly learningOutcomes: readonly string[]
  readonly lead: { readonly schacId: string } | null
  readonly instances: readonly { readonly code: string; readonly academicYear: string; readonly startsOn: string; readonly endsOn: string }[]
}

const query =
  'query Catalogue($language: String, $after: String) { learningOpportunities(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { code kind ects eqfLevel title(language: $language) learningOutcomes(language: $language) lead { schacId } instances { code academicYear startsOn endsOn } } } } }'

/** `/catalogue`: what the alliance offers, for everyone, without a script and without an account. */
export function publicCatalogue(app: FastifyInstance, dispatch: Dispatch, mint: TokenMint): void {
  app.get('/catalogue', async (request, reply) => {
    const language = /^\s*([a-z]{2})/.exec(request.headers['accept-language'] ?? '')?.[1] ?? 'en'
    const offers: Offer[] = []
    for (let after: string | null = null; ; ) {
      const token = await mint.mint('catalogue', { subject: 'system:public-catalogue', kind: 'system', institution: '', roles: [], units: [] })
      const response = await dispatch(
        'catalogue',
        new Request('http://catalogue.internal/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}`, 'x-request-id': request.id },
          body: JSON.stringify({ query, variables: { language, after } }),
        }),
      )
      const { data } = (await response.json()) as {
        data?: { learningOpportunities: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: { node: Offer }[] } }
      }
      if (!data) throw new Problem('part-away', { part: 'catalogue' })
      offers.push(...data.learningOpportunities.edges.map((edge) => edge.node))
      after = data.learningOpportunities.pageInfo.endCursor
      if (!data.learningOpportunities.pageInfo.hasNextPage) break
    }
    const articles = offers.map((offer) => {
      const dates = offer.instances.map(
        (one) => `<li>${escaped(one.code)}: ${escaped(one.startsOn)} – ${escaped(one.endsOn)} (${escaped(one.academicYear)})</li>`,
      )
      const outcomes = offer.learningOutcomes.map((outcome) => `<li>${escaped(outcome)}</li>`)
      return `<article><h2>${escaped(offer.title)}</h2><p>${escaped(offer.kind.replaceAll('-', ' '))} · ${offer.ects} ECTS${offer.eqfLevel ? ` · EQF ${offer.eqfLevel}` : ''} · ${escaped(offer.lead?.schacId ?? '')}</p><ul>${outcomes.join('')}</ul><ul>${dates.join('')}</ul></article>`
    })
    return reply.type('text/html; charset=utf-8').send(pageOf('What the alliance offers', articles.join('') || '<p>Nothing is published yet.</p>'))
  })
}
