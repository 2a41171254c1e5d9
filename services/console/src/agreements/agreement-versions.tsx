import { NativeSelect, Stack, Text, Title } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { Version } from './agreement.ts'

interface Props {
  readonly versions: readonly Version[]
  /** Number of the version that all are compared with; null: what stood when each was begun. */
  readonly against: number | null
  readonly onCompare: (against: number | null) => void
}

/** Every version with its signatures, what was said of it, and what differs in words. Rejected and overtaken ones stay readable. */
export function AgreementVersions({ versions, against, onCompare }: Props) {
  const { t, instant, ofCode } = useWords()
  return (
    <Stack>
      {versions.length > 1 && (
        <NativeSelect
          label={t('versions.compare')}
          value={against ?? ''}
          onChange={(event) => onCompare(Number(event.currentTarget.value) || null)}
          data={[
            { value: '', label: t('versions.againstStanding') },
            ...versions.map(({ number }) => ({ value: String(number), label: t('versions.number', { number }) })),
          ]}
          maw="24rem"
        />
      )}
      {versions.toReversed().map((version) => (
        <section key={version.number} aria-label={t('versions.number', { number: version.number })}>
          <Title order={3} size="h4">
            {t('versions.number', { number: version.number })} <Tone tone={toneOf(version.state)}>{ofCode('proposalState', version.state)}</Tone>
          </Title>
          <Text size="sm" c="dimmed">
            {t('versions.opened', { at: instant(version.openedAt) })}
          </Text>
          {version.comment && (
            <Text component="blockquote" className="comment" lang="">
              {version.comment}
            </Text>
          )}
          {version.signatures.length > 0 && (
            <ul className={styles.list}>
              {version.signatures.map(({ side, at, name, position }) => (
                <li key={side}>
                  {t('versions.signed', { party: ofCode('side', side), at: instant(at) })}
                  {name && ` (${[name, position].filter(Boolean).join(', ')})`}
                </li>
              ))}
            </ul>
          )}
          {version.differences.length > 0 ? (
            <>
              <Text size="sm" fw={600}>
                {t('versions.differs')}
              </Text>
              <ul className={styles.list}>
                {version.differences.map(({ words }) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            </>
          ) : (
            (against !== null || version.number > 1) &&
            version.number !== against && (
              <Text size="sm" c="dimmed">
                {t('versions.same')}
              </Text>
            )
          )}
        </section>
      ))}
    </Stack>
  )
}
