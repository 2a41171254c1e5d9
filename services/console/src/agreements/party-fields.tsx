import { Fieldset, Group, TextInput } from '@mantine/core'
import { useWords } from '../words/words.tsx'
import type { Contact } from './agreement.ts'
import type { PartyOffice } from './agreement-acts.ts'

/** An office while it is being typed. */
export interface PartyDraft extends Omit<Contact, 'phone'> {
  readonly unit: string
  readonly phone: string
}

export const partyDraft = (unit: string | null, contact: Contact | null): PartyDraft => ({
  unit: unit ?? '',
  givenNames: contact?.givenNames ?? '',
  familyName: contact?.familyName ?? '',
  email: contact?.email ?? '',
  phone: contact?.phone ?? '',
})

/** A contact of whom nothing was typed is none. */
export function partyOffice({ unit, phone, ...typed }: PartyDraft): PartyOffice {
  const given = { givenNames: typed.givenNames.trim(), familyName: typed.familyName.trim(), email: typed.email.trim() }
  const isNobody = Object.values(given).every((value) => value === '') && phone.trim() === ''
  return { unit: unit.trim() || null, contact: isNobody ? null : { ...given, phone: phone.trim() || null } }
}

/** The unit of an institution that sends or receives, and the person there whom the others may ask. */
export function PartyFields({
  legend,
  party,
  onChange,
}: {
  readonly legend: string
  readonly party: PartyDraft
  readonly onChange: (party: PartyDraft) => void
}) {
  const { t, ofCode } = useWords()
  const text = (field: keyof PartyDraft, label: string, type = 'text') => (
    <TextInput
      label={label}
      type={type}
      autoComplete="off"
      value={party[field]}
      onChange={(event) => onChange({ ...party, [field]: event.currentTarget.value })}
    />
  )
  return (
    <Fieldset legend={legend}>
      <Group align="flex-start" gap="sm">
        {text('unit', t('parties.unit'))}
        {text('givenNames', `${t('parties.contact')}: ${ofCode('field', 'givenNames')}`)}
        {text('familyName', `${t('parties.contact')}: ${ofCode('field', 'familyName')}`)}
        {text('email', `${t('parties.contact')}: ${ofCode('field', 'email')}`, 'email')}
        {text('phone', `${t('parties.contact')}: ${t('parties.phone')}`, 'tel')}
      </Group>
    </Fieldset>
  )
}
