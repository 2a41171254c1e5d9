import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import styles from '../import-runs/row-lists.module.css'
import { Asked } from '../status/asked.tsx'
import { Tone, type ToneName } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { type Pipeline, pipelineQuery } from './agreement.ts'
import type { AgreementsSearch, turns } from './agreements-search.ts'

type Part = (typeof turns)[number] | 'unacknowledged'
const parts: readonly { readonly part: Part; readonly count: keyof Pipeline; readonly tone: ToneName }[] = [
  { part: 'mine', count: 'myTurn', tone: 'waiting' },
  { part: 'partner', count: 'partnersTurn', tone: 'moving' },
  { part: 'learner', count: 'learnersTurn', tone: 'moving' },
  { part: 'stuck', count: 'stuck', tone: 'bad' },
  { part: 'unacknowledged', count: 'unacknowledged', tone: 'waiting' },
  { part: 'nobody', count: 'done', tone: 'ok' },
]

/** How many wait for whom. Each count is a link to its list; the one that is shown leads back to all. */
export function AgreementPipeline({ search }: { readonly search: AgreementsSearch }) {
  const { t, number } = useWords()
  const pipeline = useQuery(pipelineQuery(search))
  return (
    <Asked query={pipeline}>
      {(counts) =>
        counts && (
          <ul className={styles.counts} aria-label={t('agreements.pipeline')}>
            {parts.map(({ part, count, tone }) => {
              const { turn: _turn, unacknowledged: _unacknowledged, after: _after, ...others } = search
              const isShown = part === 'unacknowledged' ? search.unacknowledged === 'true' : search.turn === part
              return (
                <li key={part}>
                  <Link
                    to="/agreements"
                    search={isShown ? others : { ...others, ...(part === 'unacknowledged' ? { unacknowledged: 'true' } : { turn: part }) }}
                    className={styles.count}
                    aria-current={isShown ? 'true' : 'false'}
                    activeProps={{ 'aria-current': isShown ? 'true' : 'false' }}
                    aria-label={t('agreements.showPart', { count: counts[count], word: t(`pipeline.${part}`) })}
                  >
                    <span className={styles.figure}>{number(counts[count])}</span>
                    <Tone tone={tone}>{t(`pipeline.${part}`)}</Tone>
                  </Link>
                </li>
              )
            })}
          </ul>
        )
      }
    </Asked>
  )
}
