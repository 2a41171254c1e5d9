import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { Confirmation, Papers } from './papers.ts'

interface Props {
  readonly papers: Papers
  readonly confirmations: readonly Confirmation[]
}

/** The papers of a mobility: where the five weeks of the transcript stand, every version of it, and what was confirmed of the stay. */
export function AgreementPapers({ papers: { transcript, transcriptDue }, confirmations }: Props) {
  const { t, instant, day, language, ofCode } = useWords()
  const issues = transcript?.issues ?? []
  return (
    <Stack>
      <Title order={3} size="h4">
        {t('papers.transcript')}
      </Title>
      {transcriptDue && <FiveWeeks due={transcriptDue} />}
      {issues.length === 0 ? (
        <Text c="dimmed">{t('papers.noTranscript')}</Text>
      ) : (
        <ul className={styles.list}>
          {issues.toReversed().map((one) => (
            <li key={one.issue}>
              {t('papers.issue', { number: one.issue, at: instant(one.issuedAt), signer: one.signer })}
              {one.reason && ` · ${t('timeline.because', { reason: one.reason })}`}
              <Group gap="md">
                <Anchor href={`${one.document}?language=${language}`}>{t('papers.pdf', { paper: t('versions.number', { number: one.issue }) })}</Anchor>
                <Anchor href={`${one.document}?format=elmo`}>{t('papers.elmo', { number: one.issue })}</Anchor>
                <Anchor href={`${one.document}?format=ewp`}>{t('papers.ewp', { number: one.issue })}</Anchor>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <Title order={3} size="h4">
        {t('papers.confirmations')}
      </Title>
      {confirmations.length === 0 ? (
        <Text c="dimmed">{t('papers.noConfirmations')}</Text>
      ) : (
        <ul className={styles.list}>
          {confirmations.map((one) => (
            <li key={one.id}>
              {ofCode('confirmation', one.kind)}
              {': '}
              {[
                [one.arrivedOn, one.leftOn].flatMap((on) => (on ? [day(on)] : [])).join(' – '),
                one.online && `${t('content.virtual')} ${day(one.online.startsOn)} – ${day(one.online.endsOn)}`,
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              {one.state === 'issued' ? (
                <Anchor href={`${one.document}?language=${language}`}>{t('papers.pdf', { paper: ofCode('confirmation', one.kind) })}</Anchor>
              ) : (
                <Tone tone="same">{t('papers.withdrawn')}</Tone>
              )}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

/** R13: five weeks after the results, or where they are not known after the end of the mobility. */
function FiveWeeks({ due }: { readonly due: NonNullable<Papers['transcriptDue']> }) {
  const { t, deadline, day, daysAway } = useWords()
  const { standing, dueOn, issuedOn, countedFrom, countedFromDay } = due
  const isLate = standing === 'late' || standing === 'done-late'
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <Tone tone={isLate ? 'bad' : issuedOn ? 'ok' : 'waiting'}>{t(`papers.standing.${standing as 'open'}`)}</Tone>
        <Text size="sm">
          {issuedOn ? t('papers.issuedOn', { on: day(issuedOn) }) : t('papers.dueOn', { on: deadline(dueOn), away: daysAway(dueOn).words })}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t(countedFrom === 'results-published' ? 'papers.fromResults' : 'papers.fromEnd', { on: day(countedFromDay) })}
      </Text>
    </Stack>
  )
}
