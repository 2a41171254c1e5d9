import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { watchWaiting } from './awards/look-again.ts'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'
import { credentialRoute } from './routes/credential.ts'
import { statusListRoute } from './routes/status-list.ts'
import { verifyRoute } from './routes/verify.ts'
import { openKeyring } from './seal-keys/keyring.ts'
import { verifierOf } from './verification/verifier.ts'

export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  const keyring = openKeyring(dependencies)
  credentialRoute(app, dependencies)
  statusListRoute(app, dependencies, keyring)
  verifyRoute(app, verifierOf(dependencies, keyring))
  const graph = serveGraph(app, dependencies, subgraph, errors)
  let stopWatching = async () => {}
  app.addHook('onReady', async () => {
    stopWatching = watchWaiting(dependencies, keyring)
  })
  app.addHook('onClose', () => stopWatching())
  return { app, graph }
}
