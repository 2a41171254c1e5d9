import { isRefusal, refuse } from '@collegium/contracts'
import { type Acting, actOnAgreements } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import { standing } from './domain/agreement.ts'
import { type Achieved, closeRecognition, recogniseByAgreement, type RecognitionDecision } from './domain/recognition.ts'

/**
 * The home closes the recognition of a mobility: what the agreement promised and the learner passed is recognised as it stands (R12); the rest
 * is decided here. `achieved` comes from the transcript that the receiver issued.
 */
export const recogniseMobility = async (
  acting: Acting,
  {
    id,
    expectedVersion,
    achieved,
    decisions,
  }: { id: string; expectedVersion: number; achieved: readonly Achieved[]; decisions: readonly RecognitionDecision[] },
): Promise<Conducted> =>
  (
    await actOnAgreements(acting, [id], ({ agreement }, side, at) => {
      const stands = standing(agreement)
      if (!stands) return refuse('nothing-agreed-yet', { state: agreement.state })
      const earned = achieved.filter((one) => one.status === 'passed').reduce((sum, one) => sum + one.ects, 0)
      const outcome = closeRecognition(recogniseByAgreement(stands.content, achieved), decisions, earned, at.slice(0, 10))
      if (isRefusal(outcome)) return outcome
      const move = outcome.outcome === 'full' ? 'recognise' : 'recognise-partly'
      return { command: { move, side, roles: acting.session.roles, expectedVersion, at }, outcome }
    })
  ).get(id) ?? { refused: 'not-found' }
