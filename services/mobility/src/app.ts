import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { documentRoutes } from './documents/routes.ts'
import { dossierRoutes } from './dossiers/routes.ts'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'
import { giveLearners } from './learners/give-learners.ts'
import { exportRoutes } from './learning-agreements/export-routes.ts'
import { mailWork } from './mails/send-mails.ts'

export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  giveLearners(app, dependencies)
  documentRoutes(app, dependencies)
  dossierRoutes(app, dependencies)
  exportRoutes(app, dependencies)
  // With neither a mail server nor the demo's drawer nobody would ever read a mail, so none is made.
  const { smtpUrl, demo } = dependencies.settings
  return { app, graph: serveGraph(app, dependencies, subgraph, errors), ...((smtpUrl || demo) && { background: mailWork(dependencies) }) }
}
