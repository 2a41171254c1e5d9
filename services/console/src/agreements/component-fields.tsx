import { Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useInstitutions } from '../joint-courses/institution-name.ts'
import { useWords } from '../words/words.tsx'
import type { ComponentDraft } from './draft.ts'

/** The terms of the years that universities keep, as the programme's form writes them. */
const terms = ['1/1', '1/2', '2/2', '1/3', '2/3', '3/3', '1/4', '2/4', '3/4', '4/4']
const describes: readonly string[] = ['virtual', 'blended', 'doctoral']

interface Props {
  readonly component: ComponentDraft
  readonly onChange: (component: ComponentDraft) => void
}

/** One component being typed. Which fields there are follows from its table. */
export function ComponentFields({ component, onChange }: Props) {
  const { t } = useWords()
  const { table, automatic } = component
  const text = (field: 'title' | 'losCode' | 'ects', label: string, more: object = {}) => (
    <TextInput label={label} value={component[field]} onChange={(event) => onChange({ ...component, [field]: event.currentTarget.value })} {...more} />
  )
  return (
    <Stack gap="xs">
      <Group align="flex-start" gap="sm">
        {text('title', t('draft.title'), { style: { flex: '3 1 12rem' }, id: `component-${component.id}` })}
        {text('losCode', t('draft.code'), { style: { flex: '1 1 7rem' } })}
        {text('ects', 'ECTS', { inputMode: 'decimal', style: { flex: '0 1 5rem' } })}
        {(table === 'studied' || table === 'recognised') && (
          <NativeSelect
            label={t('draft.term')}
            value={component.term}
            onChange={(event) => onChange({ ...component, term: event.currentTarget.value })}
            data={[{ value: '', label: '–' }, ...terms.map((value) => ({ value, label: t('content.termOf', { term: value }) }))]}
          />
        )}
      </Group>
      {describes.includes(table) && (
        <Textarea
          label={t('draft.description')}
          autosize
          value={component.shortDescription}
          onChange={(event) => onChange({ ...component, shortDescription: event.currentTarget.value })}
        />
      )}
      {describes.includes(table) && <HowAndWhen component={component} onChange={onChange} />}
      {table !== 'studied' && (
        <Checkbox label={t('content.automatic')} checked={automatic} onChange={(event) => onChange({ ...component, automatic: event.currentTarget.checked })} />
      )}
      {table !== 'studied' && !automatic && (
        <TextInput
          label={t('draft.conditions')}
          value={component.conditions}
          onChange={(event) => onChange({ ...component, conditions: event.currentTarget.value })}
        />
      )}
    </Stack>
  )
}

const forms = ['onsite', 'online', 'blended', 'coil', 'joint-delivery'] as const

/** What is not taught in the stay itself has a form and days of its own, and perhaps another teacher. */
function HowAndWhen({ component, onChange }: Props) {
  const { t, ofCode } = useWords()
  const institutions = useInstitutions()
  const { period, form, teachingPartner } = component
  const day = (end: 'startsOn' | 'endsOn') => (
    <TextInput
      type="date"
      label={t(`draft.component.${end}`)}
      value={period[end]}
      onChange={(event) => onChange({ ...component, period: { ...period, [end]: event.currentTarget.value } })}
    />
  )
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={t('draft.form')}
        value={form}
        onChange={(event) => onChange({ ...component, form: event.currentTarget.value })}
        data={[{ value: '', label: '–' }, ...forms.map((value) => ({ value, label: ofCode('form', value) }))]}
      />
      {day('startsOn')}
      {day('endsOn')}
      <NativeSelect
        label={t('draft.teachingPartner')}
        value={teachingPartner}
        onChange={(event) => onChange({ ...component, teachingPartner: event.currentTarget.value })}
        data={[
          { value: '', label: t('draft.taughtThere') },
          ...institutions.map(({ schacId, name }) => ({ value: schacId, label: name })),
          ...(teachingPartner && !institutions.some(({ schacId }) => schacId === teachingPartner) ? [teachingPartner] : []),
        ]}
      />
    </Group>
  )
}
