import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** A relay or consumer that starts again in the same process replaces the metrics of the one before it. */
function replaced(registry: Registry, name: string): void {
  if (registry.getSingleMetric(name)) registry.removeSingleMetric(name)
}

/** Shares one answer between the gauges of a scrape, which ask at the same time. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined
    })
    return asked
  }
}

export interface RelayMetrics {
  published(many: number): void
}

/** Backlog of the outbox: read when asked for, so that a relay that hangs still shows it. */
export function relayMetrics(registry: Registry, backlog: () => Promise<{ unpublished: number; oldestSeconds: number }>): RelayMetrics {
  for (const name of ['hub_outbox_unpublished', 'hub_outbox_oldest_unpublished_seconds', 'hub_outbox_published_total']) replaced(registry, name)
  const registers = [registry]
  const seen = once(() => backlog().catch(() => ({ unpublished: Number.NaN, oldestSeconds: Number.NaN })))
  new Gauge({
    name: 'hub_outbox_unpublished',
    help: 'Events that are committed and not yet published',
    registers,
    async collect() {
      this.set((await seen()).unpublished)
    },
  })
  new Gauge({
    name: 'hub_outbox_oldest_unpublished_seconds',
    help: 'Age of the oldest event that is committed and not yet published',
    registers,
    async collect() {
      this.set((await seen()).oldestSeconds)
    },
  })
  const published = new Counter({ name: 'hub_outbox_published_total', help: 'Events that the relay published', registers })
  return { published: (many) => published.inc(many) }
}

export interface ConsumerMetrics {
  handled(topic: string, many: number): void
  took(topic: string, seconds: number): void
}

/** Lag and parked keys per topic: read when asked for. */
export function consumerMetrics(
  registry: Registry,
  status: () => Promise<readonly { group: string; topic: string; lag: number; parked: number }[]>,
): ConsumerMetrics {
  for (const name of ['hub_consumer_lag', 'hub_parked_keys', 'hub_events_handled_total', 'hub_event_handling_seconds']) replaced(registry, name)
  const registers = [registry]
  const seen = once(() => status().catch(() => []))
  new Gauge({
    name: 'hub_consumer_lag',
    help: 'Records of the log that are not yet handled',
    labelNames: ['group', 'topic'],
    registers,
    async collect() {
      for (const { group, topic, lag } of await seen()) this.set({ group, topic }, lag)
    },
  })
  new Gauge({
    name: 'hub_parked_keys',
    help: 'Keys whose events wait for an operator',
    labelNames: ['group', 'topic'],
    registers,
    async collect() {
      for (const { group, topic, parked } of await seen()) this.set({ group, topic }, parked)
    },
  })
  const handled = new Counter({ name: 'hub_events_handled_total', help: 'Events that were applied', labelNames: ['topic'], registers })
  const seconds = new Histogram({
    name: 'hub_event_handling_seconds',
    help: 'Preparing and applying one step of a batch',
    labelNames: ['topic'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  })
  return { handled: (topic, many) => handled.inc({ topic }, many), took: (topic, duration) => seconds.observe({ topic }, duration) }
}
