import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { setWorking } from './background-work.ts'
import { startSandboxPartner } from './deliveries/sandbox-partner.ts'
import { startSender } from './deliveries/send-deliveries.ts'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'
import { startBackground } from './imports/background.ts'
import { importRoutes } from './imports/routes.ts'
import { fileChecker } from './results-file/parse-results-file.ts'
import { giveSubmissions } from './submissions/give-submissions.ts'

export { demoResults } from './demo/demo-results.ts'
export { writeDemoCsv, writeDemoXlsx } from './demo/write-demo-results.ts'
export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

/** Its background work (checks, acceptances, deliveries) begins when the app is ready and ends when it is closed. */
export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  giveSubmissions(app, dependencies)
  app.register(async (scope) => {
    const sandbox = dependencies.settings.demo ? await startSandboxPartner(dependencies) : null
    const imports = startBackground(dependencies, fileChecker())
    const sender = startSender(dependencies, sandbox)
    setWorking(dependencies, { imports, sender })
    await importRoutes(scope, dependencies, imports)
    scope.addHook('onClose', async () => {
      await Promise.all([imports.close(), sender.close(), sandbox?.close()])
    })
  })
  return { app, graph: serveGraph(app, dependencies, subgraph, errors) }
}
