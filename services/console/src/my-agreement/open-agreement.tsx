import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { actOnOne, openText, useAct } from '../agreements/agreement-acts.ts'
import { mobilityTypes, yearsAround } from '../agreements/agreements-search.ts'
import { emptyContent } from '../agreements/draft.ts'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutions } from '../joint-courses/institution-name.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'

/** A blended mobility belongs to a programme whose number the office knows, so the office opens its agreement. */
const opensHere = mobilityTypes.filter((type) => type !== 'short-term-blended')

/** Where a student begins an agreement of their own; the tables are written afterwards. */
export function OpenAgreement({ onOpened }: { readonly onOpened: (id: string) => void }) {
  const { t, ofCode } = useWords()
  const { institution } = useSignedIn()
  const partners = useInstitutions().filter((one) => one.schacId !== institution)
  const years = yearsAround(new Date().toISOString())
  const [receiving, setReceiving] = useState('')
  const [type, setType] = useState<string>('semester')
  const [academicYear, setYear] = useState(years[1] ?? '')
  const open = useAct(
    () =>
      actOnOne(openText, {
        agreement: { receiving: receiving || partners[0]?.schacId, type, academicYear, content: { ...emptyContent, languageLevel: '' } },
      }),
    ({ id }) => id && onOpened(id),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t('mine.open')}>
      <Stack>
        <Text>{t('mine.openWhat')}</Text>
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('mine.receiving')}
            value={receiving}
            onChange={(event) => setReceiving(event.currentTarget.value)}
            data={partners.map(({ schacId, name }) => ({ value: schacId, label: name }))}
          />
          <NativeSelect
            label={t('agreements.type')}
            value={type}
            onChange={(event) => setType(event.currentTarget.value)}
            data={opensHere.map((value) => ({ value, label: ofCode('mobilityType', value) }))}
          />
          <NativeSelect
            label={t('agreements.year')}
            value={academicYear}
            onChange={(event) => setYear(event.currentTarget.value)}
            data={years.map((value) => ({ value, label: value }))}
          />
          <Button type="submit" variant="default" loading={open.isPending} disabled={partners.length === 0}>
            {t('mine.open')}
          </Button>
        </Group>
        {open.isError && <FaultBox thrown={open.error} />}
      </Stack>
    </form>
  )
}
