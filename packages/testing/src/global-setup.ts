import { serveAgent } from './agent.ts'
import { type Kafka, startKafka } from './kafka.ts'
import { startTestPostgres, type TestPostgres } from './postgres.ts'

/** vitest calls it once per run: PostgreSQL and Kafka are there for whoever asks, and gone afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  let postgres: Promise<TestPostgres> | undefined
  let kafka: ReturnType<typeof startKafka> | undefined
  const agent = await serveAgent({
    async postgres() {
      postgres ??= startTestPostgres()
      return { url: (await postgres).url }
    },
    async kafka() {
      kafka ??= startKafka()
      const found = await kafka
      return 'missing' in found ? found : { brokers: found.brokers }
    },
  })
  return async () => {
    agent.close()
    agent.closeAllConnections()
    const running: (Promise<TestPostgres | Kafka | { missing: string }> | undefined)[] = [postgres, kafka]
    for (const one of running) {
      const server = await one?.catch(() => undefined)
      if (server && 'stop' in server) await server.stop()
    }
  }
}
