import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { services } from '@collegium/contracts'
import { parse } from 'yaml'
import { ConfigurationFault, knownNames } from '../../packages/service-kit/src/configuration.ts'
import { readPeers, readServiceEnvironment, serviceEnvironment } from '../../packages/service-kit/src/serve-service.ts'
import { gatewayEnvironment, readGatewayEnvironment } from '../../services/gateway/src/environment.ts'

/**
 * Holds deploy/compose to the services' own configuration: each process is there, is told what it needs under names that it reads, finds its peers, and every
 * image is pinned. Nothing is started.
 */
export interface ComposeFiles {
  readonly compose: string
  /** env.example: stands for the operator's .env, so that it is checked with the rest. */
  readonly variables: string
  readonly dockerfile: string
}

interface Container {
  readonly image?: string
  readonly build?: unknown
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

const pinned = /^[\w./-]+:(?!latest\b)[\w-]*\d+\.\d+[\w.-]*$/
const reference = /\$\{(\w+)(?::?([-?])([^}]*))?\}/g

/** What is wrong, one line each; empty when the files fit the services. */
export function faultsOfCompose({ compose, variables, dockerfile }: ComposeFiles): string[] {
  const { services: containers = {} } = parse(compose, { merge: true }) as { services?: Readonly<Record<string, Container>> }
  const given = new Map([...variables.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const))
  const used = new Set([...compose.replaceAll(/^\s*#.*$/gm, '').matchAll(reference)].map((match) => match[1] ?? ''))
  const filled = (text: unknown): string =>
    String(text).replaceAll(
      reference,
      (_all, name: string, kind: string | undefined, rest: string | undefined) => given.get(name) ?? (kind === '-' ? (rest ?? '') : ''),
    )
  return [
    ...[...used].filter((name) => !given.has(name)).map((name) => `compose.yaml uses \${${name}}, which env.example does not name`),
    ...[...given.keys()].filter((name) => !used.has(name)).map((name) => `env.example names ${name}, which compose.yaml does not use`),
    ...[...services, 'gateway'].flatMap((name) => {
      const container = containers[name]
      return container ? faultsOfProcess(name, container, containers, filled) : [`compose.yaml has no container for ${name}`]
    }),
    ...Object.entries(containers).flatMap(([name, { image, build }]) =>
      build || (image && pinned.test(filled(image))) ? [] : [`${name}: the image ${image ?? '(none)'} is not pinned to a version`],
    ),
    ...[...dockerfile.matchAll(/^FROM\s+(\S+)/gm)].flatMap(([, image = '']) =>
      pinned.test(image) ? [] : [`Dockerfile: the image ${image} is not pinned to a version`],
    ),
  ]
}

function faultsOfProcess(name: string, container: Container, containers: Readonly<Record<string, Container>>, filled: (text: unknown) => string): string[] {
  const environment = Object.fromEntries(Object.entries(container.environment ?? {}).map(([key, value]) => [key, filled(value)]))
  const isGateway = name === 'gateway'
  const read = Object.keys(isGateway ? gatewayEnvironment : serviceEnvironment)
  const peers = ended(() => readPeers(environment.HUB_PEERS ?? ''))
  return [
    ...(container.command?.join(' ') === `bin/${name}.mjs`
      ? []
      : [`${name}: its command is ${container.command?.join(' ') ?? 'missing'}, not bin/${name}.mjs`]),
    ...Object.keys(environment).flatMap((key) => (key in knownNames && !read.includes(key) ? [`${name}: it does not read ${key}`] : [])),
    ...ended(() => (isGateway ? readGatewayEnvironment(environment) : readServiceEnvironment(environment))).faults.map((fault) => `${name}: ${fault}`),
    ...peers.faults.map((fault) => `${name}: ${fault}`),
    ...services.flatMap((peer) => {
      const wanted = `http://${peer}:${filled(containers[peer]?.environment?.HUB_PORT)}`
      const said = peers.value?.[peer]
      return said === wanted ? [] : [`${name}: HUB_PEERS has ${peer} at ${said ?? 'no address'}; its container listens at ${wanted}`]
    }),
    ...hostsOf(environment)
      .filter((host) => !(host in containers))
      .map((host) => `${name}: there is no container ${host}`),
  ]
}

/** Hosts of the database and the brokers. */
function hostsOf(environment: Readonly<Record<string, string>>): string[] {
  const databases = [environment.HUB_DATABASE_URL, environment.HUB_DATABASE_OWNER_URL, environment.HUB_EVENTS_DATABASE_URL].flatMap((url) =>
    url && URL.canParse(url) ? [new URL(url).hostname] : [],
  )
  return [
    ...databases,
    ...(environment.HUB_KAFKA_BROKERS ?? '')
      .split(',')
      .filter(Boolean)
      .map((broker) => broker.split(':')[0] ?? ''),
  ]
}

/** The value, or the faults that reading it ended with. */
function ended<T>(read: () => T): { readonly value?: T; readonly faults: readonly string[] } {
  try {
    return { value: read(), faults: [] }
  } catch (error) {
    if (error instanceof ConfigurationFault) return { faults: error.faults }
    throw error
  }
}

/** The files as they are committed. */
export function readComposeFiles(): ComposeFiles {
  const file = (name: string) => readFileSync(join(import.meta.dirname, '..', 'compose', name), 'utf8')
  return { compose: file('compose.yaml'), variables: file('env.example'), dockerfile: file('Dockerfile') }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = faultsOfCompose(readComposeFiles())
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
