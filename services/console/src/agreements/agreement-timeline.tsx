import { Text } from '@mantine/core'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { useWords } from '../words/words.tsx'
import type { Entry } from './agreement.ts'

/** Who did what, when and why, newest first; the event by which the others learned of it is there for whoever looks after the systems. */
export function AgreementTimeline({ entries }: { readonly entries: readonly Entry[] }) {
  const { t, instant, ofCode } = useWords()
  const institutionName = useInstitutionName()
  return (
    <ol className="timeline">
      {entries.toReversed().map((entry) => (
        <li key={entry.id}>
          <Text fw={600}>
            {ofCode('agreementMove', entry.move)}
            {entry.version !== null && ` · ${t('versions.number', { number: entry.version })}`}
          </Text>
          <Text size="sm">
            {[ofCode('side', entry.side), entry.institution && institutionName(entry.institution), entry.actor].filter(Boolean).join(', ')}
            {' · '}
            {instant(entry.at)}
          </Text>
          {entry.reason && <Text size="sm">{t('timeline.because', { reason: ofCode('callOffReason', entry.reason) })}</Text>}
          {entry.eventId && (
            <details>
              <summary>{t('timeline.event')}</summary>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {entry.eventType} · {entry.eventId}
              </Text>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
