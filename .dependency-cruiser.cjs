/** The laws of the house that imports can show. Each has a test in deploy/toolchain/laws.test.ts that shows it refusing. */
module.exports = {
  forbidden: [
    {
      name: 'services-meet-through-contracts',
      comment: 'Law 1: services meet only through events and the graph. No service imports another.',
      severity: 'error',
      from: { path: '(^|/)services/([^/]+)/' },
      to: { path: '(^|/)services/([^/]+)/', pathNot: '(^|/)services/$2/' },
    },
    {
      name: 'packages-know-no-service',
      comment: 'A package serves every service; only the hub command reaches into exchange, for the demo data.',
      severity: 'error',
      from: { path: '(^|/)packages/', pathNot: '(^|/)packages/cli/' },
      to: { path: '(^|/)services/' },
    },
    {
      name: 'contexts-meet-through-queries',
      comment: 'Law 2: inside a service, contexts meet through events or an explicit queries.ts; domain/ is its own context only.',
      severity: 'error',
      from: { path: '(^|/)services/[^/]+/src/([^/]+)/domain/', pathNot: '\\.test\\.ts$' },
      // A domain may name the codes of the service's catalogue; their words are not its affair.
      to: { path: '(^|/)services/[^/]+/src/([^/]+)/', pathNot: ['/domain/', '/src/errors/'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Law 3: no framework, database, log, clock, random or Node in domain/.',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.test\\.ts$' },
      to: {
        path: [
          '^node:',
          '^(fs|path|crypto|os|child_process|worker_threads|http|https|net|stream|events|timers)$',
          'node_modules/(fastify|drizzle-orm|kafkajs|postgres|uuid|pino|graphql|@pothos)',
          '(^|/)packages/(database|events|service-kit|graph-kit)/',
        ],
      },
    },
    {
      name: 'kafka-in-one-file',
      comment: 'Design 3.2: kafkajs is imported by its driver alone.',
      severity: 'error',
      from: { pathNot: ['(^|/)packages/events/src/drivers/kafka', '(^|/)test/', '\\.test\\.ts$'] },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'no-circles',
      comment: 'A circle of files cannot be read in any order.',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { circular: true, viaOnly: { pathNot: 'node_modules' } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/migrations/', 'services/console/'] },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
