import { askAgent } from './agent.ts'
import { startContainer } from './kafka/container.ts'
import { startFromJars } from './kafka/jars.ts'

export interface Kafka {
  /** `host:port`, comma-separated. */
  readonly brokers: string
  /** Of the broker's process; 0 where it is not ours. */
  readonly pid: number
  stop(): Promise<void>
  /** SIGKILL. */
  kill(): Promise<void>
  /** Starts again on the same port and data after `kill`. */
  restart(): Promise<void>
}

export interface KafkaOptions {
  /** Looks no further than `HUB_TEST_KAFKA_BROKERS` unless the broker must be our own, because the test kills it. */
  readonly ownBroker?: boolean
}

/** The one command that provides Kafka for tests on a Debian or Ubuntu machine. */
const remedy = 'apt-get install -y openjdk-17-jre-headless maven'

/**
 * A real Kafka 4.4.0: the brokers of `HUB_TEST_KAFKA_BROKERS`; else Java and Maven with Kafka's published jars; else Docker with `HUB_TEST_KAFKA_IMAGE`;
 * else why there is none and the command that provides it. With `HUB_TEST_KAFKA=required` a missing Kafka throws.
 */
export async function startKafka({ ownBroker = false }: KafkaOptions = {}): Promise<Kafka | { readonly missing: string }> {
  const given = process.env.HUB_TEST_KAFKA_BROKERS
  if (given && !ownBroker) return { brokers: given, pid: 0, stop: async () => {}, kill: notOurs, restart: notOurs }
  const reasons: string[] = []
  for (const start of [startFromJars, startContainer]) {
    const found = await start()
    if (!('missing' in found)) return found
    reasons.push(found.missing)
  }
  const missing = `no Kafka for tests: ${reasons.join('; ')}. Provide it with: ${remedy}`
  if (process.env.HUB_TEST_KAFKA === 'required') throw new Error(`HUB_TEST_KAFKA=required, but there is ${missing}`)
  return { missing }
}

async function notOurs(): Promise<void> {
  throw new Error('The brokers of HUB_TEST_KAFKA_BROKERS are not ours to kill. Ask for a broker of your own with { ownBroker: true }.')
}

let own: ReturnType<typeof startKafka> | undefined

/** The Kafka of this test run, started when a test first asks. Ask at the top of a test file and skip with `missing` in the title. */
export async function kafkaForTests(): Promise<{ readonly brokers: string } | { readonly missing: string }> {
  const shared = await askAgent('kafka')
  if (shared) return shared
  own ??= startKafka()
  return own
}
