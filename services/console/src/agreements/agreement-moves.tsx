import { Button, Group, NativeSelect, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { faultOf } from '../hub/fault.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Agreement } from './agreement.ts'
import { actOnOne, approveText, callOffText, commentText, followText, signText, useAct, withdrawText } from './agreement-acts.ts'
import { ProposeChanges } from './propose-changes.tsx'
import { SignerFields, useSigner } from './signer.tsx'

/** What this page does; the hub lists some moves that are made elsewhere, e.g. the recognition. */
const movesHere = [
  'sign-as-student',
  'sign-for-sending',
  'approve',
  'comment',
  'propose-changes',
  'start',
  'end',
  'close',
  'withdraw',
  'delete',
  'cancel',
] as const
type MoveHere = (typeof movesHere)[number]
const bySigner: readonly string[] = ['sign-for-sending', 'approve', 'comment']
const callsOff: readonly string[] = ['delete', 'cancel']
/** The hub's own lists of reasons, one for what not all have signed and one for what they have. */
const reasons = {
  delete: ['not-going', 'entered-by-mistake', 'other-mobility'],
  cancel: ['not-going', 'interrupted', 'programme-cancelled', 'force-majeure'],
} as const

interface Props {
  readonly agreement: Agreement
  readonly blocked?: string | undefined
  /** Shows what differs from a version; null: from what stood when each was begun. */
  readonly onCompare: (against: number | null) => void
}

/** Buttons for what the reader could do now, read from the hub's own table of moves. What was typed stays when an act is refused. */
export function AgreementMoves({ agreement, blocked, onCompare }: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState<MoveHere | null>(null)
  const moves = movesHere.filter((move) => agreement.moves.includes(move))
  const recognises = agreement.moves.some((move) => move === 'recognise' || move === 'recognise-partly')
  const shown = open && moves.includes(open) ? open : null
  const close = () => {
    setOpen(null)
    document.getElementById('agreement-moves')?.focus()
  }
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="agreement-moves">
      <Stack>
        <Title order={2} size="h3" id="agreement-moves" tabIndex={-1}>
          {t('agreement.moves')}
        </Title>
        {moves.length === 0 && !recognises && <Text>{t('agreement.noMoves')}</Text>}
        {blocked && <Text>{blocked}</Text>}
        {!shown && (
          <Group>
            {recognises && (
              <Button component="a" href="#agreement-recognition">
                {t('recognise.goThere')}
              </Button>
            )}
            {moves.map((move, i) => (
              <Button
                key={move}
                variant={i === 0 && !recognises && !['withdraw', 'delete', 'cancel'].includes(move) ? 'filled' : 'default'}
                disabled={Boolean(blocked)}
                onClick={() => setOpen(move)}
              >
                {t(`move.${move}`)}
              </Button>
            ))}
          </Group>
        )}
        {shown === 'propose-changes' && <ProposeChanges agreement={agreement} onClose={close} />}
        {shown && shown !== 'propose-changes' && <ActForm key={shown} move={shown} agreement={agreement} onCompare={onCompare} onClose={close} />}
      </Stack>
    </Paper>
  )
}

function ActForm({
  move,
  agreement,
  onCompare,
  onClose,
}: Omit<Props, 'blocked'> & {
  readonly move: Exclude<MoveHere, 'propose-changes'>
  readonly onClose: () => void
}) {
  const { t, ofCode } = useWords()
  const [signer, setSigner] = useSigner()
  const [text, setText] = useState('')
  const [reason, setReason] = useState<string>(move === 'cancel' ? reasons.cancel[0] : reasons.delete[0])
  const act = useAct(() => {
    const { id, version: expectedVersion } = agreement
    const toSign = { id, hash: agreement.current?.hash ?? '' }
    switch (move) {
      case 'approve':
        return actOnOne(approveText, { agreements: [toSign], signer })
      case 'sign-for-sending':
        return actOnOne(signText, { agreements: [toSign], signer })
      case 'sign-as-student':
        return actOnOne(signText, { agreements: [toSign], signer: null })
      case 'comment':
        return actOnOne(commentText, { agreement: toSign, text: text.trim(), signer })
      case 'withdraw':
        return actOnOne(withdrawText, { id, expectedVersion })
      case 'delete':
      case 'cancel':
        return actOnOne(callOffText, { id, expectedVersion, reason })
      default:
        return actOnOne(followText, { agreements: [{ id, expectedVersion }], move })
    }
  }, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t(`move.${move}`)}>
      <Stack>
        <Text>{t(`moveMeans.${move}`)}</Text>
        {move === 'comment' && (
          <Textarea
            required
            autosize
            minRows={3}
            label={t('agreement.commentLabel')}
            description={t('agreement.commentHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {callsOff.includes(move) && (
          <NativeSelect
            label={t('agreement.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data={reasons[move as 'delete' | 'cancel'].map((value) => ({ value, label: ofCode('callOffReason', value) }))}
            maw="24rem"
          />
        )}
        {bySigner.includes(move) && <SignerFields signer={signer} onChange={setSigner} />}
        {act.isError && (
          <FaultBox thrown={act.error} components={agreement.current?.content.components ?? []}>
            <ShowWhatChanged thrown={act.error} onCompare={onCompare} />
          </FaultBox>
        )}
        <Group>
          <Button type="submit" loading={act.isPending} {...(callsOff.includes(move) && { color: 'red' })}>
            {t(`move.${move}`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('agreements.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Where somebody was quicker: the versions below are compared with the one that the reader saw. */
function ShowWhatChanged({ thrown, onCompare }: { readonly thrown: unknown; readonly onCompare: Props['onCompare'] }) {
  const { t } = useWords()
  const { code, details } = faultOf(thrown)
  if (code !== 'superseded-proposal' && code !== 'stale-version') return null
  const meant = (details?.meant as { readonly number?: number | null } | undefined)?.number ?? null
  const show = () => {
    onCompare(meant)
    document.getElementById('agreement-versions')?.focus()
  }
  return (
    <Button variant="default" onClick={show}>
      {t('detail.showChanged')}
    </Button>
  )
}
