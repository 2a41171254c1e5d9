/** What a delivery's event says of one state of a mobility on its way to a partner's system. */
export interface Told {
  readonly state: ReceiptState
  /** Version of what it tells of, and the number of its content's version. */
  readonly version: number
  readonly proposal: number | null
  readonly deliveryVersion: number
  readonly at: string
  readonly reason: string | null
}

export const receiptStates = ['pending', 'acknowledged', 'parked'] as const
export type ReceiptState = (typeof receiptStates)[number]

/** How it stands with one endpoint of a partner: the last that it was told, and the last that it acknowledged. */
export interface Receipt extends Told {
  readonly acknowledgedVersion: number | null
  readonly acknowledgedProposal: number | null
  readonly acknowledgedAt: string | null
}

/**
 * A receipt after one more event. What was told of a later state counts, and of the same state the later word of its delivery; an acknowledgement of an
 * earlier state that comes late still counts as acknowledged. So the order in which the events of different deliveries come does not matter.
 */
export function receiptAfter(before: Receipt | null, told: Told): Receipt {
  const known = before ?? { ...told, acknowledgedVersion: null, acknowledgedProposal: null, acknowledgedAt: null }
  const last = before && isBefore(told, before) ? before : told
  const acknowledges = told.state === 'acknowledged' && (known.acknowledgedVersion === null || told.version > known.acknowledgedVersion)
  return {
    ...known,
    state: last.state,
    version: last.version,
    proposal: last.proposal,
    deliveryVersion: last.deliveryVersion,
    at: last.at,
    reason: last.reason,
    ...(acknowledges && { acknowledgedVersion: told.version, acknowledgedProposal: told.proposal, acknowledgedAt: told.at }),
  }
}

const isBefore = (told: Told, known: Told): boolean =>
  told.version !== known.version ? told.version < known.version : told.deliveryVersion < known.deliveryVersion

const weight: Readonly<Record<ReceiptState, number>> = { parked: 0, pending: 1, acknowledged: 2 }

/** How it stands with a partner that has several endpoints: what one of them took has arrived, whatever became of the others. Null for none. */
export const bestOf = <R extends Receipt>(receipts: readonly R[]): R | null =>
  receipts.toSorted((a, b) => b.version - a.version || weight[b.state] - weight[a.state])[0] ?? null
