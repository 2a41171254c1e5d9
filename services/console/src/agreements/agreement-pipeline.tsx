import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import styles from '../import-runs/row-lists.module.css'
import { Asked } from '../status/asked.tsx'
import { Tone, type ToneName } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { type Pipeline, pipelineQuery } from './agreement.ts'
import type { AgreementsSearch, turns } from './agreements-search.ts'

const parts: readonly { readonly turn: (typeof turns)[number]; readonly count: keyof Pipeline; readonly tone: ToneName }[] = [
  { turn: 'mine', count: 'myTurn', tone: 'waiting' },
  { turn: 'partner', count: 'partnersTurn', tone: 'moving' },
  { turn: 'learner', count: 'learnersTurn', tone: 'moving' },
  { turn: 'stuck', count: 'stuck', tone: 'bad' },
  { turn: 'nobody', count: 'done', tone: 'ok' },
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
            {parts.map(({ turn, count, tone }) => {
              const { turn: _turn, after: _after, ...others } = search
              const isShown = search.turn === turn
              return (
                <li key={turn}>
                  <Link
                    to="/agreements"
                    search={isShown ? others : { ...others, turn }}
                    className={styles.count}
                    aria-current={isShown ? 'true' : 'false'}
                    activeProps={{ 'aria-current': isShown ? 'true' : 'false' }}
                    aria-label={t('agreements.showPart', { count: counts[count], word: t(`pipeline.${turn}`) })}
                  >
                    <span className={styles.figure}>{number(counts[count])}</span>
                    <Tone tone={tone}>{t(`pipeline.${turn}`)}</Tone>
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
