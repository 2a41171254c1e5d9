import { isRefusal, refuse } from '@collegium/contracts'
import { sightOf } from '@collegium/graph-kit'
import { v7 as newId } from 'uuid'
import type { Equivalence } from '../equivalences/domain/equivalence.ts'
import { recordEquivalences } from '../equivalences/record-equivalences.ts'
import { achievedIn } from '../transcripts/queries.ts'
import { type Acting, actOnAgreement, nameOf } from './act-on-agreements.ts'
import type { Conducted } from './conduct.ts'
import { standing } from './domain/agreement.ts'
import { closeRecognition, recogniseByAgreement, type RecognitionDecision } from './domain/recognition.ts'

/**
 * The home closes the recognition of a mobility on the transcript that stands: what the agreement promised and the learner passed is recognised as it
 * is (R12); the rest is decided here. What was recognised becomes a precedent for the next table B.
 */
export async function recogniseMobility(
  acting: Acting,
  { id, expectedVersion, decisions }: { id: string; expectedVersion: number; decisions: readonly RecognitionDecision[] },
): Promise<Conducted> {
  const { dependencies, session } = acting
  const achieved = (await achievedIn(dependencies.database.reader(sightOf(session)), [id])).get(id)
  return actOnAgreement(
    acting,
    id,
    ({ agreement }, side, by) => {
      const stands = standing(agreement)
      if (!stands) return refuse('nothing-agreed-yet', { state: agreement.state })
      if (!achieved) return refuse('no-transcript')
      const earned = achieved.filter((one) => one.status === 'passed').reduce((sum, one) => sum + one.ects, 0)
      const outcome = closeRecognition(recogniseByAgreement(stands.content, achieved), decisions, earned, by.at.slice(0, 10))
      if (isRefusal(outcome)) return outcome
      return { command: { move: outcome.outcome === 'full' ? 'recognise' : 'recognise-partly', side, ...by, expectedVersion }, outcome }
    },
    async (tx, recognised) => {
      if (isRefusal(recognised)) return
      const today = dependencies.clock().toISOString().slice(0, 10)
      await recordEquivalences(tx, precedentsOf(recognised, nameOf(session)), { today, newId: () => newId() })
    },
  )
}

/** One course there recognised as one at home is a precedent; several for several say nothing of each. */
function precedentsOf({ agreement, row }: Exclude<Conducted, { refused: string }>, decidedBy: string): Equivalence[] {
  const stands = standing(agreement)
  const { outcome } = row
  if (!stands || !outcome) return []
  const components = new Map(stands.content.components.map((one) => [one.id, one]))
  return outcome.recognitions.flatMap((one): Equivalence[] => {
    const [home, there] = [components.get(one.componentId), components.get(one.studied[0] ?? '')]
    if (one.verdict !== 'recognised' || one.studied.length !== 1 || !home?.losCode || !there?.losCode || home === there) return []
    const ects = there.credits.find(({ scheme }) => scheme === 'ects')?.value ?? null
    return [
      {
        home: row.sending,
        provider: there.teachingPartner ?? row.receiving,
        losCode: there.losCode,
        title: there.title,
        ects,
        recognisedCode: home.losCode,
        recognisedTitle: home.title,
        recognisedEcts: one.credits,
        source: 'recognised-mobility',
        decidedBy,
        decidedOn: outcome.decidedOn,
        validUntil: null,
      },
    ]
  })
}
