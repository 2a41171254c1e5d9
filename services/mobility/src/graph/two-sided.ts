import { type GraphContext, listLoader, reader } from '@collegium/graph-kit'
import { and, eq, inArray } from 'drizzle-orm'
import { bestOf } from '../receipts/domain/receipt.ts'
import { receipts } from '../receipts/tables.ts'
import type { AgreementRow } from '../learning-agreements/store.ts'
import { entriesOf, versionsOf } from './agreement-version.ts'
import { builder } from './builder.ts'
import { LearningAgreementType } from './learning-agreement.ts'

type ReceiptRow = typeof receipts.$inferSelect
const receiptsOf = (context: GraphContext) =>
  listLoader<ReceiptRow>(
    context,
    'receipts-of-agreement',
    (ids) =>
      reader(context)
        .select()
        .from(receipts)
        .where(and(eq(receipts.aggregate, 'learning-agreement'), inArray(receipts.mobilityId, [...ids]))),
    (row) => row.mobilityId,
  )

/** How the two sides stand, seen from one of them. */
interface TwoSided {
  readonly ours: { readonly state: string; readonly proposal: number | null; readonly since: string }
  readonly institution: string
  readonly knows: 'reads-here' | 'acted' | 'acknowledged' | 'pending' | 'parked'
  readonly acted: { readonly at: string; readonly proposal: number | null } | null
  readonly receipt: ReceiptRow | null
  readonly acknowledged: ReceiptRow | null
}

/**
 * Whether the partner knows what we know. A partner without an endpoint of its own works here: nobody waits for its system. Acting on the agreement proves as
 * much as an acknowledgement; opening it is not recorded, so it proves nothing.
 */
async function twoSidedOf(row: AgreementRow, context: GraphContext): Promise<TwoSided> {
  const own = context.session.institution
  const institution = own === row.receiving ? row.sending : row.receiving
  const kept = (await receiptsOf(context).load(row.id)).filter((one) => one.receiver === institution)
  const receipt = bestOf(kept)
  const acknowledged =
    kept.filter((one) => one.acknowledgedVersion !== null).toSorted((a, b) => (b.acknowledgedVersion ?? 0) - (a.acknowledgedVersion ?? 0))[0] ?? null
  const entry = (await entriesOf(context).load(row.id)).findLast((one) => one.institution === institution)
  const acted = entry ? { at: entry.at, proposal: entry.proposal } : null
  const answered = receipt && acted && Date.parse(acted.at) > Date.parse(receipt.at)
  return {
    ours: { state: row.status, proposal: (await versionsOf(context).load(row.id)).at(-1)?.number ?? null, since: row.changedAt },
    institution,
    knows: answered ? 'acted' : (receipt?.state ?? 'reads-here'),
    acted,
    receipt,
    acknowledged,
  }
}

const OwnSide = builder.objectRef<TwoSided['ours']>('AgreementOwnSide').implement({
  fields: (t) => ({
    state: t.exposeString('state'),
    proposal: t.exposeInt('proposal', { nullable: true, description: 'Number of the last version.' }),
    since: t.expose('since', { type: 'DateTime' }),
  }),
})
const PartnerSide = builder.objectRef<TwoSided>('AgreementPartnerSide').implement({
  description: 'What the other institution is known to know. The tries of its deliveries are in LearningAgreement.deliveries.',
  fields: (t) => ({
    institution: t.exposeString('institution'),
    knows: t.exposeString('knows', {
      description:
        'acknowledged: its system confirmed the last that it was told. acted: its office has acted since. reads-here: it has no system of its own to be told. pending: not yet received. parked: its system does not take it; see the reason.',
    }),
    acknowledgedProposal: t.int({ nullable: true, resolve: ({ acknowledged }) => acknowledged?.acknowledgedProposal ?? null }),
    acknowledgedVersion: t.int({
      nullable: true,
      description: 'Version of the agreement that its system acknowledged.',
      resolve: ({ acknowledged }) => acknowledged?.acknowledgedVersion ?? null,
    }),
    acknowledgedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ acknowledged }) => acknowledged?.acknowledgedAt ?? null }),
    actedAt: t.field({ type: 'DateTime', nullable: true, description: 'When its office last acted here.', resolve: ({ acted }) => acted?.at ?? null }),
    toldProposal: t.int({ nullable: true, description: 'The last that it was told.', resolve: ({ receipt }) => receipt?.proposal ?? null }),
    toldAt: t.field({ type: 'DateTime', nullable: true, description: 'Since when it stands so.', resolve: ({ receipt }) => receipt?.at ?? null }),
    outstanding: t.boolean({ resolve: ({ knows }) => knows === 'pending' || knows === 'parked' }),
    parkedReason: t.string({ nullable: true, resolve: ({ knows, receipt }) => (knows === 'parked' ? (receipt?.reason ?? null) : null) }),
  }),
})
const TwoSidedType = builder.objectRef<TwoSided>('TwoSidedStatus').implement({
  description: 'Our state, and what the partner is known to know of it.',
  fields: (t) => ({
    ours: t.field({ type: OwnSide, resolve: ({ ours }) => ours }),
    partner: t.field({ type: PartnerSide, resolve: (both) => both }),
  }),
})
builder.objectField(LearningAgreementType, 'twoSided', (t) =>
  t.field({
    type: TwoSidedType,
    nullable: true,
    description: 'For the offices of both sides.',
    resolve: (row, _args, context) =>
      context.session.kind !== 'learner' && [row.sending, row.receiving].includes(context.session.institution) ? twoSidedOf(row, context) : null,
  }),
)
