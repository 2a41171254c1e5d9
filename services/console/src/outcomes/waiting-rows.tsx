import { Anchor, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { execute } from '../hub/ask.ts'
import { refusedBy } from '../hub/fault.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { codeOfEsi } from '../status/esi.ts'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { type Person, settleText, type Waiting, waitingQuery } from './outcomes.ts'

/** Rows that wait for the reader's institution as home. Shown only where there are any: to most readers it would be noise. */
export function WaitingRows() {
  const { t, instant, ofCode } = useWords()
  const waiting = useQuery(waitingQuery)
  const [asked, setAsked] = useState<{ readonly row: Waiting; readonly accept: boolean } | null>(null)
  if (waiting.isError) return <FaultBox thrown={waiting.error} onRetry={() => void waiting.refetch()} />
  if (!waiting.data || waiting.data.totalCount === 0) return null
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="waiting-rows">
      <Stack>
        <Title order={2} size="h3" id="waiting-rows" tabIndex={-1}>
          {t('waiting.title')}
        </Title>
        <Text>{t('waiting.why')}</Text>
        <FieldTable
          caption={t('waiting.count', { count: waiting.data.totalCount })}
          rows={waiting.data.edges.map(({ node }) => node)}
          keyOf={(row) => row.id}
          fields={[
            { header: t('waiting.from'), cell: (row) => row.lead },
            { header: t('waiting.since'), cell: (row) => instant(row.since) },
            { header: t('waiting.wrote'), cell: (row) => <WrittenRow row={row} /> },
            { header: t('waiting.held'), cell: (row) => row.learner && <PersonShown person={row.learner} /> },
            {
              header: t('waiting.reason'),
              cell: (row) => (
                <>
                  <Tone tone="waiting">{t(row.reason === 'learner-differs' ? 'waiting.yourTurn' : 'waiting.notYours')}</Tone>
                  <Text size="sm">
                    {ofCode('reason', row.reason)} <Anchor href={`/docs/errors/${row.reason}`}>{t('rows.more', { code: row.reason })}</Anchor>
                  </Text>
                </>
              ),
            },
            {
              header: t('waiting.decide'),
              cell: (row) =>
                row.reason === 'learner-differs' && (
                  <Group gap="xs">
                    <Button size="xs" onClick={() => setAsked({ row, accept: true })}>
                      {t('waiting.accept')}
                    </Button>
                    <Button size="xs" variant="default" onClick={() => setAsked({ row, accept: false })}>
                      {t('waiting.refuse')}
                    </Button>
                  </Group>
                ),
            },
          ]}
        />
        {asked && <SettleRow {...asked} onClose={() => setAsked(null)} />}
      </Stack>
    </Paper>
  )
}

function WrittenRow({ row: { handedIn } }: { readonly row: Waiting }) {
  const { number, day, ofCode, t } = useWords()
  if (!handedIn) return null
  return (
    <>
      <PersonShown person={handedIn} />
      <Text size="sm">
        {[
          ofCode('outcome', handedIn.outcome),
          handedIn.grade && `${t('rows.grade')} ${handedIn.grade}`,
          `${number(handedIn.ects)} ECTS`,
          day(handedIn.assessedOn),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  )
}

function PersonShown({ person: { givenNames, familyName, birthDate, esi } }: { readonly person: Person }) {
  const { t, day } = useWords()
  return (
    <>
      <Text fw={600} lang="">
        {`${givenNames ?? ''} ${familyName ?? ''}`.trim() || t('rows.noName')}
      </Text>
      {birthDate && <Text size="sm">{t('waiting.born', { day: day(birthDate) })}</Text>}
      {esi && (
        <Text size="sm" c="dimmed">
          {codeOfEsi(esi)}
        </Text>
      )}
    </>
  )
}

function SettleRow({ row, accept, onClose }: { readonly row: Waiting; readonly accept: boolean; readonly onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const settle = useMutation({
    mutationFn: async () => {
      const { settleWaitingSubmission: answer } = await execute(settleText, { id: row.id, accept })
      if (answer.__typename === 'Problem') throw refusedBy(answer)
    },
    onSuccess: async () => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['waiting-rows'] }), queries.invalidateQueries({ queryKey: ['outcomes'] })])
      onClose()
      document.getElementById('outcomes-of-learners')?.focus()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(accept ? 'waiting.acceptTitle' : 'waiting.refuseTitle')}
      closeButtonProps={{ 'aria-label': t('undo.close') }}
      centered
      transitionProps={{ duration: 0 }}
    >
      <Stack>
        <Text>{t(accept ? 'waiting.acceptMeans' : 'waiting.refuseMeans', { lead: row.lead })}</Text>
        {settle.isError && <FaultBox thrown={settle.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('waiting.cancel')}
          </Button>
          <Button {...(!accept && { color: 'red' })} loading={settle.isPending} onClick={() => settle.mutate()}>
            {t(accept ? 'waiting.accept' : 'waiting.refuse')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
