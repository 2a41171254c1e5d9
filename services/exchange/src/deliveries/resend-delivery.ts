import { type Dependencies, Problem, problemOf, type Session } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { isId } from '../imports/run-store.ts'
import { begunEvent } from './create-deliveries.ts'
import { deliveries } from '../tables.ts'
import { refusalToResend } from './domain/delivery.ts'

export type DeliveryRow = typeof deliveries.$inferSelect

/** The receiver's office has a message sent once more; tries are counted anew. */
export const resendDelivery = ({ database, clock }: Dependencies, session: Session, id: string, correlationId: string): Promise<DeliveryRow> =>
  database.write({ tenants: [session.institution] }, { correlationId }, async ({ db, publish, changed }) => {
    if (!isId(id)) throw new Problem('not-found')
    const [found] = await db.select().from(deliveries).where(eq(deliveries.id, id)).for('update')
    if (!found || found.receiver !== session.institution) throw new Problem('not-found')
    const refusal = refusalToResend(found, clock())
    if (refusal) throw problemOf(refusal)
    const [saved] = await db
      .update(deliveries)
      .set({ state: 'pending', attempts: 0, nextAt: clock().toISOString(), settledAt: null, version: found.version + 1, correlationId })
      .where(eq(deliveries.id, id))
      .returning()
    if (!saved) throw new Problem('not-found')
    changed('Delivery', [id])
    const { mobilityId, told } = saved
    if (mobilityId && told) publish([begunEvent(saved, { mobilityId, ...told })])
    return saved
  })
