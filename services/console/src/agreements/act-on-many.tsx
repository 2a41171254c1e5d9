import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { execute } from '../hub/ask.ts'
import { Fault } from '../hub/fault.ts'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import styles from '../import-runs/row-lists.module.css'
import { FaultBox, RefusalDetails } from '../status/fault-box.tsx'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { AgreementRow } from './agreement.ts'
import { approveText, type Outcome, signText, useAct } from './agreement-acts.ts'
import { type MoveOnMany, nameOf } from './agreements-page.tsx'
import { SignerFields, useSigner } from './signer.tsx'

interface Props {
  readonly move: MoveOnMany
  readonly rows: readonly AgreementRow[]
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** Says what is about to be signed and by whom, does it, and says what became of each. */
export function ActOnMany({ move, rows, onClose, onCancel }: Props) {
  const { t, ofFault } = useWords()
  const institutionName = useInstitutionName()
  const [signer, setSigner] = useSigner()
  // What was asked for stays on the screen: the list behind changes with each outcome.
  const [asked] = useState(rows)
  const act = useAct(async (): Promise<readonly Outcome[]> => {
    const agreements = asked.flatMap(({ id, current }) => (current ? [{ id, hash: current.hash }] : []))
    const done =
      move === 'approve'
        ? (await execute(approveText, { agreements, signer })).approveLearningAgreements
        : (await execute(signText, { agreements, signer })).signLearningAgreements
    if (!done) throw new Fault('forbidden')
    return done
  })
  const outcomeOf = (id: string) => act.data?.find((one) => one.id === id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(undefined)
  }
  const done = act.data?.filter((one) => !one.refusal).length ?? 0
  return (
    <Modal
      opened
      onClose={act.data ? onClose : onCancel}
      title={t(`agreements.ask.${move}`, { count: asked.length })}
      closeButtonProps={{ 'aria-label': t('undo.close') }}
      size="lg"
      centered
      transitionProps={{ duration: 0 }}
    >
      <form onSubmit={submit}>
        <Stack>
          {!act.data && <Text>{t(`agreements.means.${move}`)}</Text>}
          <ul className={styles.list}>
            {asked.map((row) => {
              const outcome = outcomeOf(row.id)
              const refused = outcome?.refusal
              const words = refused && ofFault(refused.code)
              return (
                <li key={row.id}>
                  <span lang="">{nameOf(row.student, t('agreements.noName'))}</span>, {institutionName(row.sending)} → {institutionName(row.receiving)}{' '}
                  {t('agreements.versionNumber', { number: row.current?.number ?? 0 })}{' '}
                  {outcome && <Tone tone={refused ? 'bad' : 'ok'}>{t(refused ? 'agreements.refused' : `agreements.done.${move}`)}</Tone>}
                  {refused && (
                    <Text size="sm">
                      {words ? `${words.what} ${words.why} ${words.next}` : `${refused.what} ${refused.why} ${refused.next}`}{' '}
                      <Anchor href={`/docs/errors/${refused.code}`}>{t('fault.docs', { code: refused.code })}</Anchor>
                    </Text>
                  )}
                  {refused && <RefusalDetails details={refused.details} />}
                </li>
              )
            })}
          </ul>
          {!act.data && <SignerFields signer={signer} onChange={setSigner} />}
          {act.isError && <FaultBox thrown={act.error} />}
          {act.data && <Text role="status">{t('agreements.doneOf', { done, count: asked.length })}</Text>}
          <Group justify="flex-end">
            {act.data ? (
              <Button onClick={onClose} data-autofocus>
                {t('undo.close')}
              </Button>
            ) : (
              <>
                <Button variant="default" onClick={onCancel}>
                  {t('agreements.cancel')}
                </Button>
                <Button type="submit" loading={act.isPending}>
                  {t(`agreements.many.${move}`, { count: asked.length })}
                </Button>
              </>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
