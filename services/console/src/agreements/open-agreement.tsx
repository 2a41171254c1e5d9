import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutions } from '../joint-courses/institution-name.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import { actOnOne, openText, useAct } from './agreement-acts.ts'
import { mobilityTypes, yearsAround } from './agreements-search.ts'
import { emptyContent } from './draft.ts'
import { partyDraft, PartyFields, partyOffice } from './party-fields.tsx'

interface Props {
  /** For whom an office opens it; null: a student opens their own. */
  readonly learnerId: string | null
  readonly onOpened: (id: string) => void
}

/** Where an agreement begins: who goes where, when, and in which kind of mobility. The tables are written afterwards. */
export function OpenAgreement({ learnerId, onOpened }: Props) {
  const { t, ofCode } = useWords()
  const { institution } = useSignedIn()
  const isOffice = learnerId !== null
  const partners = useInstitutions().filter((one) => one.schacId !== institution)
  const years = yearsAround(new Date().toISOString())
  const [chosen, setReceiving] = useState('')
  const receiving = chosen || (partners[0]?.schacId ?? '')
  const [type, setType] = useState<string>('semester')
  const [academicYear, setYear] = useState(years[1] ?? '')
  const [programme, setProgramme] = useState({ code: '', callYear: years[1]?.slice(0, 4) ?? '' })
  const [coordinator, setCoordinator] = useState('')
  const [parties, setParties] = useState({ sending: partyDraft(null, null), receiving: partyDraft(null, null) })
  const isBlended = type === 'short-term-blended'
  const open = useAct(
    () => actOnOne(openText, { agreement: { receiving, type, academicYear, content: emptyContent, ...(isOffice && byOffice()) } }),
    ({ id }) => onOpened(id),
  )
  const byOffice = () => {
    const [sender, receiver] = [partyOffice(parties.sending), partyOffice(parties.receiving)]
    return {
      learnerId,
      sendingUnit: sender.unit,
      sendingContact: sender.contact,
      receivingUnit: receiver.unit,
      receivingContact: receiver.contact,
      ...(isBlended && {
        programme: programme.code.trim() ? { code: programme.code.trim(), callYear: Number(programme.callYear) || 0 } : null,
        coordinator: coordinator || null,
      }),
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate(undefined)
  }
  // A blended mobility belongs to a programme whose number the office knows, so the office opens its agreement.
  const types = mobilityTypes.filter((one) => isOffice || one !== 'short-term-blended')
  return (
    <form onSubmit={submit} aria-label={t('mine.open')}>
      <Stack>
        <Text>{t(isOffice ? 'open.what' : 'mine.openWhat')}</Text>
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
            data={types.map((value) => ({ value, label: ofCode('mobilityType', value) }))}
          />
          <NativeSelect
            label={t('agreements.year')}
            value={academicYear}
            onChange={(event) => setYear(event.currentTarget.value)}
            data={years.map((value) => ({ value, label: value }))}
          />
        </Group>
        {isOffice && isBlended && (
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('open.programme')}
              value={programme.code}
              onChange={(event) => setProgramme({ ...programme, code: event.currentTarget.value })}
            />
            <TextInput
              label={t('open.callYear')}
              inputMode="numeric"
              value={programme.callYear}
              onChange={(event) => setProgramme({ ...programme, callYear: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('parties.coordinator')}
              value={coordinator}
              onChange={(event) => setCoordinator(event.currentTarget.value)}
              data={[{ value: '', label: t('open.receiverCoordinates') }, ...partners.map(({ schacId, name }) => ({ value: schacId, label: name }))]}
            />
          </Group>
        )}
        {isOffice &&
          (['sending', 'receiving'] as const).map((side) => (
            <PartyFields key={side} legend={ofCode('side', side)} party={parties[side]} onChange={(party) => setParties({ ...parties, [side]: party })} />
          ))}
        {open.isError && <FaultBox thrown={open.error} />}
        <Group>
          <Button type="submit" variant={isOffice ? 'filled' : 'default'} loading={open.isPending} disabled={receiving === ''}>
            {t('mine.open')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
