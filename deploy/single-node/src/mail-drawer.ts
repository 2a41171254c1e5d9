import type { Database } from '@collegium/database'
import { escaped, pageOf, type SignedIn } from '@collegium/gateway'
import { keptMails } from '@collegium/mobility/mails'
import type { Settings } from '@collegium/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** `/mail`: what a demo hub without a mail server would have sent. An office reads its institution's mails, a learner their own. */
export function mailDrawer(
  mobility: { readonly database: Database; readonly settings: Settings; readonly clock: () => Date },
  app: FastifyInstance,
  signedIn: (request: FastifyRequest) => Promise<SignedIn | undefined>,
): void {
  app.get('/mail', async (request, reply) => {
    const who = await signedIn(request)
    if (!who) return reply.redirect(`/sign-in?to=${encodeURIComponent('/mail')}`)
    const mails = await keptMails(mobility.database, mobility.settings, who, mobility.clock().toISOString())
    const shown = mails.map(
      ({ subject, to, day, text, language }) =>
        `<article lang="${escaped(language)}"><h2>${escaped(subject)}</h2><p lang="en">To ${escaped(to)}, ${escaped(day)}</p><pre style="white-space:pre-wrap">${escaped(text)}</pre></article>`,
    )
    const nothing = '<p>No mails yet. A digest goes out in the morning, to whoever has something new to do.</p>'
    return reply
      .header('cache-control', 'private, no-store')
      .type('text/html; charset=utf-8')
      .send(pageOf(`Mails to ${who.displayName}`, shown.length > 0 ? shown.join('') : nothing))
  })
}
