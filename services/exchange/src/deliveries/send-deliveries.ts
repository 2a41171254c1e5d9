import { DeliveryAcknowledged, DeliveryParked } from '@collegium/contracts'
import { fact, isTransient, type NewEvent } from '@collegium/events'
import type { Dependencies } from '@collegium/service-kit'
import { Webhook } from 'standardwebhooks'
import { type Answer, afterAttempt, type ToldOfMobility } from './domain/delivery.ts'
import { openSecret } from './endpoint-secret.ts'
import { postMessage } from './post-message.ts'
import { type SandboxPartner, startSandboxPartner } from './sandbox-partner.ts'

/** Sends what is due. In a hub with the demo data it brings the sandbox partner along. */
export interface DeliverySender {
  kick(): void
  start(): void
  /** Resolves when nothing is due any more. */
  idle(): Promise<void>
  close(): Promise<void>
}

interface Due {
  readonly id: string
  readonly version: number
  readonly receiver: string
  readonly endpoint_id: string
  readonly event_id: string
  readonly event_type: string
  readonly enrolment_id: string | null
  readonly mobility_id: string | null
  readonly told: ToldOfMobility | null
  readonly counterpart: string
  readonly payload: string
  readonly attempts: number
  readonly url: string
  readonly secret: Buffer
  readonly correlation_id: string
}

const lookEveryMs = 1_000
const batch = 32
/** While a process sends, others leave its messages alone for so long. */
const heldSeconds = 60

/** Sends what is due, outside any transaction, and writes down how it went. Several processes share the work. */
export function deliverySender(dependencies: Dependencies): DeliverySender {
  const { database, clock, logger, settings } = dependencies
  let running: Promise<void> | undefined
  let closing = false
  let partner: Promise<SandboxPartner> | undefined

  async function work(): Promise<void> {
    for (let sent = batch; sent >= batch && !closing; ) sent = await sendBatch()
  }

  async function sendBatch(): Promise<number> {
    const tenants = (await database.unowned<{ id: string }[]>`select schac_id as id from public_institutions`).map((row) => row.id)
    if (tenants.length === 0) return 0
    const now = clock()
    const due = await database.write(
      { tenants },
      { correlationId: 'deliveries' },
      ({ sql }) =>
        sql<Due[]>`
        update deliveries d set next_at = ${new Date(now.getTime() + heldSeconds * 1000).toISOString()}::text::timestamptz, attempts = d.attempts + 1, version = d.version + 1
        from webhook_endpoints e
        where e.id = d.endpoint_id and d.id in (
          select id from deliveries where state = 'pending' and next_at <= ${now.toISOString()}::text::timestamptz order by next_at limit ${batch}::integer for update skip locked)
        returning d.id, d.version, d.receiver, d.endpoint_id, d.event_id, d.event_type, d.enrolment_id, d.mobility_id, d.told, d.counterpart, d.payload, d.attempts, e.url, e.secret, d.correlation_id`,
    )
    if (due.length === 0) return 0
    const answers = await Promise.all(due.map(async (delivery) => ({ delivery, answer: await send(delivery) })))
    await settle(answers, [...new Set(due.map((delivery) => delivery.receiver))])
    return due.length
  }

  async function send({ id, url, endpoint_id, secret, payload }: Due): Promise<Answer> {
    const at = clock()
    const signature = new Webhook(openSecret(settings.secret, endpoint_id, secret)).sign(id, at, payload)
    if (settings.demo) partner ??= startSandboxPartner(dependencies)
    const local = (await partner)?.addressFor(url)
    return postMessage(
      local ?? url,
      { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signature },
      payload,
      local !== undefined,
    )
  }

  async function settle(answers: readonly { delivery: Due; answer: Answer }[], tenants: readonly string[]): Promise<void> {
    const now = clock()
    await database.write({ tenants }, { correlationId: answers[0]?.delivery.correlation_id ?? 'deliveries' }, async (tx) => {
      const outcomes = answers.map(({ delivery, answer }) => ({
        delivery,
        ...afterAttempt(delivery.attempts, answer, now, Math.random()),
        status: 'status' in answer ? answer.status : null,
        reason: 'failed' in answer ? answer.failed : answer.status >= 200 && answer.status < 300 ? null : 'partner-refused',
      }))
      await tx.sql`
        update deliveries d set state = o.state, next_at = o.next, remote_status = o.status, remote_reason = o.reason, version = d.version + 1,
          settled_at = case when o.state = 'pending' then null else ${now.toISOString()}::text::timestamptz end
        from jsonb_to_recordset(${JSON.stringify(outcomes.map((o) => ({ id: o.delivery.id, version: o.delivery.version, state: o.state, next: o.nextAt, status: o.status, reason: o.reason })))}::text::jsonb)
          as o(id uuid, version integer, state text, next timestamptz, status integer, reason text)
        where d.id = o.id and d.version = o.version`
      tx.changed(
        'Delivery',
        outcomes.map((o) => o.delivery.id),
      )
      tx.publish(outcomes.flatMap((o): NewEvent[] => eventsOf(o)))
    })
  }

  function kick(): void {
    if (closing || running) return
    running = work()
      .catch((error: unknown) => {
        if (!isTransient(error))
          logger.error(
            { fault: error instanceof Error ? error.name : 'unknown', message: error instanceof Error ? error.message : '' },
            'Deliveries could not be sent and are tried again',
          )
      })
      .finally(() => {
        running = undefined
      })
  }
  let timer: NodeJS.Timeout | undefined
  return {
    kick,
    start() {
      timer = setInterval(kick, lookEveryMs)
    },
    async idle() {
      kick()
      await running
    },
    async close() {
      closing = true
      clearInterval(timer)
      await running
      await (await partner)?.close()
    },
  }
}

function eventsOf({ delivery, state, reason }: { delivery: Due; state: string; reason: string | null }): NewEvent[] {
  const about = {
    institution: delivery.receiver,
    aggregateVersion: delivery.version + 1,
    correlationId: delivery.correlation_id,
  }
  const data = {
    deliveryId: delivery.id,
    endpointId: delivery.endpoint_id,
    receiver: delivery.receiver,
    eventId: delivery.event_id,
    eventType: delivery.event_type,
    enrolmentId: delivery.enrolment_id,
    ...(delivery.mobility_id && delivery.told && { mobility: { mobilityId: delivery.mobility_id, sender: delivery.counterpart, ...delivery.told } }),
    attempts: delivery.attempts,
  }
  if (state === 'acknowledged') return [fact(DeliveryAcknowledged, { ...about, data })]
  if (state === 'parked') return [fact(DeliveryParked, { ...about, data: { ...data, reason: reason ?? 'partner-refused' } })]
  return []
}
