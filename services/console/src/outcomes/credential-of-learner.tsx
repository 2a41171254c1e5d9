import { Anchor, Text } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { CredentialShown } from './outcomes.ts'

/** Checks first, content second: the state, what each check of the stored bytes said, then the bytes themselves. */
export function CredentialOfLearner({ credentials, isDue }: { readonly credentials: readonly CredentialShown[]; readonly isDue: boolean }) {
  const { t, ofCode, instant } = useWords()
  if (credentials.length === 0)
    return isDue ? <Tone tone="moving">{t('outcomes.credentialComing')}</Tone> : <Text size="sm">{t('became.noCredentialDue')}</Text>
  return (
    <div className={styles.stages}>
      {credentials.map((credential) => (
        <div key={credential.id} className={styles.stages}>
          <Tone tone={toneOf(credential.state)}>{ofCode('credentialState', credential.state)}</Tone>
          <Text size="sm">{instant(credential.issuedAt)}</Text>
          {credential.reason && <Text size="sm">{ofCode('reason', credential.reason)}</Text>}
          {credential.verdicts.length > 0 && (
            <details>
              <summary>
                {t('verdicts.passed', { passed: credential.verdicts.filter(({ verdict }) => verdict === 'ok').length, count: credential.verdicts.length })}
              </summary>
              <ul className={styles.list}>
                {credential.verdicts.map(({ check, verdict, reason }) => (
                  <li key={check}>
                    <Tone tone={toneOf(verdict)}>{`${ofCode('check', check)}: ${ofCode('verdict', verdict)}`}</Tone>
                    <Text size="sm" lang="en">
                      {reason}
                    </Text>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <Anchor size="sm" href={`/api/credentials/${credential.id}`}>
            {t('outcomes.sealedFile')}
          </Anchor>
        </div>
      ))}
    </div>
  )
}
