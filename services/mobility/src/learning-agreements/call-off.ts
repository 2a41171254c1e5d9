import { type Acting, actOnAgreement } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'

/** Takes back a version before the receiver has answered. */
export const withdrawProposal = (acting: Acting, { id, expectedVersion }: { id: string; expectedVersion: number }): Promise<Conducted> =>
  actOnAgreement(acting, id, (_stored, side, by) => ({ command: { move: 'withdraw', side, ...by, expectedVersion } }))

/** Calls a mobility off. Before all three have signed the agreement is deleted, after that it is cancelled and kept (R14). */
export const callOffMobility = (acting: Acting, { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason: string }): Promise<Conducted> =>
  actOnAgreement(acting, id, ({ agreement }, side, by) => ({
    command: { move: agreement.state === 'negotiating' ? 'delete' : 'cancel', side, ...by, expectedVersion, reason },
    reason,
  }))
