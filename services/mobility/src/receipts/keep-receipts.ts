import type { DataOf, DeliveryAcknowledged, DeliveryBegun, DeliveryParked, HubEvent } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { type Receipt, receiptAfter, type ReceiptState } from './domain/receipt.ts'
import { receipts } from './tables.ts'

type Of<T extends typeof DeliveryBegun | typeof DeliveryAcknowledged | typeof DeliveryParked> = HubEvent & { readonly data: DataOf<T> }
type DeliveryFact = Of<typeof DeliveryBegun> | Of<typeof DeliveryAcknowledged> | Of<typeof DeliveryParked>
type Row = typeof receipts.$inferSelect

const kept = ['nomination', 'learning-agreement']
/** The graph's names of what the receipts are about, for those who follow it live. */
const followed: Readonly<Record<string, string>> = { 'learning-agreement': 'LearningAgreement', nomination: 'Nomination' }

/** Writes down how far the telling of partners' systems has come. Papers and results are not kept: nobody waits for an answer to them. */
export async function keepReceipts(tx: Transaction, events: readonly DeliveryFact[], state: ReceiptState): Promise<void> {
  const told = events.flatMap((event) => {
    const { mobility } = event.data
    const aggregate = event.data.eventType.split('.')[2] ?? ''
    return mobility && kept.includes(aggregate) ? [{ event, mobility, aggregate }] : []
  })
  if (told.length === 0) return
  const keyOf = (row: Pick<Row, 'mobilityId' | 'aggregate' | 'endpointId'>) => `${row.mobilityId} ${row.aggregate} ${row.endpointId}`
  const found = await tx.db
    .select()
    .from(receipts)
    .where(
      inArray(
        receipts.mobilityId,
        told.map(({ mobility }) => mobility.mobilityId),
      ),
    )
    .orderBy(receipts.mobilityId, receipts.aggregate, receipts.endpointId)
    .for('update')
  const rows = new Map<string, Row>(found.map((row) => [keyOf(row), row]))
  const changed = new Set<string>()
  for (const { event, mobility, aggregate } of told) {
    const key = { mobilityId: mobility.mobilityId, aggregate, endpointId: event.data.endpointId }
    const before: Receipt | null = rows.get(keyOf(key)) ?? null
    const after = receiptAfter(before, {
      state,
      version: mobility.version,
      proposal: mobility.proposal,
      deliveryVersion: event.aggregateVersion,
      at: event.time,
      reason: 'reason' in event.data ? event.data.reason : null,
    })
    rows.set(keyOf(key), { ...after, ...key, receiver: event.data.receiver, sender: mobility.sender })
    changed.add(keyOf(key))
  }
  for (const key of changed) {
    const row = rows.get(key)
    if (!row) continue
    await tx.db
      .insert(receipts)
      .values(row)
      .onConflictDoUpdate({ target: [receipts.mobilityId, receipts.aggregate, receipts.endpointId], set: row })
    tx.changed(followed[row.aggregate] ?? '', [row.mobilityId])
  }
}
