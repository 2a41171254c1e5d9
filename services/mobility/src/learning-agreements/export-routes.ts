import { PassThrough } from 'node:stream'
import { type Dependencies, Problem, signedIn } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { exportFormats, makingOf, writeExport } from './export-agreements.ts'
import { filterFromQuery } from './filter-query.ts'

const types = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', json: 'application/json' } as const

/**
 * `GET /api/learning-agreements/export?format=csv|xlsx|json`: what a list with the same filter holds, all of it. Lists in the query are comma-separated. How it was made
 * stands in a sheet of its own (xlsx), beside the rows (json), or in the headers (csv), whose readers would take it for data.
 */
export function exportRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  app.get<{ Querystring: Record<string, string | undefined> }>(
    '/api/learning-agreements/export',
    { preHandler: signedIn(dependencies) },
    async (request, reply) => {
      const { format: wanted = 'csv', ...asked } = request.query
      const format = exportFormats.find((one) => one === wanted)
      if (!format) throw new Problem('invalid-request', { format: { value: wanted, oneOf: exportFormats } })
      const exporting = { dependencies, session: request.session }
      const filter = filterFromQuery(asked)
      const making = await makingOf(exporting, filter)
      const out = new PassThrough()
      writeExport(exporting, filter, making, format, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
      return reply
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="learning-agreements-${making.madeAt.slice(0, 10)}.${format}"`)
        .header('x-rows', String(making.rows))
        .header('x-made', encodeURIComponent(JSON.stringify(making)))
        .type(types[format])
        .send(out)
    },
  )
}
