import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useSignedIn } from '../hub/session.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { Tone, type ToneName } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { Agreement } from './agreement.ts'
import { actOnOne, recogniseText, useAct } from './agreement-acts.ts'
import { creditsOf } from './draft.ts'
import { GradeSuggestion } from './grade-suggestion.tsx'
import type { Papers, Recognition } from './papers.ts'

interface Props {
  readonly agreement: Agreement
  readonly papers: Papers
}
interface Decision {
  readonly credits: string
  readonly text: string
}
type Decisions = Readonly<Record<string, Decision>>
const tones: Readonly<Record<string, ToneName>> = { recognised: 'ok', 'not-recognised': 'bad', 'needs-decision': 'waiting' }

/** What the home recognises of a finished mobility: component by component what was agreed and achieved, what the agreement leaves open, and the outcome. */
export function RecogniseMobility({ agreement, papers }: Props) {
  const { t, number, day } = useWords()
  const { outcome, recognitionByAgreement, transcript } = papers
  const may = agreement.moves.some((move) => move === 'recognise' || move === 'recognise-partly')
  const recognitions = outcome && !may ? outcome.recognitions : (recognitionByAgreement ?? outcome?.recognitions ?? null)
  if (!recognitions) return <Text c="dimmed">{t('recognise.waits')}</Text>
  return (
    <Stack>
      <Text size="sm">{t('recognise.automatic')}</Text>
      {outcome && (
        <Group gap="sm" role="status">
          <Tone tone={outcome.outcome === 'none' ? 'bad' : 'ok'}>{t(`recognise.outcome.${outcome.outcome as 'full'}`)}</Tone>
          <Text size="sm">
            {t('recognise.sum', { recognised: number(outcome.ectsRecognised), earned: number(outcome.ectsEarned), on: day(outcome.decidedOn) })}
          </Text>
        </Group>
      )}
      {may ? (
        <Decide key={transcript?.issues.length ?? 0} agreement={agreement} papers={papers} recognitions={recognitions} />
      ) : (
        <Components agreement={agreement} papers={papers} recognitions={recognitions} />
      )}
    </Stack>
  )
}

/** The agreed and passed stand as they are (R12); only what the agreement left open can be decided. */
function Decide({ agreement, papers, recognitions }: Props & { readonly recognitions: readonly Recognition[] }) {
  const { t, number } = useWords()
  const open = recognitions.filter((one) => one.verdict === 'needs-decision')
  const [typed, setTyped] = useState<Decisions>({})
  const decisionOn = (one: Recognition): Decision => typed[one.componentId] ?? { credits: String(one.credits), text: '' }
  const credits = recognitions.reduce((sum, one) => {
    const given = one.verdict === 'needs-decision' ? creditsOf(decisionOn(one).credits) : one.verdict === 'recognised' ? one.credits : 0
    return sum + (Number.isNaN(given) ? 0 : given)
  }, 0)
  const recognise = useAct(() =>
    actOnOne(recogniseText, {
      id: agreement.id,
      expectedVersion: agreement.version,
      decisions: open.map((one) => ({ componentId: one.componentId, credits: creditsOf(decisionOn(one).credits) || 0, text: decisionOn(one).text.trim() })),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    recognise.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t('recognise.title')}>
      <Stack>
        <Components
          agreement={agreement}
          papers={papers}
          recognitions={recognitions}
          decide={(one) => (
            <DecisionFields title={one.title} decision={decisionOn(one)} onChange={(decision) => setTyped({ ...typed, [one.componentId]: decision })} />
          )}
        />
        {recognise.isError && <FaultBox thrown={recognise.error} components={agreement.standing?.content.components ?? []} />}
        <Group>
          <Button type="submit" loading={recognise.isPending}>
            {t('recognise.confirm', { ects: number(credits) })}
          </Button>
          {open.length > 0 && <Text size="sm">{t('recognise.open', { count: open.length })}</Text>}
        </Group>
      </Stack>
    </form>
  )
}

function DecisionFields({ title, decision, onChange }: { readonly title: string; readonly decision: Decision; readonly onChange: (to: Decision) => void }) {
  const { t } = useWords()
  return (
    <Group align="flex-start" gap="xs">
      <TextInput
        label={t('recognise.credits')}
        aria-label={t('recognise.creditsOf', { title })}
        inputMode="decimal"
        value={decision.credits}
        onChange={(event) => onChange({ ...decision, credits: event.currentTarget.value })}
        style={{ flex: '0 1 6rem' }}
      />
      <TextInput
        label={t('recognise.why')}
        description={t('recognise.whyHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        aria-label={t('recognise.whyOf', { title })}
        value={decision.text}
        onChange={(event) => onChange({ ...decision, text: event.currentTarget.value })}
        style={{ flex: '1 1 12rem' }}
      />
    </Group>
  )
}

function Components({
  agreement,
  papers,
  recognitions,
  decide,
}: Props & { readonly recognitions: readonly Recognition[]; readonly decide?: (one: Recognition) => ReactNode }) {
  const { t, number, ofCode } = useWords()
  const { institution, kind } = useSignedIn()
  const content = agreement.standing?.content
  const components = new Map((content?.components ?? []).map((one) => [one.id, one]))
  const lines = papers.transcript?.issues.at(-1)?.lines ?? []
  const conversions = papers.transcript?.gradeConversions ?? []
  const agreedOf = (one: Recognition) => components.get(one.componentId)?.credits.find(({ scheme }) => scheme === 'ects')?.value
  return (
    <FieldTable
      caption={t('recognise.components', { count: recognitions.length })}
      rows={recognitions}
      keyOf={(one) => one.componentId}
      fields={[
        { header: t('content.component'), cell: (one) => <span lang="">{one.title}</span> },
        { header: t('recognise.agreed'), number: true, cell: (one) => (agreedOf(one) === undefined ? '–' : `${number(agreedOf(one) ?? 0)} ECTS`) },
        {
          header: t('recognise.achieved'),
          cell: (one) => (
            <Stack gap="xs">
              {one.studied.map((id) => {
                const its = lines.filter((line) => line.componentId === id)
                return (
                  <div key={id}>
                    <span lang="">{components.get(id)?.title ?? t('content.noTitle')}</span>
                    {its.length === 0 && `: ${t('recognise.noLine')}`}
                    {its.map((line) => (
                      <div key={line.lineId}>
                        {[line.label, ofCode('outcome', line.outcome), line.ects !== null && `${number(line.ects)} ECTS`].filter(Boolean).join(', ')}
                        <GradeSuggestion
                          mobilityId={agreement.id}
                          eqfLevel={content?.eqfLevel ?? 6}
                          line={line}
                          conversion={conversions.find((each) => each.lineId === line.lineId) ?? null}
                          isHome={kind !== 'learner' && institution === agreement.sending}
                        />
                      </div>
                    ))}
                  </div>
                )
              })}
            </Stack>
          ),
        },
        {
          header: t('recognise.atHome'),
          cell: (one) => (
            <Stack gap="xs">
              <Group gap="xs">
                <Tone tone={tones[one.verdict] ?? 'same'}>{ofCode('recognitionVerdict', one.verdict)}</Tone>
                {one.verdict === 'recognised' && <span>{number(one.credits)} ECTS</span>}
              </Group>
              <Text size="sm">{ofCode('recognitionBecause', one.because)}</Text>
              {one.text && (
                <Text size="sm" lang="">
                  {one.text}
                </Text>
              )}
              {one.verdict === 'needs-decision' && decide?.(one)}
            </Stack>
          ),
        },
      ]}
    />
  )
}
