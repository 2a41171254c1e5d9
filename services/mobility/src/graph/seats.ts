import { type GraphContext, loader, reader } from '@collegium/graph-kit'
import { and, count, eq, inArray } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'
import { publicInstances } from '../offers/tables.ts'
import { takenInAll } from '../seats/domain/seat-plan.ts'
import type { SeatCounter } from '../seats/seat-counter.ts'
import { seatPlans } from '../seats/tables.ts'
import { builder } from './builder.ts'
import { Instance } from './enrolment.ts'

const offers = (context: GraphContext) =>
  loader<typeof publicInstances.$inferSelect>(
    context,
    'public-instance',
    (ids) =>
      reader(context)
        .select()
        .from(publicInstances)
        .where(inArray(publicInstances.id, [...ids])),
    (row) => row.id,
  )

interface KeptSeats {
  readonly institution: string
  readonly seats: number
  readonly taken: number
}
const KeptSeats = builder
  .objectRef<KeptSeats>('KeptSeats')
  .implement({ fields: (t) => ({ institution: t.exposeString('institution'), seats: t.exposeInt('seats'), taken: t.exposeInt('taken') }) })

const Seats = builder.objectRef<SeatCounter>('Seats').implement({
  description: 'Seats as they are counted. For the lead and the partners.',
  fields: (t) => ({
    total: t.int({ nullable: true, description: 'Null where the lead has set no limit.', resolve: ({ plan }) => plan?.total ?? null }),
    taken: t.int({ resolve: takenInAll }),
    kept: t.field({
      type: [KeptSeats],
      resolve: ({ plan, taken }) => (plan?.perPartner ?? []).map((one) => ({ ...one, taken: taken[one.institution] ?? 0 })),
    }),
    waiting: t.int({
      description: 'Those of them who wait and whom you see.',
      resolve: async (row, _args, context) =>
        (
          await reader(context)
            .select({ n: count() })
            .from(enrolments)
            .where(and(eq(enrolments.instanceId, row.id), eq(enrolments.state, 'waiting-list')))
        )[0]?.n ?? 0,
    }),
  }),
})

builder.objectField(Instance, 'seats', (t) =>
  t.field({
    type: Seats,
    nullable: true,
    resolve: async ({ id }, _args, context) => {
      const offer = await offers(context).load(id)
      const { institution } = context.session
      if (!offer || (offer.lead !== institution && !offer.partners.includes(institution))) return null
      // The counter is the lead's row; its partners plan with it, and it names nobody.
      const [row] = await context.dependencies.database
        .reader({ tenants: [offer.lead] })
        .select()
        .from(seatPlans)
        .where(eq(seatPlans.id, id))
      return row ?? null
    },
  }),
)
