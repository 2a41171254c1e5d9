import type { Term } from '@collegium/contracts'
import { answerDue, recognitionDue, transcriptDue } from '../../deadlines/domain/deadlines.ts'
import type { RulePack } from '../../rule-packs/domain/rule-pack.ts'
import type { LearningAgreement } from './agreement.ts'
import { turnOf } from './turn.ts'

/**
 * The day until which whoever's turn it is should act (R13); null where nothing is counted. `since` is the day of the last move, `terms` the receiving
 * institution's calendar. A first draft has no deadline: nobody has been asked yet.
 */
export function dueDay(
  agreement: LearningAgreement,
  { startsOn, endsOn }: { readonly startsOn: string | null; readonly endsOn: string | null },
  since: string,
  terms: readonly Term[],
  pack: RulePack,
): string | null {
  const { move } = turnOf(agreement)
  switch (move) {
    case 'sign-as-student':
      return agreement.proposals.length === 1 ? null : answerDue(since, pack).day
    case 'sign-for-sending':
    case 'approve':
    case 'edit':
    case 'propose-changes':
      return answerDue(since, pack).day
    case 'start':
      return startsOn
    case 'end':
      return endsOn
    case 'receive-transcript':
      return startsOn && endsOn ? transcriptDue({ type: agreement.type, startsOn, endsOn }, terms, pack).day : null
    case 'recognise':
      return recognitionDue(since, pack).day
    default:
      return null
  }
}
