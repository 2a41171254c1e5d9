import { mkdtempSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ResultConfirmed, resultTopic, topicNamed } from '@collegium/contracts'
import { startPostgres } from '@collegium/database/embedded'
import {
  appendToOutbox,
  eventTables,
  fact,
  type Handler,
  hubEvent,
  ignored,
  type NewEvent,
  onTopic,
  openEventLog,
  partitionOf,
  recordOf,
  type SqlTransaction,
  startConsumers,
  startRelay,
} from '@collegium/events'
import { startKafka } from '@collegium/testing'
import kafkajs from 'kafkajs'
import { pino } from 'pino'
import postgres, { type Sql } from 'postgres'
import { Registry } from 'prom-client'

type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void

const rounds = 5
const eventsPerRound = 40_000
const batch = 1_000
const perSecond = 200
const seconds = 15
const warmUpSeconds = 4

const say = (line: string): void => void process.stderr.write(`  ${line}\n`)
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const idOf = (n: number): string => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const percentile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? 0

const confirmed = (n: number): NewEvent =>
  fact(ResultConfirmed, {
    institution: 'uni-alder.example',
    aggregateVersion: 1,
    data: {
      enrolmentId: idOf(n),
      attempt: 1,
      version: 1,
      instanceId: idOf(0xa1),
      specificationId: idOf(0xa2),
      learnerId: idOf(n + 1),
      lead: 'uni-alder.example',
      home: 'uni-birke.example',
    },
  })

/**
 * The outbox on the way to Kafka: how fast the relay empties it, against the same records sent by kafkajs in batches of 1,000, four at once, in the same
 * process and on the same broker; and how long a single event takes from its commit to the consumer's handler.
 */
export async function bench(emit: Emit): Promise<void> {
  const kafka = await startKafka({ ownBroker: true })
  if ('missing' in kafka) throw new Error(`The benchmark needs a broker of its own: ${kafka.missing}`)
  const dataDir = mkdtempSync(join(tmpdir(), 'collegium-bench-'))
  await chmod(dataDir, 0o755)
  const server = await startPostgres({ dataDir, durable: true })
  const sql = postgres(server.url, { max: 12, onnotice: () => {} })
  await sql.unsafe(eventTables)
  const brokers = kafka.brokers.split(',')
  try {
    await throughput(sql, brokers, emit)
    await latency(sql, brokers, emit)
  } finally {
    await sql.end({ timeout: 5 })
    await server.stop()
    await kafka.stop()
    for (const folder of [server.clusterDir, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}

async function throughput(sql: Sql, brokers: string[], emit: Emit): Promise<void> {
  const log = await openEventLog({ driver: 'kafka', brokers })
  const topic = topicNamed('hub.result.v1')
  if (!topic) throw new Error('The topic of the results is not in contracts, so there is nothing to send to.')
  await log.ensureTopics([topic])
  const raw = await rawProducer(brokers)
  const events = Array.from({ length: eventsPerRound }, (_, n) => confirmed(n))
  const records = events.map((e) => recordOf(hubEvent(e)))
  const rates: { raw: number[]; relay: number[] } = { raw: [], relay: [] }
  for (let round = 0; round <= rounds; round++) {
    const rawRate = await rateOf(async () => {
      const slices = Array.from({ length: eventsPerRound / batch }, (_, n) => records.slice(n * batch, (n + 1) * batch))
      await Promise.all(
        [0, 1, 2, 3].map(async () => {
          for (let slice = slices.shift(); slice; slice = slices.shift()) await raw.send(slice)
        }),
      )
    })
    for (let from = 0; from < events.length; from += 10_000) await sql.begin((tx) => appendToOutbox(tx, events.slice(from, from + 10_000), { notify: false }))
    await sql`vacuum analyze outbox`
    const relayRate = await rateOf(async () => {
      const relay = startRelay({ sql, log, logger: pino({ level: 'error' }), metrics: new Registry() })
      await relay.idle()
      await relay.close()
    })
    say(`round ${round}${round === 0 ? ' (warm-up)' : ''}: raw ${Math.round(rawRate)} events/s, relay ${Math.round(relayRate)} events/s`)
    if (round === 0) continue
    rates.raw.push(rawRate)
    rates.relay.push(relayRate)
  }
  await raw.close()
  await log.close()
  const ratio = Number((median(rates.relay) / median(rates.raw)).toFixed(2))
  emit({ metric: 'throughput', value: Math.round(median(rates.relay)), unit: 'events/s', baseline: 'raw kafkajs batches', ratio, reach: 0.6, ok: ratio >= 0.6 })
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return eventsPerRound / ((performance.now() - began) / 1_000)
}

/** kafkajs as someone would use it who knows it: no Nagle, idempotent, acks from all. */
async function rawProducer(brokers: string[]): Promise<{ send(records: ReturnType<typeof recordOf>[]): Promise<void>; close(): Promise<void> }> {
  const net = await import('node:net')
  const client = new kafkajs.Kafka({
    clientId: 'raw',
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    socketFactory: ({ host, port, onConnect }) => net.connect({ host, port }, onConnect).setNoDelay(true),
  })
  const producer = client.producer({
    idempotent: true,
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        partitionOf(String(message.key), partitionMetadata.length),
  })
  await producer.connect()
  return {
    async send(records) {
      await producer.send({
        topic: records[0]?.topic ?? '',
        acks: -1,
        messages: records.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value: Buffer.from(value) })),
      })
    },
    close: () => producer.disconnect(),
  }
}

interface Tx {
  readonly sql: SqlTransaction
}

async function latency(sql: Sql, brokers: string[], emit: Emit): Promise<void> {
  const log = await openEventLog({ driver: 'kafka', brokers })
  const committed = new Map<string, number>()
  const tookMs: number[] = []
  const measure: Handler<(typeof resultTopic)[0], Tx> = {
    async prepare(events) {
      const now = performance.now()
      for (const { id } of events) {
        const at = committed.get(id)
        if (at !== undefined) tookMs.push(now - at)
        else early.set(id, now)
      }
    },
    async apply() {},
  }
  /** The consumer may be quicker than the answer to our own commit. */
  const early = new Map<string, number>()
  const subscription = onTopic<typeof resultTopic, Tx>(resultTopic, {
    'org.collegium.result.confirmed.v1': measure,
    'org.collegium.result.released.v1': ignored,
    'org.collegium.result.corrected.v1': ignored,
    'org.collegium.result.annulled.v1': ignored,
  })
  const options = { sql, log, logger: pino({ level: 'error' }) }
  const relay = startRelay({ ...options, metrics: new Registry() })
  const consumers = await startConsumers<Tx>({
    ...options,
    metrics: new Registry(),
    service: 'bench',
    subscriptions: [subscription],
    transact: (_tenants, _cause, work) => sql.begin((tx) => work({ sql: tx })) as Promise<never>,
  })
  say('the consumer reads what the first part left behind …')
  await consumers.idle()
  const send = async (n: number): Promise<void> => {
    const [event] = await sql.begin((tx) => appendToOutbox(tx, [confirmed(1_000_000 + n)]))
    if (!event) return
    const handled = early.get(event.id)
    if (handled !== undefined) tookMs.push(0)
    else committed.set(event.id, performance.now())
  }
  for (const warm of Array.from({ length: perSecond * warmUpSeconds }, (_, n) => n)) await Promise.all([send(warm), rest(1_000 / perSecond)])
  await rest(500)
  tookMs.length = 0
  const began = performance.now()
  const sent: Promise<void>[] = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = began + (n * 1_000) / perSecond
    if (due > performance.now()) await rest(due - performance.now())
    sent.push(send(perSecond * warmUpSeconds + n))
  }
  await Promise.all(sent)
  await consumers.idle()
  await rest(300)
  await consumers.close()
  await relay.close()
  await log.close()
  if (tookMs.length < perSecond * seconds * 0.99)
    throw new Error(`Only ${tookMs.length} of ${perSecond * seconds} events reached the consumer, so there is no percentile to speak of.`)
  const p99 = Number(percentile(tookMs, 0.99).toFixed(1))
  say(`p50 ${percentile(tookMs, 0.5).toFixed(1)} ms, p99 ${p99} ms, worst ${Math.max(...tookMs).toFixed(1)} ms of ${tookMs.length}`)
  emit({ metric: 'commit to consumer, p99 at 200 events/s', value: p99, unit: 'ms', reach: 50, ok: p99 <= 50 })
}
