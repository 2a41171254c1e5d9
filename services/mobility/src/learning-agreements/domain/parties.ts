import { refuse, type Refusal, type Role } from '@collegium/contracts'
import { type AgreementState, proposalMoves, type Side } from './transitions.ts'

/** The person whom the others may ask. Staff, not a learner. */
export interface Contact {
  readonly givenNames: string
  readonly familyName: string
  readonly email: string
  readonly phone: string | null
}
/** The unit of an institution that sends or receives, and whom to ask there. */
export interface PartyOffice {
  readonly unit: string | null
  readonly contact: Contact | null
}
/** What an agreement says of the two offices. Nobody signs it: EWP tells such changes without new signatures (mobility-standards 1.3). */
export interface Parties {
  readonly version: number
  readonly state: AgreementState
  readonly sending: PartyOffice
  readonly receiving: PartyOffice
}
export interface NameParties {
  readonly side: Side
  readonly roles: readonly Role[]
  readonly expectedVersion: number
  /** Null: stays as it is. */
  readonly sending: PartyOffice | null
  readonly receiving: PartyOffice | null
}

const over: readonly AgreementState[] = ['closed', 'cancelled', 'deleted']
const offices: readonly Role[] = proposalMoves.approve.by

/** Whether a side with these roles may name units and contacts now. */
export const mayNameParties = (state: AgreementState, side: Side, roles: readonly string[]): boolean =>
  !over.includes(state) && (side === 'sending' || side === 'receiving') && offices.some((role) => roles.includes(role))

/** Names them, until the file is closed. The sending office writes the agreement, so it may name both sides; the receiving one speaks for itself. */
export function nameParties(before: Parties, { side, roles, expectedVersion, sending, receiving }: NameParties): Parties | Refusal {
  const move = 'name-parties'
  if (expectedVersion !== before.version) return refuse('stale-version', { current: before.version })
  if (over.includes(before.state)) return refuse('not-allowed-from', { move, state: before.state })
  if (side !== 'sending' && side !== 'receiving') return refuse('not-your-turn', { move, turn: ['sending', 'receiving'] })
  if (!roles.some((role) => offices.includes(role))) return refuse('forbidden', { needs: offices })
  if (side === 'receiving' && sending) return refuse('not-your-turn', { move, turn: ['sending'] })
  const missing = [...missingOf('sendingContact', sending), ...missingOf('receivingContact', receiving)]
  if (missing.length > 0) return refuse('contact-incomplete', { missing })
  return { ...before, version: before.version + 1, sending: sending ?? before.sending, receiving: receiving ?? before.receiving }
}

const missingOf = (path: string, office: PartyOffice | null): string[] =>
  office?.contact
    ? [
        ...(['givenNames', 'familyName'] as const).filter((field) => office.contact?.[field].trim() === ''),
        ...(/^[^@\s]+@[^@\s]+$/.test(office.contact.email.trim()) ? [] : ['email']),
      ].map((field) => `${path}.${field}`)
    : []
