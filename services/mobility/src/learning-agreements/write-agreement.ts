import { type Acting, actOnAgreements, actorOf } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import { proposalHashOf } from './content-hash.ts'
import type { ChangeRequest } from './domain/changes.ts'
import type { AgreementContent } from './domain/content.ts'
import { agreementRulesOf } from './rules-of-year.ts'

/** Writes the first version, until all three have signed one. An unsigned draft is written over; what was signed stays in the log. */
export const writeAgreement = async (
  acting: Acting,
  { id, expectedVersion, content }: { id: string; expectedVersion: number; content: AgreementContent },
): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [id], ({ row }, side, at) => ({
      command: {
        move: 'edit',
        side,
        roles: actorOf(acting.session).roles,
        expectedVersion,
        at,
        content,
        hash: proposalHashOf(row, content),
        rules: agreementRulesOf(row),
      },
    }))
  ).get(id) ?? { refused: 'not-found' }

/** Begins the next version on what all three signed: what goes, what comes, and why. */
export const proposeChanges = async (
  acting: Acting,
  { id, expectedVersion, requests }: { id: string; expectedVersion: number; requests: readonly ChangeRequest[] },
): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [id], ({ row }, side, at) => ({
      command: {
        move: 'propose-changes',
        side,
        roles: actorOf(acting.session).roles,
        expectedVersion,
        at,
        requests,
        hashOf: (content) => proposalHashOf(row, content),
        rules: agreementRulesOf(row),
      },
    }))
  ).get(id) ?? { refused: 'not-found' }
