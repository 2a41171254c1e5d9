import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'

export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  return { app, graph: serveGraph(app, dependencies, subgraph, errors) }
}
