import { Anchor, Text } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { CaseShown, Outcome } from './outcomes.ts'

/** The home's decision with the agreement and clause behind it. Other institutions see the outcome alone, as it stands on the enrolment. */
export function DecisionOnLearner({ cases, outcome }: Pick<Outcome, 'cases' | 'outcome'>) {
  const { t, number, ofCode } = useWords()
  if (cases.length === 0)
    return outcome ? (
      <Tone tone={toneOf(outcome.outcome)}>{`${ofCode('recognised', outcome.outcome)}: ${number(outcome.credits)} ECTS`}</Tone>
    ) : (
      <Text size="sm">{t('outcomes.noDecision')}</Text>
    )
  return (
    <div className={styles.stages}>
      {cases.map((one) => (
        <OneCase key={one.id} one={one} />
      ))}
    </div>
  )
}

function OneCase({ one: { state, reason, explanation, decision } }: { readonly one: CaseShown }) {
  const { t, number, ofCode } = useWords()
  return (
    <div className={styles.stages}>
      {state === 'decided' && decision ? (
        <Tone tone={toneOf(decision.outcome)}>{`${ofCode('recognised', decision.outcome)}: ${number(decision.credits)} ECTS`}</Tone>
      ) : (
        <Tone tone={toneOf(state)}>{ofCode('caseState', state)}</Tone>
      )}
      {reason && (
        <Text size="sm">
          {ofCode('reason', reason) === reason ? (explanation ?? reason) : ofCode('reason', reason)}{' '}
          <Anchor href={`/docs/errors/${reason}`}>{t('rows.more', { code: reason })}</Anchor>
        </Text>
      )}
      {decision?.agreementTitle && (
        <Text size="sm">{t('outcomes.under', { agreement: decision.agreementTitle, version: decision.agreementVersion ?? '' })}</Text>
      )}
      {decision?.clauseId && (
        <Text size="sm" c="dimmed">
          {t('outcomes.clause', { clause: decision.clauseId })}
        </Text>
      )}
      {decision?.text && <Text size="sm">{decision.text}</Text>}
      {decision && <Text size="sm">{decision.by === 'system' ? t('outcomes.byCommitment') : t('outcomes.byPerson')}</Text>}
    </div>
  )
}
