import { type Dependencies, Problem, type Session } from '@collegium/service-kit'
import { and, eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { isId } from '../imports/run-store.ts'
import { webhookEndpoints } from '../tables.ts'
import { deliverableTypes } from './deliverable-types.ts'
import { newSecret, sealSecret } from './endpoint-secret.ts'
import { isSendableUrl } from './guard-address.ts'

export type Endpoint = typeof webhookEndpoints.$inferSelect

/** An institution asks to be told. The secret is handed out here and never again. */
export async function addEndpoint(
  { database, settings, clock }: Dependencies,
  session: Session,
  wish: { url: string; events: readonly string[] },
  correlationId: string,
): Promise<{ endpoint: Endpoint; secret: string }> {
  if (!isSendableUrl(wish.url)) throw new Problem('address-refused', { url: wish.url })
  const unknown = wish.events.filter((type) => !(deliverableTypes as readonly string[]).includes(type))
  if (unknown.length > 0 || wish.events.length === 0) throw new Problem('invalid-request', { events: `one or more of ${deliverableTypes.join(', ')}` })
  const id = newId()
  const secret = newSecret()
  const row = {
    id,
    institution: session.institution,
    url: wish.url,
    events: [...wish.events],
    secret: sealSecret(settings.secret, id, secret),
    active: true,
    createdAt: clock().toISOString(),
  }
  const [endpoint] = await database.write({ tenants: [session.institution] }, { correlationId }, ({ db }) =>
    db.insert(webhookEndpoints).values(row).onConflictDoNothing().returning(),
  )
  if (!endpoint) throw new Problem('invalid-request', { url: 'This address is registered already.' })
  return { endpoint, secret }
}

/** Stops or resumes what goes to an endpoint. What is under way is still sent. */
export async function setEndpointActive({ database }: Dependencies, session: Session, id: string, active: boolean, correlationId: string): Promise<Endpoint> {
  if (!isId(id)) throw new Problem('not-found')
  const [endpoint] = await database.write({ tenants: [session.institution] }, { correlationId }, ({ db }) =>
    db
      .update(webhookEndpoints)
      .set({ active })
      .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.institution, session.institution)))
      .returning(),
  )
  if (!endpoint) throw new Problem('not-found')
  return endpoint
}
