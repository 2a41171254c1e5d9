import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CallerName, services } from '@collegium/contracts'
import { buildLogger, dispatchByHttp, type Part, readKeys, readOrEnd, readPeers, tokenMint } from '@collegium/service-kit'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { buildGateway } from './app.ts'
import { bareGraph } from './bare-graph.ts'
import { readGatewayEnvironment } from './environment.ts'

const environment = readOrEnd(() => readGatewayEnvironment(process.env))
const host = environment.HUB_HOST ?? '127.0.0.1'
const port = Number(environment.HUB_PORT ?? 4000)
const planner = environment.HUB_QUERY_PLANNER === 'js' ? 'js' : 'rust'
const logger = buildLogger({ level: environment.HUB_LOG_LEVEL ?? 'info' })

const app = environment.HUB_SUPERGRAPH
  ? await bareGraph({ supergraph: readFileSync(environment.HUB_SUPERGRAPH, 'utf8'), planner, host, logger })
  : await wholeGateway()
await app.listen({ host, port })
logger.info({ service: 'gateway', port }, 'ready')
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void app.close().then(() => process.exit(0)))

async function wholeGateway() {
  const {
    HUB_PUBLIC_URL = '',
    HUB_KEYS_DIR = '',
    HUB_PEERS = '',
    HUB_SESSION_SECRET = '',
    HUB_OIDC_ISSUER = '',
    HUB_OIDC_CLIENT_ID = '',
    HUB_OIDC_CLIENT_SECRET = '',
  } = environment
  const publicUrl = HUB_PUBLIC_URL.replace(/\/$/, '')
  const addresses = readOrEnd(() => readPeers(HUB_PEERS))
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
    identity: {
      issuer: HUB_OIDC_ISSUER,
      clientId: HUB_OIDC_CLIENT_ID,
      clientSecret: HUB_OIDC_CLIENT_SECRET,
      claims: environment.HUB_OIDC_CLAIMS === 'myacademicid' ? 'myacademicid' : 'hub',
      publicUrl,
    },
    publicUrl,
    consoleDir: consoleFolder(),
    errors: {},
    readiness: () => Promise.all(services.map((service) => readinessOf(service, addresses[service]))),
    graphiql: false,
  })
}

/** The built console: beside the bundle in the image, in its own room when started from source. */
function consoleFolder(): string | null {
  const places = ['../console/', '../../console/dist/'].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(`${place}index.html`)) ?? null
}

async function readinessOf(service: string, address: string | undefined): Promise<Part> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) })
    return { part: service, ready: answer.ok, ...(answer.ok ? {} : { reason: await answer.text() }) }
  } catch (error) {
    return { part: service, ready: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
