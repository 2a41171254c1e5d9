import { Group, Text } from '@mantine/core'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { Tone, type ToneName } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { Agreement } from './agreement.ts'

const tones = { acknowledged: 'ok', acted: 'ok', 'reads-here': 'ok', pending: 'moving', parked: 'bad' } as const satisfies Record<string, ToneName>

/** Whether the other institution got it: what its system was told last, and what it has confirmed. Shown to the offices of both sides. */
export function PartnerSide({ side }: { readonly side: NonNullable<Agreement['twoSided']>['partner'] }) {
  const { t, instant } = useWords()
  const institutionName = useInstitutionName()
  const knows = side.knows in tones ? (side.knows as keyof typeof tones) : 'pending'
  return (
    <Group gap="sm">
      <Tone tone={tones[knows]}>{t(`partner.knows.${knows}`, { partner: institutionName(side.institution) })}</Tone>
      {side.toldAt && side.toldProposal !== null && <Text size="sm">{t('partner.told', { number: side.toldProposal, at: instant(side.toldAt) })}</Text>}
      {side.acknowledgedAt && side.acknowledgedProposal !== null && (
        <Text size="sm">{t('partner.acknowledged', { number: side.acknowledgedProposal, at: instant(side.acknowledgedAt) })}</Text>
      )}
      {side.parkedReason && (
        <Text size="sm" lang="en">
          {side.parkedReason}
        </Text>
      )}
    </Group>
  )
}
