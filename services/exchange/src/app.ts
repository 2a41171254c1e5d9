import { serveGraph } from '@collegium/graph-kit'
import { buildServer, databaseReady, type Dependencies } from '@collegium/service-kit'
import { setWorking } from './background-work.ts'
import { deliverySender } from './deliveries/send-deliveries.ts'
import { errors } from './errors.ts'
import { subgraph } from './graph/schema.ts'
import { importBackground } from './imports/background.ts'
import { importRoutes } from './imports/routes.ts'
import { fileChecker } from './files/check-in-worker.ts'
import { giveSubmissions } from './submissions/give-submissions.ts'

export { demoAgreements } from './demo/demo-agreements.ts'
export { demoResults } from './demo/demo-results.ts'
export { writeDemoCsv, writeDemoXlsx } from './demo/write-demo-results.ts'
export { errors } from './errors.ts'
export { subgraph } from './graph/schema.ts'
export { subscriptions } from './subscriptions.ts'

export function buildApp(dependencies: Dependencies) {
  const app = buildServer(dependencies, { errors, readiness: async () => [await databaseReady(dependencies.database)] })
  const imports = importBackground(dependencies, fileChecker())
  const sender = deliverySender(dependencies)
  setWorking(dependencies, { imports, sender })
  giveSubmissions(app, dependencies)
  app.register((scope) => importRoutes(scope, dependencies, imports))
  const background = {
    start() {
      imports.start()
      sender.start()
    },
    async idle() {
      await imports.idle()
      await sender.idle()
    },
    async close() {
      await Promise.all([imports.close(), sender.close()])
    },
  }
  return { app, graph: serveGraph(app, dependencies, subgraph, errors), background }
}
