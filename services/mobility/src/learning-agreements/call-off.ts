import { type Acting, actOnAgreements, actorOf } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'

/** Takes back a version before the receiver has answered. */
export const withdrawProposal = async (acting: Acting, { id, expectedVersion }: { id: string; expectedVersion: number }): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [id], (_stored, side, at) => ({
      command: { move: 'withdraw', side, roles: actorOf(acting.session).roles, expectedVersion, at },
    }))
  ).get(id) ?? { refused: 'not-found' }

/** Calls a mobility off. Before all three have signed the agreement is deleted, after that it is cancelled and kept (R14). */
export const callOffMobility = async (
  acting: Acting,
  { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason: string },
): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [id], ({ agreement }, side, at) => ({
      command: { move: agreement.state === 'negotiating' ? 'delete' : 'cancel', side, roles: actorOf(acting.session).roles, expectedVersion, at, reason },
      reason,
    }))
  ).get(id) ?? { refused: 'not-found' }
