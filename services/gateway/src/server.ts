import { readFileSync } from 'node:fs'
import { type CallerName, services } from '@collegium/contracts'
import { buildLogger, ConfigurationFault, dispatchByHttp, type Part, readEnvironment, readKeys, readPeers, tokenMint } from '@collegium/service-kit'
import { Type } from '@sinclair/typebox'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { buildGateway } from './app.ts'
import { bareGraph } from './bare-graph.ts'

const optional = (pattern?: string) => Type.Optional(Type.String(pattern ? { pattern } : {}))
const environment = readEnvironment(process.env, {
  HUB_HOST: optional(),
  HUB_PORT: optional('^\\d{1,5}$'),
  HUB_PUBLIC_URL: optional('^https?://'),
  HUB_SUPERGRAPH: optional(),
  HUB_QUERY_PLANNER: optional('^(rust|js)$'),
  HUB_KEYS_DIR: optional(),
  HUB_PEERS: optional(),
  HUB_SESSION_SECRET: optional(),
  HUB_OIDC_ISSUER: optional('^https?://'),
  HUB_OIDC_CLIENT_ID: optional(),
  HUB_OIDC_CLIENT_SECRET: optional(),
  HUB_OIDC_CLAIMS: optional('^(hub|myacademicid)$'),
  HUB_LOG_LEVEL: optional('^(trace|debug|info|warn|error)$'),
})
const host = environment.HUB_HOST ?? '127.0.0.1'
const port = Number(environment.HUB_PORT ?? 4000)
const planner = environment.HUB_QUERY_PLANNER === 'js' ? 'js' : 'rust'
const logger = buildLogger({ level: environment.HUB_LOG_LEVEL ?? 'info' })

const app = environment.HUB_SUPERGRAPH ? await bareGraph({ supergraph: readFileSync(environment.HUB_SUPERGRAPH, 'utf8'), planner, host, logger }) : await wholeGateway()
await app.listen({ host, port })
logger.info({ service: 'gateway', port }, 'ready')
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void app.close().then(() => process.exit(0)))

async function wholeGateway() {
  const needed = ['HUB_PUBLIC_URL', 'HUB_KEYS_DIR', 'HUB_PEERS', 'HUB_SESSION_SECRET', 'HUB_OIDC_ISSUER', 'HUB_OIDC_CLIENT_ID', 'HUB_OIDC_CLIENT_SECRET'] as const
  const missing = needed.filter((name) => !environment[name])
  if (missing.length > 0) throw new ConfigurationFault(missing.map((name) => `${name} is missing`))
  const { HUB_PUBLIC_URL = '', HUB_KEYS_DIR = '', HUB_PEERS = '', HUB_SESSION_SECRET = '', HUB_OIDC_ISSUER = '', HUB_OIDC_CLIENT_ID = '', HUB_OIDC_CLIENT_SECRET = '' } = environment
  const publicUrl = HUB_PUBLIC_URL.replace(/\/$/, '')
  const addresses = readPeers(HUB_PEERS)
  const clock = () => new Date()
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  return buildGateway({
    logger: logger.child({ service: 'gateway' }),
    metrics,
    clock,
    dispatch: dispatchByHttp(addresses),
    mint: tokenMint('gateway' as CallerName, readKeys(HUB_KEYS_DIR, 'gateway'), clock),
    supergraph: readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8'),
    planner,
    sessionSecret: Buffer.from(HUB_SESSION_SECRET, 'base64'),
    identity: { issuer: HUB_OIDC_ISSUER, clientId: HUB_OIDC_CLIENT_ID, clientSecret: HUB_OIDC_CLIENT_SECRET, claims: environment.HUB_OIDC_CLAIMS === 'myacademicid' ? 'myacademicid' : 'hub', publicUrl },
    publicUrl,
    consoleDir: null,
    errors: {},
    readiness: () => Promise.all(services.map((service) => readinessOf(service, addresses[service]))),
    graphiql: false,
  })
}

async function readinessOf(service: string, address: string | undefined): Promise<Part> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) })
    return { part: service, ready: answer.ok, ...(answer.ok ? {} : { reason: await answer.text() }) }
  } catch (error) {
    return { part: service, ready: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
