import { Text } from '@mantine/core'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { RowShown } from './page-of-rows.ts'
import styles from './row-lists.module.css'

/** The way of an accepted row: recorded, then the credential with its checks, then the home's decision, then the partners' systems. */
export function WhatBecame({ row: { became, fate, end, values } }: { readonly row: RowShown }) {
  const { t, number, ofCode } = useWords()
  if (!became) return fate === 'good' && end === null ? <Tone tone="moving">{t('became.notYet')}</Tone> : null
  const credential = became.credentials.find(({ state }) => state === 'issued') ?? became.credentials.at(-1)
  const passed = credential?.verdicts.filter(({ verdict }) => verdict === 'ok').length ?? 0
  const acknowledged = became.deliveries.filter(({ state }) => state === 'acknowledged').length
  return (
    <div className={styles.stages}>
      <Tone tone={toneOf(became.results.at(-1)?.state ?? 'confirmed')}>
        {t(became.results.at(-1)?.state === 'annulled' ? 'became.annulled' : 'became.recorded')}
      </Tone>
      {credential && <Tone tone={toneOf(credential.state)}>{ofCode('credentialState', credential.state)}</Tone>}
      {credential && credential.verdicts.length > 0 && <Text size="sm">{t('verdicts.passed', { passed, count: credential.verdicts.length })}</Text>}
      {!credential && values?.outcome && values.outcome !== 'passed' && <Text size="sm">{t('became.noCredentialDue')}</Text>}
      {became.outcome && (
        <Tone tone={toneOf(became.outcome.outcome)}>{`${ofCode('recognised', became.outcome.outcome)}: ${number(became.outcome.credits)} ECTS`}</Tone>
      )}
      {became.deliveries.length > 0 && <Text size="sm">{t('deliveries.acknowledged', { acknowledged, count: became.deliveries.length })}</Text>}
    </div>
  )
}
