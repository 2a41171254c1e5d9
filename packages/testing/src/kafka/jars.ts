import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kafka } from '../kafka.ts'
import { withLock } from './lock.ts'
import { kafkaVersion, serverProperties } from './settings.ts'

const pom = `<project><modelVersion>4.0.0</modelVersion><groupId>collegium</groupId><artifactId>test-kafka</artifactId><version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
`
/** Any fixed cluster id will do for a cluster of one. */
const clusterId = 'AAAAAAAAAAAAAAAAAAAAAQ'
const jvm = ['-XX:+UseSerialGC', '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error']

/** Runs Kafka from its published jars, prepared once per user: jars, a formatted log folder as template, a class archive. */
export async function startFromJars(): Promise<Kafka | { readonly missing: string }> {
  const java = versionOf('java', ['-version'])
  if (!java) return { missing: 'Java is not installed' }
  const root = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'collegium', 'kafka')
  const cache = join(root, `${kafkaVersion}-java-${java}`)
  mkdirSync(root, { recursive: true })
  try {
    await withLock(join(root, 'lock'), async () => {
      if (!existsSync(join(cache, 'prepared'))) await prepare(cache)
    })
  } catch (fault) {
    return { missing: fault instanceof Error ? fault.message : String(fault) }
  }
  const folder = mkdtempSync(join(tmpdir(), 'collegium-kafka-'))
  const [port, controllerPort] = await freePorts()
  cpSync(join(cache, 'template'), join(folder, 'log'), { recursive: true })
  writeFileSync(join(folder, 'server.properties'), serverProperties(port, controllerPort, join(folder, 'log')))
  let broker = await run(cache, folder, port, [`-XX:SharedArchiveFile=${join(cache, 'kafka.jsa')}`, '-Xshare:auto'])
  return {
    brokers: `127.0.0.1:${port}`,
    get pid() {
      return broker.pid ?? 0
    },
    async stop() {
      await end(broker, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
    kill: () => end(broker, 'SIGKILL'),
    async restart() {
      await end(broker, 'SIGKILL')
      broker = await run(cache, folder, port, [`-XX:SharedArchiveFile=${join(cache, 'kafka.jsa')}`, '-Xshare:auto'])
    },
  }
}

function versionOf(command: string, args: string[]): string | undefined {
  try {
    const said = execFileSync('sh', ['-c', `${command} ${args.join(' ')} 2>&1`], { encoding: 'utf8' })
    return /(\d+(?:\.\d+)*)/.exec(said)?.[1]
  } catch {
    return undefined
  }
}

async function prepare(cache: string): Promise<void> {
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  if (!versionOf('mvn', ['-version'])) throw new Error('Maven is not installed, so the jars of Kafka cannot be fetched')
  process.stderr.write(`Fetching Apache Kafka ${kafkaVersion} (45 MB) for the tests, once.\n`)
  writeFileSync(join(cache, 'pom.xml'), pom)
  await done(
    spawn(
      'mvn',
      ['-B', '-q', '-f', join(cache, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(cache, 'libs')}`],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    ),
    'Maven could not fetch the jars of Kafka',
  )
  const folder = join(cache, 'preparing')
  mkdirSync(folder)
  const [port, controllerPort] = await freePorts()
  writeFileSync(join(folder, 'server.properties'), serverProperties(port, controllerPort, join(folder, 'log')))
  const format = ['-cp', join(cache, 'libs', '*'), 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', join(folder, 'server.properties')]
  await done(spawn('java', [...jvm, ...format], { stdio: ['ignore', 'pipe', 'pipe'] }), 'Kafka could not format its log folder')
  cpSync(join(folder, 'log'), join(cache, 'template'), { recursive: true })
  const broker = await run(cache, folder, port, [`-XX:ArchiveClassesAtExit=${join(cache, 'kafka.jsa')}`])
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await end(broker, 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
  writeFileSync(join(cache, 'prepared'), '')
}

async function done(child: ChildProcess, what: string): Promise<void> {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000)
    })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`${what}: ${said.trim()}`)
}

async function run(cache: string, folder: string, port: number, flags: string[]): Promise<ChildProcess> {
  const log = openSync(join(folder, 'kafka.log'), 'a')
  const broker = spawn('java', [...jvm, ...flags, '-cp', join(cache, 'libs', '*'), 'kafka.Kafka', join(folder, 'server.properties')], {
    cwd: folder,
    stdio: ['ignore', log, log],
    detached: true,
  })
  // The pipe closes when we die, whatever we die of, and the broker goes with us.
  const watchdog = spawn('sh', ['-c', `cat >/dev/null; kill -KILL ${broker.pid} 2>/dev/null`], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watchdog.unref()
  broker.once('exit', () => watchdog.stdin?.end())
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (broker.exitCode !== null) throw new Error(`Kafka ended while starting: ${readFileSync(join(folder, 'kafka.log'), 'utf8').slice(-2_000)}`)
    if (await answers(port)) return broker
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Kafka did not open port ${port} within 60 s: ${readFileSync(join(folder, 'kafka.log'), 'utf8').slice(-2_000)}`)
}

async function end(broker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return
  const ended = new Promise<void>((resolve) => broker.once('exit', () => resolve()))
  broker.kill(signal)
  const timer = setTimeout(() => broker.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            resolve(typeof address === 'object' && address ? address.port : 0)
          })
        }),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return [ports[0] ?? 0, ports[1] ?? 0]
}
