import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CallerName, type ServiceName, services } from '@collegium/contracts'
import { freePort, startPostgres } from '@collegium/database/embedded'
import { makeKeys } from '@collegium/service-kit'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import postgres from 'postgres'
import { root } from './hub.ts'

/** An identity provider as a university would bring: discovery, keys, and tokens for whoever a test needs. */
export interface TestIssuer {
  readonly url: string
  tokenFor(person: { readonly email: string; readonly displayName: string; readonly institution: string }): Promise<string>
  close(): void
}

export async function startIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }
  let url = ''
  const server: Server = createServer((request, response) => {
    const pages: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/certs`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      },
      '/certs': { keys: [jwk] },
    }
    const page = pages[request.url ?? '']
    response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(page ?? {}))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    tokenFor: ({ email, displayName, institution }) =>
      new SignJWT({ email, name: displayName, institution })
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setIssuer(url)
        .setAudience('urn:collegium:hub')
        .setSubject(email)
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export interface HubProcess {
  readonly name: string
  /** Everything it wrote so far. */
  said(): string
  /** SIGTERM; resolves with how it ended. */
  stop(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

/** Starts one bundled process and waits until it listens. The environment is this one and nothing inherited: a name too many would be refused. */
export async function startProcess(bundle: string, name: string, environment: Readonly<Record<string, string>>): Promise<HubProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(bundle, 'bin', `${name}.mjs`)], {
    cwd: bundle,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => child.once('exit', (code, signal) => done({ code, signal })))
  const mine: HubProcess = {
    name,
    said: () => said,
    stop() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
      return ended.finally(() => clearTimeout(late))
    },
  }
  for (const deadline = Date.now() + 90_000; ; ) {
    const alive = await fetch(`http://127.0.0.1:${environment.HUB_PORT}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (alive) return mine
    if (child.exitCode !== null || Date.now() > deadline) {
      await mine.stop()
      throw new Error(`${name} did not come up: ${said}`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}

export interface Processes extends AsyncDisposable {
  readonly url: string
  readonly ownerUrl: string
  readonly issuer: TestIssuer
  readonly running: ReadonlyMap<CallerName, HubProcess>
  start(name: CallerName): Promise<void>
}

/** The hub as in production: one process per service and one for the gateway, the same bundles as in the image, over HTTP, with keys, secrets and databases of their own. */
export async function startProcesses(): Promise<Processes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-processes-'))
  // PostgreSQL runs as its own user when we are root, and must get in.
  chmodSync(dataDir, 0o755)
  const server = await startPostgres({ dataDir, durable: false })
  const issuer = await startIssuer()
  const running = new Map<CallerName, HubProcess>()
  const end = async () => {
    await Promise.all([...running.values()].map((one) => one.stop()))
    issuer.close()
    await server.stop()
    for (const folder of [server.clusterDir, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
  try {
    const bundle = join(dataDir, 'bundle')
    await promisify(execFile)(process.execPath, [join(root, 'deploy', 'compose', 'bundle.mjs'), bundle], { cwd: root })
    const sql = postgres(server.url, { max: 1, onnotice: () => {} })
    await sql`create database hub_events`.finally(() => sql.end({ timeout: 5 }))
    const events = new URL(server.url)
    events.pathname = '/hub_events'
    const names: readonly CallerName[] = [...services, 'gateway']
    const keysDir = join(dataDir, 'keys')
    makeKeys(keysDir, names)
    const ports = new Map<CallerName, number>()
    for (const name of names) ports.set(name, await freePort())
    const url = `http://127.0.0.1:${ports.get('gateway')}`
    const all = {
      HUB_PUBLIC_URL: url,
      HUB_KEYS_DIR: keysDir,
      HUB_PEERS: services.map((name) => `${name}=http://127.0.0.1:${ports.get(name)}`).join(','),
      HUB_LOG_LEVEL: 'info',
    }
    const ofService = (name: ServiceName) => ({
      HUB_DATA_DIR: join(dataDir, name),
      HUB_DATABASE_OWNER_URL: server.url,
      HUB_EVENT_LOG: 'postgres',
      HUB_EVENTS_DATABASE_URL: events.href,
      HUB_SERVICE_SECRET: secrets.get(name) ?? '',
    })
    const secrets = new Map(services.map((name) => [name, randomBytes(32).toString('base64')]))
    const ofGateway = {
      HUB_SESSION_SECRET: randomBytes(32).toString('base64'),
      HUB_OIDC_ISSUER: issuer.url,
      HUB_OIDC_CLIENT_ID: 'hub',
      HUB_OIDC_CLIENT_SECRET: 'secret',
    }
    const start = async (name: CallerName) => {
      running.set(name, await startProcess(bundle, name, { ...all, HUB_PORT: String(ports.get(name)), ...(name === 'gateway' ? ofGateway : ofService(name)) }))
    }
    // All at once, as an orchestrator would: whoever needs another waits for it.
    const started = await Promise.allSettled(names.map(start))
    const failed = started.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return { url, ownerUrl: server.url, issuer, running, start, [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    throw error
  }
}
