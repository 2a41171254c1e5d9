import net from 'node:net'
import tls from 'node:tls'
import kafkajs, { type Admin, type Kafka, type SASLOptions } from 'kafkajs'
import type { Logger } from 'pino'
import type { EventLog, LogRecord, PartitionLag, SubscribeOptions, Subscription, TopicSpec } from '../event-log.ts'
import { backOff } from '../faults.ts'
import { partitionOf } from '../partitioner.ts'
import { type OneAtATimeProducer, Producers } from './kafka/producers.ts'
import { type JoinGroup, KafkaSubscription } from './kafka/subscription.ts'
import { noSuchTopic, settingsOf } from './kafka/topics.ts'
import { partitionsDiffer } from './postgres/topics.ts'

export interface KafkaLogOptions {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  /** How long a member that says nothing keeps its partitions, in milliseconds. Default 10,000. */
  readonly leaseMs?: number
  /** Batches on their way to the broker at once. Default 4. */
  readonly inFlight?: number
  readonly ssl?: tls.ConnectionOptions | boolean
  readonly sasl?: SASLOptions
  readonly logger?: Logger
}

/** Long polls hold back a rebalance and a close for as long as they last; short ones keep an idle broker busy. */
const longPollMs = 200

/** Opens the log on Apache Kafka. */
export async function openKafkaLog({ brokers, leaseMs = 10_000, inFlight = 4, ssl, sasl, logger }: KafkaLogOptions): Promise<EventLog> {
  const kafka = new kafkajs.Kafka({
    clientId: 'collegium',
    brokers: [...brokers],
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 6 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: { message, error } }) =>
        logger?.debug({ namespace, error }, message),
    socketFactory,
    ...(ssl ? { ssl } : {}),
    ...(sasl ? { sasl } : {}),
  })
  const admin = kafka.admin()
  await admin.connect()
  const known = new Map<string, number>()
  const partitionsOf = async (topic: string): Promise<number> => {
    const count = known.get(topic)
    if (count !== undefined) return count
    if (!(await admin.listTopics()).includes(topic)) throw noSuchTopic(topic)
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const found = topics[0]?.partitions.length ?? 0
    known.set(topic, found)
    return found
  }

  const producers = new Producers(async (): Promise<OneAtATimeProducer> => {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner:
        () =>
        ({ message, partitionMetadata }) =>
          partitionOf(String(message.key), partitionMetadata.length),
    })
    await producer.connect()
    return {
      async send(records) {
        const byTopic = new Map<string, { key: string; headers: Record<string, string>; value: Buffer }[]>()
        for (const { topic, key, headers, value } of records) {
          const message = { key, headers, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength) }
          const messages = byTopic.get(topic)
          if (messages) messages.push(message)
          else byTopic.set(topic, [message])
        }
        await producer.sendBatch({ acks: -1, topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })) })
      },
      close: () => producer.disconnect(),
    }
  }, inFlight)

  const subscriptions = new Set<KafkaSubscription>()
  const close = async (): Promise<void> => {
    await Promise.all([...subscriptions].map((s) => s.close()))
    await producers.close()
    await admin.disconnect()
  }
  let closed: Promise<void> | undefined

  return {
    driver: 'kafka',
    ensureTopics: (wanted) => ensureTopics(admin, wanted),
    async publish(records: readonly LogRecord[]) {
      for (const topic of new Set(records.map((r) => r.topic))) await partitionsOf(topic)
      await producers.publish(records)
    },
    async subscribe(options: SubscribeOptions): Promise<Subscription> {
      for (const topic of options.topics) await partitionsOf(topic)
      const subscription = new KafkaSubscription(joinGroup(kafka), leaseMs, options)
      subscriptions.add(subscription)
      await subscription.start()
      return subscription
    },
    async lag(group, topics): Promise<readonly PartitionLag[]> {
      const committed = await committedOffsets(admin, group, topics)
      const lags = await Promise.all(
        topics.map(async (topic) => {
          const ends = await endOffsets(admin, topic)
          return ends.map(({ partition, low, high }) => {
            const offset = Number(committed.find((c) => c.topic === topic)?.partitions.find((p) => p.partition === partition)?.offset ?? -1)
            return { topic, partition, committed: offset < 0 ? null : offset, end: Number(high), lag: Number(high) - Math.max(offset, Number(low)) }
          })
        }),
      )
      return lags.flat().toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition)
    },
    async check() {
      await admin.describeCluster()
    },
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** The client leaves Nagle's algorithm on, which costs 40 ms on every small request that follows another. */
function socketFactory({ host, port, ssl, onConnect }: { host: string; port: number; ssl?: tls.ConnectionOptions; onConnect: () => void }): net.Socket {
  const socket = ssl ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...ssl }, onConnect) : net.connect({ host, port }, onConnect)
  return socket.setKeepAlive(true, 60_000).setNoDelay(true)
}

/**
 * While a topic is being made, or changes its leader, the client asks twice and stumbles over the half of an answer that is missing: a plain
 * TypeError, for it does not expect that. The next answer is whole.
 */
async function endOffsets(admin: Admin, topic: string): Promise<Awaited<ReturnType<Admin['fetchTopicOffsets']>>> {
  for (let tries = 1; ; tries++) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (fault) {
      if (!(fault instanceof TypeError) || tries >= 50) throw fault
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** A coordinator that has just started says for a moment that it is loading; the client does not wait for that by itself here. */
async function committedOffsets(admin: Admin, groupId: string, topics: readonly string[]): Promise<Awaited<ReturnType<Admin['fetchOffsets']>>> {
  for (let tries = 1; ; tries++) {
    try {
      return await admin.fetchOffsets({ groupId, topics: [...topics] })
    } catch (fault) {
      if (tries > 6 || !/^(GROUP_LOAD_IN_PROGRESS|GROUP_COORDINATOR_NOT_AVAILABLE|NOT_COORDINATOR_FOR_GROUP)$/.test(typeOf(fault))) throw fault
      await new Promise((resolve) => setTimeout(resolve, backOff(tries)))
    }
  }
}

async function ensureTopics(admin: Admin, wanted: readonly TopicSpec[]): Promise<void> {
  if (wanted.length === 0) return
  const there = new Set(await admin.listTopics())
  const absent = wanted.filter((t) => !there.has(t.name))
  if (absent.length > 0) {
    const { brokers } = await admin.describeCluster()
    await admin.createTopics({
      waitForLeaders: true,
      topics: absent.map((t) => ({
        topic: t.name,
        numPartitions: t.partitions,
        replicationFactor: Math.min(3, brokers.length),
        configEntries: Object.entries(settingsOf(t)).map(([name, value]) => ({ name, value })),
      })),
    })
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map((t) => t.name) })
  for (const { name, partitions } of wanted) {
    const has = topics.find((t) => t.name === name)?.partitions.length ?? 0
    if (has !== partitions) throw partitionsDiffer(name, has, partitions)
  }
  const old = wanted.filter((t) => there.has(t.name))
  if (old.length === 0) return
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: old.map((t) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: t.name, configNames: Object.keys(settingsOf(t)) })),
  })
  const changed = old.filter((t) =>
    Object.entries(settingsOf(t)).some(
      ([name, value]) => resources.find((r) => r.resourceName === t.name)?.configEntries.find((e) => e.configName === name)?.configValue !== value,
    ),
  )
  if (changed.length > 0) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: changed.map((t) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: t.name,
        configEntries: Object.entries(settingsOf(t)).map(([name, value]) => ({ name, value })),
      })),
    })
  }
}

/** Answers of the group coordinator that say: you are no longer the member that holds this. */
const lostMembership = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'])
const typeOf = (fault: unknown): string => (fault instanceof Error && 'type' in fault ? String(fault.type) : '')

const joinGroup =
  (kafka: Kafka): JoinGroup =>
  async ({ group, topics, from }, leaseMs, events) => {
    const consumer = kafka.consumer({
      groupId: group,
      sessionTimeout: leaseMs,
      heartbeatInterval: Math.max(200, Math.floor(leaseMs / 5)),
      rebalanceTimeout: Math.max(10_000, leaseMs * 2),
      maxWaitTimeInMs: longPollMs,
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 10 },
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => events.joined(payload.memberId, payload.memberAssignment))
    consumer.on(consumer.events.HEARTBEAT, () => events.heard())
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) events.gaveUp(payload.error)
    })
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [...topics], fromBeginning: from === 'beginning' })
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch: { topic, partition, messages, highWatermark } }) =>
          events.fetched(
            topic,
            partition,
            messages.map((m) => ({
              topic,
              partition,
              offset: Number(m.offset),
              key: String(m.key ?? ''),
              headers: headersIn(m.headers),
              value: m.value ?? Buffer.alloc(0),
            })),
            Number(highWatermark),
          ),
      })
    } catch (fault) {
      await consumer.disconnect().catch(() => {})
      throw fault
    }
    return {
      fetching: (topic, partition, on) => consumer[on ? 'resume' : 'pause']([{ topic, partitions: [partition] }]),
      seek: (topic, partition, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
      async commit(offsets) {
        try {
          await consumer.commitOffsets(offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })))
          return true
        } catch (fault) {
          if (lostMembership.has(typeOf(fault))) return false
          throw fault
        }
      },
      leave: () => consumer.disconnect().catch(() => {}),
    }
  }

function headersIn(headers: Record<string, Buffer | string | (Buffer | string)[] | undefined> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(Array.isArray(value) ? value.at(-1) : (value ?? ''))]))
}
