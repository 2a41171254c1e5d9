import { type Acting, actOnAgreement } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import { proposalHashOf } from './content-hash.ts'
import type { ChangeRequest } from './domain/changes.ts'
import type { AgreementContent } from './domain/content.ts'
import { agreementRulesOf } from './rules-of-year.ts'

/** Writes the first version, until all three have signed one. An unsigned draft is written over; what was signed stays in the log. */
export const writeAgreement = (
  acting: Acting,
  { id, expectedVersion, content }: { id: string; expectedVersion: number; content: AgreementContent },
): Promise<Conducted> =>
  actOnAgreement(acting, id, ({ row }, side, by) => ({
    command: { move: 'edit', side, ...by, expectedVersion, content, hash: proposalHashOf(row, content), rules: agreementRulesOf(row) },
  }))

/** Begins the next version on what all three signed: what goes, what comes, and why. */
export const proposeChanges = (
  acting: Acting,
  { id, expectedVersion, requests }: { id: string; expectedVersion: number; requests: readonly ChangeRequest[] },
): Promise<Conducted> =>
  actOnAgreement(acting, id, ({ row }, side, by) => ({
    command: {
      move: 'propose-changes',
      side,
      ...by,
      expectedVersion,
      requests,
      hashOf: (content) => proposalHashOf(row, content),
      rules: agreementRulesOf(row),
    },
  }))
