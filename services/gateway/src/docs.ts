import type { ErrorCatalogue } from '@collegium/service-kit'
import { topics } from '@collegium/contracts'
import type { FastifyInstance } from 'fastify'
import { docsOfFiles } from './docs-files.ts'
import { pageOf, escaped } from './plain-page.ts'

/** Pages for people who build against the hub or were shown a code: plain HTML, no script. */
export function docs(app: FastifyInstance, catalogue: ErrorCatalogue, supergraph: string): void {
  docsOfFiles(app)
  app.get('/docs', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(
        pageOf(
          'Documentation',
          '<ul><li><a href="/docs/errors">Every reason code</a></li><li><a href="/docs/events">Every event</a></li><li><a href="/docs/files">Every file, column by column</a></li><li><a href="/docs/supergraph.graphql">The graph, as SDL</a></li></ul>',
        ),
      ),
  )
  app.get('/docs/errors', async (_request, reply) => {
    const rows = Object.entries(catalogue)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([code, entry]) => `<tr><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${escaped(entry.what)}</td></tr>`)
    return reply
      .type('text/html; charset=utf-8')
      .send(pageOf('Every reason code', `<table><thead><tr><th>Code</th><th>What happened</th></tr></thead><tbody>${rows.join('')}</tbody></table>`))
  })
  app.get<{ Params: { code: string } }>('/docs/errors/:code', async (request, reply) => {
    const entry = Object.hasOwn(catalogue, request.params.code) ? catalogue[request.params.code] : undefined
    if (!entry)
      return reply
        .code(404)
        .type('text/html; charset=utf-8')
        .send(pageOf('Unknown code', '<p>The hub has no such reason code. <a href="/docs/errors">All codes</a></p>'))
    return reply
      .type('text/html; charset=utf-8')
      .send(
        pageOf(
          entry.what,
          `<p><code>${escaped(request.params.code)}</code></p><h2>Why</h2><p>${escaped(entry.why)}</p><h2>What to do next</h2><p>${escaped(entry.next)}</p>${entry.retryable ? '<p>The same request may succeed later.</p>' : ''}`,
        ),
      )
  })
  app.get('/docs/events', async (_request, reply) => {
    const rows = topics.flatMap((topic) =>
      topic.types.map(
        (type) =>
          `<tr><td><code>${type.type}</code></td><td><code>${topic.name}</code></td><td><code>${type.key}</code></td><td>${topic.writer}</td><td>${topic.retentionDays === null ? 'for ever' : `${topic.retentionDays} days`}</td></tr>`,
      ),
    )
    return reply
      .type('text/html; charset=utf-8')
      .send(
        pageOf(
          'Every event',
          `<table><thead><tr><th>Type</th><th>Topic</th><th>Key</th><th>Writer</th><th>Kept</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
        ),
      )
  })
  app.get('/docs/supergraph.graphql', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(supergraph))
}
