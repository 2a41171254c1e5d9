import type { ConfirmationIssued, DataOf, HubEvent, TranscriptIssued } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { conduct, type Conducting, theHub } from './conduct.ts'

type Confirmed = HubEvent & { readonly data: DataOf<typeof ConfirmationIssued> }
type Issued = HubEvent & { readonly data: DataOf<typeof TranscriptIssued> }

/**
 * What the receiver has confirmed moves the agreement on: arrival begins the mobility, a stay whose last day is known ends it. Where the agreement
 * has gone on already, or there is none, nothing happens: papers may come late and again.
 */
export async function followConfirmations(tx: Transaction, events: readonly Confirmed[], conducting: Conducting): Promise<void> {
  const arrived = events.filter(({ data }) => data.arrivedOn !== null).map(({ data }) => data.mobilityId)
  const left = events.filter(({ data }) => data.leftOn !== null).map(({ data }) => data.mobilityId)
  await move(tx, arrived, 'start', conducting)
  await move(tx, left, 'end', conducting)
}

/** With the transcript it is the home's turn to recognise; a corrected one changes nothing of that. */
export const followTranscripts = (tx: Transaction, events: readonly Issued[], conducting: Conducting): Promise<void> =>
  move(
    tx,
    events.map(({ data }) => data.mobilityId),
    'receive-transcript',
    conducting,
  )

async function move(tx: Transaction, ids: readonly string[], name: 'start' | 'end' | 'receive-transcript', conducting: Conducting): Promise<void> {
  if (ids.length === 0) return
  await conduct(
    tx,
    ids,
    theHub,
    ({ agreement }, side) => ({ command: { move: name, side, roles: theHub.roles, expectedVersion: agreement.version, at: conducting.now } }),
    conducting,
  )
}
