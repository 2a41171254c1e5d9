import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { watchWaiting } from './awards/look-again.ts'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'
import { instrumentsOf } from './instruments.ts'
import { credentialRoute } from './routes/credential.ts'
import { statusListRoute } from './routes/status-list.ts'
import { verifyRoute } from './routes/verify.ts'

export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

/** Its background work looks again at what waits for a reference. */
export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  const instruments = instrumentsOf(dependencies)
  credentialRoute(app, dependencies)
  statusListRoute(app, dependencies, instruments.keyring)
  verifyRoute(app, dependencies, instruments)
  return { app, graph: serveGraph(app, dependencies, subgraph, errors), background: watchWaiting(dependencies, instruments) }
}
