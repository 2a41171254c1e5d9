import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Agreement, Contact } from './agreement.ts'
import { actOnOne, namePartiesText, useAct } from './agreement-acts.ts'
import { partyDraft, PartyFields, partyOffice } from './party-fields.tsx'

/** Which units send and receive, whom to ask there, who coordinates and who teaches besides. Nobody signs that, so an office may put it right at any time. */
export function AgreementParties({ agreement }: { readonly agreement: Agreement }) {
  const { t, ofCode } = useWords()
  const institutionName = useInstitutionName()
  const [editing, setEditing] = useState(false)
  const { coordinator, teachingPartners, moves } = agreement
  if (editing) return <NameParties agreement={agreement} onClose={() => setEditing(false)} />
  return (
    <Stack>
      <dl className="facts">
        {(['sending', 'receiving'] as const).map((side) => (
          <div key={side}>
            <dt>{ofCode('side', side)}</dt>
            <dd>
              {institutionName(agreement[side])}
              <Text size="sm">{agreement[`${side}Unit`] ?? t('parties.noUnit')}</Text>
              <ContactShown contact={agreement[`${side}Contact`]} />
            </dd>
          </div>
        ))}
        {coordinator && (
          <div>
            <dt>{t('parties.coordinator')}</dt>
            <dd>{institutionName(coordinator)}</dd>
          </div>
        )}
        {teachingPartners.length > 0 && (
          <div>
            <dt>{t('parties.teachingPartners')}</dt>
            <dd>{teachingPartners.map(institutionName).join(', ')}</dd>
          </div>
        )}
      </dl>
      {moves.includes('name-parties') && (
        <Group>
          <Button variant="default" onClick={() => setEditing(true)}>
            {t('parties.edit')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function ContactShown({ contact }: { readonly contact: Contact | null }) {
  const { t } = useWords()
  if (!contact) return <Text size="sm">{t('parties.noContact')}</Text>
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <span lang="">
        {contact.givenNames} {contact.familyName}
      </span>
      , <Anchor href={`mailto:${contact.email}`}>{contact.email}</Anchor>
      {contact.phone && `, ${contact.phone}`}
    </Text>
  )
}

function NameParties({ agreement, onClose }: { readonly agreement: Agreement; readonly onClose: () => void }) {
  const { t, ofCode } = useWords()
  const { institution } = useSignedIn()
  const institutionName = useInstitutionName()
  // The receiving office speaks for itself; the sending one, which writes the agreement, for both.
  const mine = institution === agreement.sending ? (['sending', 'receiving'] as const) : (['receiving'] as const)
  const [sending, setSending] = useState(() => partyDraft(agreement.sendingUnit, agreement.sendingContact))
  const [receiving, setReceiving] = useState(() => partyDraft(agreement.receivingUnit, agreement.receivingContact))
  const drafts = { sending: [sending, setSending], receiving: [receiving, setReceiving] } as const
  const name = useAct(
    () =>
      actOnOne(namePartiesText, {
        id: agreement.id,
        expectedVersion: agreement.version,
        sending: (mine as readonly string[]).includes('sending') ? partyOffice(sending) : null,
        receiving: partyOffice(receiving),
      }),
    onClose,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    name.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t('parties.edit')}>
      <Stack>
        <Text size="sm">{t('parties.notSigned')}</Text>
        {mine.map((side) => {
          const [party, change] = drafts[side]
          return <PartyFields key={side} legend={`${ofCode('side', side)}: ${institutionName(agreement[side])}`} party={party} onChange={change} />
        })}
        {name.isError && <FaultBox thrown={name.error} />}
        <Group>
          <Button type="submit" loading={name.isPending}>
            {t('parties.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('agreements.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
