import { knownNames, readEnvironment } from '@collegium/service-kit'
import { type Static, type TObject, Type } from '@sinclair/typebox'

const optional = (pattern?: string) => Type.Optional(Type.String(pattern ? { pattern } : {}))

/** What the gateway as a process of its own may be told. */
export const gatewayEnvironment = {
  HUB_HOST: optional(),
  HUB_PORT: optional('^\\d{1,5}$'),
  HUB_PUBLIC_URL: optional('^https?://'),
  HUB_SUPERGRAPH: optional(),
  HUB_QUERY_PLANNER: optional('^(rust|js)$'),
  HUB_KEYS_DIR: optional(),
  HUB_PEERS: optional(),
  HUB_SESSION_SECRET: Type.Optional(Type.String({ minLength: 43 })),
  HUB_OIDC_ISSUER: optional('^https?://'),
  HUB_OIDC_CLIENT_ID: optional(),
  HUB_OIDC_CLIENT_SECRET: optional(),
  HUB_OIDC_CLAIMS: optional('^(hub|myacademicid)$'),
  HUB_LOG_LEVEL: optional('^(trace|debug|info|warn|error)$'),
} as const
export type GatewayEnvironment = Static<TObject<typeof gatewayEnvironment>>

/** Needed by the whole gateway; the graph alone on a supergraph file (HUB_SUPERGRAPH) needs none of it. */
const needed = ['HUB_PUBLIC_URL', 'HUB_KEYS_DIR', 'HUB_PEERS', 'HUB_SESSION_SECRET', 'HUB_OIDC_ISSUER', 'HUB_OIDC_CLIENT_ID', 'HUB_OIDC_CLIENT_SECRET'] as const

/** The environment of the gateway, all faults at once. */
export function readGatewayEnvironment(environment: Record<string, string | undefined>): GatewayEnvironment {
  const missing = environment.HUB_SUPERGRAPH ? [] : needed.filter((name) => !environment[name])
  return readEnvironment(
    environment,
    gatewayEnvironment,
    missing.map((name) => `${name} is missing: ${knownNames[name]}`),
  )
}
