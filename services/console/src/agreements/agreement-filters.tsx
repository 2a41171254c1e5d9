import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutions } from '../joint-courses/institution-name.ts'
import { useWords } from '../words/words.tsx'
import { type AgreementsSearch, directions, mobilityTypes, statuses, yearsAround } from './agreements-search.ts'

/** What the list is narrowed to. Each choice goes into the address at once; words when they are looked for, so that nothing moves while typing. */
export function AgreementFilters({ search }: { readonly search: AgreementsSearch }) {
  const { t, ofCode } = useWords()
  const { institution } = useSignedIn()
  const navigate = useNavigate()
  const partners = useInstitutions().filter((one) => one.schacId !== institution)
  const [text, setText] = useState(search.text ?? '')
  useEffect(() => setText(search.text ?? ''), [search.text])
  const narrow = (field: keyof AgreementsSearch, value: string) => {
    const { after: _after, [field]: _before, ...others } = search
    void navigate({ to: '/agreements', search: value === '' ? others : { ...others, [field]: value } })
  }
  const look = (event: FormEvent) => {
    event.preventDefault()
    narrow('text', text.trim())
  }
  const select = (
    field: 'status' | 'partner' | 'academicYear' | 'direction' | 'type',
    label: string,
    all: string,
    data: readonly { value: string; label: string }[],
  ) => (
    <NativeSelect
      label={label}
      value={search[field] ?? ''}
      onChange={(event) => narrow(field, event.currentTarget.value)}
      data={[{ value: '', label: all }, ...data, ...several(search[field], data)]}
    />
  )
  return (
    <search>
      <form onSubmit={look}>
        <Group align="flex-end" gap="sm">
          <TextInput
            type="search"
            label={t('agreements.text')}
            placeholder={t('agreements.textHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            style={{ flex: '1 1 14rem' }}
          />
          <Button type="submit" variant="default">
            {t('agreements.look')}
          </Button>
          {select(
            'status',
            t('agreements.status'),
            t('agreements.all'),
            statuses.map((value) => ({ value, label: ofCode('agreementStatus', value) })),
          )}
          {select(
            'partner',
            t('agreements.partner'),
            t('agreements.all'),
            partners.map(({ schacId, name }) => ({ value: schacId, label: name })),
          )}
          {select(
            'direction',
            t('agreements.direction'),
            t('agreements.all'),
            directions.map((value) => ({ value, label: t(`agreements.${value}`) })),
          )}
          {select(
            'type',
            t('agreements.type'),
            t('agreements.all'),
            mobilityTypes.map((value) => ({ value, label: ofCode('mobilityType', value) })),
          )}
          {select('academicYear', t('agreements.year'), t('agreements.thisYear'), [
            ...yearsAround(new Date().toISOString()).map((value) => ({ value, label: value })),
            { value: 'all', label: t('agreements.allYears') },
          ])}
          {Object.keys(search).length > 0 && (
            <Button component={Link} to="/agreements" variant="subtle">
              {t('agreements.clear')}
            </Button>
          )}
        </Group>
      </form>
    </search>
  )
}

/** What a saved view asks for and the list does not offer by itself: several at once, or a value of long ago. */
const several = (value: string | undefined, data: readonly { value: string; label: string }[]) =>
  value && !data.some((one) => one.value === value)
    ? [
        {
          value,
          label: value
            .split(',')
            .map((part) => data.find((one) => one.value === part)?.label ?? part)
            .join(', '),
        },
      ]
    : []
