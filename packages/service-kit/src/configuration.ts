import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { faultsOf } from '@collegium/contracts'

/** Every environment name that the hub knows. A `HUB_*` name that is not here is a typing error, and is said to be one. */
export const knownNames = {
  HUB_URL: 'Where clients find the hub (the hub command, the SDK)',
  HUB_HOST: 'Address to listen on; default 127.0.0.1',
  HUB_PORT: 'Port to listen on; default 4000',
  HUB_PUBLIC_URL: 'The origin as the world sees it; sealed into status links: set it before the first seal',
  HUB_DATA_DIR: 'What a single node keeps; default .hub',
  HUB_DATABASE_URL: "PostgreSQL as the service's own role; with a single node: as owner, instead of the embedded server",
  HUB_DATABASE_OWNER_URL: 'PostgreSQL as the owner, for migrations',
  HUB_EVENT_LOG: 'postgres or kafka',
  HUB_EVENTS_DATABASE_URL: 'Where the log lies when HUB_EVENT_LOG=postgres and services run apart',
  HUB_KAFKA_BROKERS: 'host:port, separated by commas',
  HUB_STANDARDS_DIR: 'Folder with the official schemas and shapes',
  HUB_SEED: 'demo or none',
  HUB_QUERY_PLANNER: 'rust or js',
  HUB_SUPERGRAPH: 'Starts the gateway alone on this supergraph file (loopback only)',
  HUB_KEYS_DIR: 'Keys of the internal tokens: <name>.private.pem of this process, <name>.public.pem of all',
  HUB_SERVICE_SECRET: '32 bytes, base64: encrypts columns and makes blind indexes of this service',
  HUB_PEERS: 'Where the other services are, as name=url, separated by commas',
  HUB_OIDC_ISSUER: 'OpenID Connect issuer for sign-in',
  HUB_OIDC_CLIENT_ID: 'Client at that issuer',
  HUB_OIDC_CLIENT_SECRET: 'Its secret',
  HUB_OIDC_CLAIMS: 'Which claims carry institution, ESI and affiliation: hub or myacademicid',
  HUB_SESSION_SECRET: '32 bytes, base64: seals the session cookie',
  HUB_SMTP_URL: 'Mail server, smtp://user:password@host:port or smtps://…; without it a single node keeps mails to be read at /mail',
  HUB_TOKEN: 'The hub command: a bearer token of the identity provider, instead of a demo person',
  HUB_LOG_LEVEL: 'trace, debug, info, warn, error; default info',
  HUB_TEST_DATABASE_URL: 'Tests: use this PostgreSQL',
  HUB_TEST_KAFKA_BROKERS: 'Tests: use this Kafka',
  HUB_TEST_KAFKA_IMAGE: 'Tests: image to start Kafka from',
  HUB_TEST_KAFKA: 'Tests: required makes a missing Kafka a failure',
  HUB_TEST_CHROMIUM: 'Tests: use this browser',
  HUB_TEST_FULL: 'Tests: the long runs too',
  HUB_TEST_LOG: 'Tests: level of the log of services under test',
  HUB_TEST_AGENT: 'Tests: where the run hands out its servers',
} as const
export type KnownName = keyof typeof knownNames

/** All faults of the environment together, one a line. */
export class ConfigurationFault extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The environment is not right:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * Reads the environment once against a schema of strings; numbers and flags are the caller's to derive. Throws {@link ConfigurationFault} with every fault at
 * once, those included that the caller found between names (`together`).
 */
export function readEnvironment<P extends TProperties>(
  environment: Record<string, string | undefined>,
  properties: P,
  together: readonly string[] = [],
): Static<TObject<P>> {
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith('HUB_') && !(name in knownNames))
    .map((name) => `${name} is not a name the hub knows${nearest(name)}`)
  const given = Object.fromEntries(
    Object.keys(properties)
      .filter((name) => environment[name] !== undefined && environment[name] !== '')
      .map((name) => [name, environment[name]]),
  )
  const faults = faultsOf(Type.Object(properties), given).map((fault) => {
    const missing = /must have required property '(\w+)'/.exec(fault)?.[1] as KnownName | undefined
    return missing ? `${missing} is missing: ${knownNames[missing] ?? ''}` : fault.replace(/^\//, '')
  })
  const all = [...unknown, ...faults, ...together]
  if (all.length > 0) throw new ConfigurationFault(all)
  return given as Static<TObject<P>>
}

/** The known name that shares the most pairs of letters: finds slips of the finger and words in another order alike. */
function nearest(name: string): string {
  const pairsOf = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)))
  const pairs = pairsOf(name.slice('HUB_'.length))
  const best = Object.keys(knownNames)
    .map((known) => {
      const others = pairsOf(known.slice('HUB_'.length))
      return { known, likeness: (2 * [...pairs].filter((pair) => others.has(pair)).length) / (pairs.size + others.size) }
    })
    .sort((a, b) => b.likeness - a.likeness)[0]
  return best && best.likeness > 0.5 ? `; did you mean ${best.known}?` : ''
}
