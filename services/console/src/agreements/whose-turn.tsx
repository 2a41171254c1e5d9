import { Text } from '@mantine/core'
import { useSignedIn } from '../hub/session.ts'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import type { AgreementRow } from './agreement.ts'

type Followed = Pick<AgreementRow, 'turn' | 'sending' | 'receiving' | 'turnSince' | 'dueOn'>

/** Whose turn it is, seen from the reader: an icon and a word, and the party by name. */
export function WhoseTurn({ agreement: { turn, sending, receiving } }: { readonly agreement: Followed }) {
  const { t } = useWords()
  const { institution, kind } = useSignedIn()
  const nameOf = useInstitutionName()
  if (turn === 'nobody') return <Tone tone="ok">{t('turn.nobody')}</Tone>
  const party = turn === 'sending' ? sending : receiving
  const mine = kind === 'learner' ? turn === 'learner' : turn !== 'learner' && party === institution
  if (mine) return <Tone tone="waiting">{t('turn.mine')}</Tone>
  return <Tone tone="moving">{turn === 'learner' ? t('turn.learner') : t('turn.party', { party: nameOf(party) })}</Tone>
}

/** The day until which somebody should act, in full, and how far off it is. */
export function DueOn({ dueOn, turn }: Pick<AgreementRow, 'dueOn' | 'turn'>) {
  const { t, deadline, daysAway } = useWords()
  if (!dueOn || turn === 'nobody') return null
  const days = daysAway(dueOn)
  return (
    <>
      <Text size="sm" component="span">
        {deadline(dueOn)}, {days.words}
      </Text>
      {days.count < 0 && (
        <>
          {' '}
          <Tone tone="bad">{t('turn.late')}</Tone>
        </>
      )}
    </>
  )
}
