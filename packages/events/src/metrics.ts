import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** A relay or consumer that starts again in the same process replaces the metrics of the one before it. */
function replaced(registry: Registry, name: string): void {
  if (registry.getSingleMetric(name)) registry.removeSingleMetric(name)
}

export interface RelayMetrics {
  published(many: number): void
}

/** Backlog of the outbox: read when asked for, so that a relay that hangs still shows it. */
export function relayMetrics(registry: Registry, backlog: () => Promise<{ unpublished: number; oldestSeconds: number }>): RelayMetrics {
  for (const name of ['hub_outbox_unpublished', 'hub_outbox_oldest_unpublished_seconds', 'hub_outbox_published_total']) replaced(registry, name)
  const registers = [registry]
  const oldest = new Gauge({ name: 'hub_outbox_oldest_unpublished_seconds', help: 'Age of the oldest event that is committed and not yet published', registers })
  new Gauge({
    name: 'hub_outbox_unpublished',
    help: 'Events that are committed and not yet published',
    registers,
    async collect() {
      const { unpublished, oldestSeconds } = await backlog().catch(() => ({ unpublished: Number.NaN, oldestSeconds: Number.NaN }))
      this.set(unpublished)
      oldest.set(oldestSeconds)
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
export function consumerMetrics(registry: Registry, status: () => Promise<readonly { group: string; topic: string; lag: number; parked: number }[]>): ConsumerMetrics {
  for (const name of ['hub_consumer_lag', 'hub_parked_keys', 'hub_events_handled_total', 'hub_event_handling_seconds']) replaced(registry, name)
  const registers = [registry]
  const parked = new Gauge({ name: 'hub_parked_keys', help: 'Keys whose events wait for an operator', labelNames: ['group', 'topic'], registers })
  new Gauge({
    name: 'hub_consumer_lag',
    help: 'Records of the log that are not yet handled',
    labelNames: ['group', 'topic'],
    registers,
    async collect() {
      for (const { group, topic, lag, parked: keys } of await status().catch(() => [])) {
        this.set({ group, topic }, lag)
        parked.set({ group, topic }, keys)
      }
    },
  })
  const handled = new Counter({ name: 'hub_events_handled_total', help: 'Events that were applied', labelNames: ['topic'], registers })
  const seconds = new Histogram({ name: 'hub_event_handling_seconds', help: 'Preparing and applying one step of a batch', labelNames: ['topic'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30], registers })
  return { handled: (topic, many) => handled.inc({ topic }, many), took: (topic, duration) => seconds.observe({ topic }, duration) }
}
