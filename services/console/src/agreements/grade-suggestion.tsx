import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { execute } from '../hub/ask.ts'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { useAct } from './agreement-acts.ts'
import { approveGradeText, type Conversion, type ConversionTable, convertedBy, type Line, overrideGradeText, suggestText } from './papers.ts'

const suggests: readonly string[] = ['recognition-office', 'examination-board', 'international-office']
const decides: readonly string[] = ['recognition-office', 'examination-board']
const reasons = ['table-not-representative', 'other-level', 'own-regulation', 'table-wrong'] as const

interface Props {
  readonly mobilityId: string
  readonly eqfLevel: number
  readonly line: Line
  readonly conversion: Conversion | null
  /** Only the home converts. */
  readonly isHome: boolean
}

/** What a grade of there is at home (R17): a suggestion with its working, until the recognising office has approved it or decided otherwise. */
export function GradeSuggestion({ mobilityId, eqfLevel, line, conversion, isHome }: Props) {
  const { t } = useWords()
  const { roles } = useSignedIn()
  const may = (list: readonly string[]) => isHome && roles.some((role) => list.includes(role))
  const suggest = useAct(() => convertedBy(execute(suggestText, { mobilityId, lineId: line.lineId, eqfLevel, expectedVersion: conversion?.version ?? 0 })))
  if (!conversion)
    return may(suggests) && line.gradingScheme ? (
      <Stack gap="xs" align="flex-start">
        <Button
          size="compact-sm"
          variant="default"
          loading={suggest.isPending}
          onClick={() => suggest.mutate(undefined)}
          aria-label={t('grade.suggestFor', { title: line.title })}
        >
          {t('grade.suggest')}
        </Button>
        {suggest.isError && <FaultBox thrown={suggest.error} />}
      </Stack>
    ) : null
  const decided = conversion.grade !== null
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        <Text fw={600}>{conversion.grade ?? conversion.suggested ?? t('grade.noneOfFails')}</Text>
        <Tone tone={decided ? 'ok' : 'waiting'}>{t(`grade.state.${conversion.state as 'suggested'}`)}</Tone>
      </Group>
      {!decided && may(decides) && <DecideGrade conversion={conversion} />}
      <Working conversion={conversion} />
    </Stack>
  )
}

function DecideGrade({ conversion: { id, version: expectedVersion, suggested, given } }: { readonly conversion: Conversion }) {
  const { t, ofCode } = useWords()
  const [otherwise, setOtherwise] = useState(false)
  const [grade, setGrade] = useState('')
  const [reason, setReason] = useState<string>(reasons[0])
  const decide = useAct((overrides: boolean) =>
    convertedBy(
      overrides ? execute(overrideGradeText, { id, grade: grade.trim(), reason, expectedVersion }) : execute(approveGradeText, { id, expectedVersion }),
    ),
  )
  return (
    <Stack gap="xs" align="flex-start">
      {otherwise ? (
        // No form of its own: it stands inside the one of the recognition.
        <Group align="flex-end" gap="xs" role="group" aria-label={t('grade.otherwise')}>
          <TextInput label={t('grade.instead', { given })} value={grade} onChange={(event) => setGrade(event.currentTarget.value)} />
          <NativeSelect
            label={t('agreement.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data={reasons.map((value) => ({ value, label: ofCode('overrideReason', value) }))}
          />
          <Button size="compact-sm" loading={decide.isPending} disabled={grade.trim() === ''} onClick={() => decide.mutate(true)}>
            {t('grade.decide')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOtherwise(false)}>
            {t('agreements.cancel')}
          </Button>
        </Group>
      ) : (
        <Group gap="xs">
          {suggested && (
            <Button size="compact-sm" loading={decide.isPending} onClick={() => decide.mutate(false)}>
              {t('grade.approve', { grade: suggested })}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => setOtherwise(true)}>
            {t('grade.otherwise')}
          </Button>
        </Group>
      )}
      {decide.isError && <FaultBox thrown={decide.error} />}
    </Stack>
  )
}

/** Both tables as cumulative shares of those who passed: whoever doubts the suggestion can follow it with a pencil. */
function Working({ conversion }: { readonly conversion: Conversion }) {
  const { t, ofCode } = useWords()
  const { given, because, candidates, rule, reason, givenTable, homeTable } = conversion
  return (
    <details>
      <summary>{t('grade.working')}</summary>
      <Stack gap="xs" mt="xs">
        <Text size="sm">{t(`grade.because.${because as 'rule-chose'}`, { given, candidates: candidates.join(', '), rule: ofCode('overlapRule', rule) })}</Text>
        {reason && <Text size="sm">{t('timeline.because', { reason: ofCode('overrideReason', reason) })}</Text>}
        <Ranges table={givenTable} />
        <Ranges table={homeTable} />
      </Stack>
    </details>
  )
}

function Ranges({ table }: { readonly table: ConversionTable }) {
  const { t, number } = useWords()
  const institutionName = useInstitutionName()
  return (
    <FieldTable
      caption={t('grade.table', {
        institution: institutionName(table.schacId),
        scheme: table.gradingScheme,
        field: table.iscedF,
        years: `${table.firstYear} – ${table.lastYear}`,
      })}
      rows={table.ranges}
      keyOf={(one) => one.label}
      fields={[
        { header: t('rows.grade'), cell: (one) => one.label },
        { header: t('grade.count'), number: true, cell: (one) => number(one.count) },
        { header: t('grade.range'), number: true, cell: (one) => `${number(one.from)} – ${number(one.to)} %` },
      ]}
    />
  )
}
