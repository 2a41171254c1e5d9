import { Fieldset, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useSignedIn } from '../hub/session.ts'
import { useWords } from '../words/words.tsx'
import type { Draft } from './draft.ts'

const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'NS'] as const
const targetKinds = ['programme', 'module', 'container-module', 'mobility-window'] as const

interface Props {
  readonly draft: Draft
  readonly type: string
  readonly onChange: (draft: Draft) => void
}

/** What the form asks beside the tables: dates, language and level, field and cycle, what it counts towards, and where to read more. */
export function DraftFacts({ draft, type, onChange }: Props) {
  const { t } = useWords()
  const { kind } = useSignedIn()
  const date = (part: 'physical' | 'virtual', end: 'startsOn' | 'endsOn') => (
    <TextInput
      type="date"
      label={t(`draft.${part}.${end}`)}
      value={draft[part][end]}
      onChange={(event) => onChange({ ...draft, [part]: { ...draft[part], [end]: event.currentTarget.value } })}
    />
  )
  const text = (field: 'languageTag' | 'iscedF' | 'iscedClarification', label: string, description?: string) => (
    <TextInput label={label} description={description} value={draft[field]} onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })} />
  )
  const link = (field: 'learningOutcomesUrl' | 'provisionsUrl', label: string) => (
    <TextInput
      type="url"
      label={label}
      placeholder="https://"
      style={{ flex: '1 1 16rem' }}
      value={draft[field]}
      onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
    />
  )
  return (
    <Fieldset legend={t('draft.datesAndLanguage')}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          {type !== 'virtual' && (
            <>
              {date('physical', 'startsOn')}
              {date('physical', 'endsOn')}
            </>
          )}
          {type !== 'semester' && (
            <>
              {date('virtual', 'startsOn')}
              {date('virtual', 'endsOn')}
            </>
          )}
          {text('languageTag', t('draft.language'), t('draft.languageHint'))}
          <NativeSelect
            label={t(kind === 'learner' ? 'draft.level' : 'draft.levelOf')}
            value={draft.languageLevel}
            onChange={(event) => onChange({ ...draft, languageLevel: event.currentTarget.value })}
            data={[{ value: '', label: '–' }, ...levels.map((value) => ({ value, label: value === 'NS' ? t('draft.native') : value }))]}
          />
          {text('iscedF', t('content.iscedF'), t('draft.iscedHint'))}
          {text('iscedClarification', t('draft.iscedClarification'))}
          <NativeSelect
            label={t('content.eqfLevel')}
            value={draft.eqfLevel}
            onChange={(event) => onChange({ ...draft, eqfLevel: event.currentTarget.value })}
            data={[5, 6, 7, 8].map((value) => ({ value: String(value), label: t(`draft.eqf${value as 5 | 6 | 7 | 8}`) }))}
          />
        </Group>
        <Target draft={draft} onChange={onChange} />
        <Group align="flex-end" gap="sm">
          {link('learningOutcomesUrl', t('place.learningOutcomesUrl'))}
          {link('provisionsUrl', t('place.provisionsUrl'))}
        </Group>
      </Stack>
    </Fieldset>
  )
}

/** What at home it counts towards: a programme, a module, a container module or a mobility window. */
function Target({ draft, onChange }: Omit<Props, 'type'>) {
  const { t, ofCode } = useWords()
  const { target } = draft
  const change = (field: keyof typeof target, value: string) => onChange({ ...draft, target: { ...target, [field]: value } })
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={t('content.target')}
        value={target.kind}
        onChange={(event) => change('kind', event.currentTarget.value)}
        data={[{ value: '', label: t('draft.noTarget') }, ...targetKinds.map((value) => ({ value, label: ofCode('targetKind', value) }))]}
      />
      {target.kind !== '' && (
        <>
          <TextInput label={t('draft.targetCode')} value={target.code} onChange={(event) => change('code', event.currentTarget.value)} />
          <TextInput
            label={t('draft.targetTitle')}
            value={target.title}
            onChange={(event) => change('title', event.currentTarget.value)}
            style={{ flex: '1 1 12rem' }}
          />
          <TextInput
            label={t('draft.targetEcts')}
            inputMode="decimal"
            value={target.ects}
            onChange={(event) => change('ects', event.currentTarget.value)}
            style={{ flex: '0 1 6rem' }}
          />
        </>
      )}
    </Group>
  )
}
