import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { creditsOf } from '../agreements/draft.ts'
import { execute } from '../hub/ask.ts'
import { refusedBy } from '../hub/fault.ts'
import styles from '../import-runs/row-lists.module.css'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import { criteria, decideText, outcomes, type RecognitionCase } from './cases.ts'

/** One case: what it rests on, and the decision. Anything but full recognition needs its reasons (R10); workload alone refuses nothing (R8). */
export function DecideCase({ one, onClose }: { readonly one: RecognitionCase; readonly onClose: () => void }) {
  const { t, number, instant, ofCode } = useWords()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState<string>('full')
  const [credits, setCredits] = useState(String(one.earnedEcts))
  const [reasons, setReasons] = useState<string[]>([])
  const [text, setText] = useState('')
  const decide = useMutation({
    mutationFn: async () => {
      const { decideCase } = await execute(decideText, {
        id: one.id,
        expectedVersion: one.version,
        outcome,
        credits: outcome === 'refused' ? 0 : creditsOf(credits) || 0,
        reasons: outcome === 'full' ? [] : reasons,
        text: text.trim(),
      })
      if (decideCase.__typename === 'Problem') throw refusedBy(decideCase)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['cases'] }),
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide.mutate()
  }
  const { learner, enrolment, credential, reason, explanation, history } = one
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('cases.decideOn', { student: [learner?.givenNames, learner?.familyName].filter(Boolean).join(' ') })}
      closeButtonProps={{ 'aria-label': t('undo.close') }}
      size="lg"
      transitionProps={{ duration: 0 }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text>
            <span lang="">{enrolment?.instance?.opportunity?.title ?? enrolment?.instance?.code}</span>, {number(one.earnedEcts)} ECTS
          </Text>
          {reason && <Text>{ofCode('reason', reason) === reason ? explanation : ofCode('reason', reason)}</Text>}
          {credential && (
            <details>
              <summary>
                {t('verdicts.passed', {
                  passed: credential.verdicts.filter(({ verdict }) => verdict === 'ok').length,
                  count: credential.verdicts.length,
                })}
              </summary>
              <ul className={styles.list}>
                {credential.verdicts.map(({ check, verdict, reason: why }) => (
                  <li key={check}>
                    {ofCode('check', check)}: {ofCode('verdict', verdict)}
                    {why && ` (${why})`}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <details>
            <summary>{t('timeline.title')}</summary>
            <ul className={styles.list}>
              {history.map((step) => (
                <li key={step.version}>
                  {ofCode('caseMove', step.move)}, {instant(step.at)}
                  {step.reason && `: ${ofCode('reason', step.reason)}`}
                </li>
              ))}
            </ul>
          </details>
          <NativeSelect
            label={t('cases.outcome')}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value)}
            data={outcomes.map((value) => ({ value, label: ofCode('recognised', value) }))}
          />
          {outcome !== 'refused' && (
            <TextInput label={t('recognise.credits')} inputMode="decimal" value={credits} onChange={(event) => setCredits(event.currentTarget.value)} />
          )}
          {outcome !== 'full' && (
            <Checkbox.Group label={t('cases.criteria')} description={t('cases.criteriaWhy')} value={reasons} onChange={setReasons}>
              <Group gap="sm" mt="xs">
                {criteria.map((value) => (
                  <Checkbox key={value} value={value} label={ofCode('criterion', value)} />
                ))}
              </Group>
            </Checkbox.Group>
          )}
          <Textarea
            label={t('cases.text')}
            description={t(outcome === 'full' ? 'cases.textFull' : 'cases.textNeeded')}
            autosize
            minRows={2}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {decide.isError && <FaultBox thrown={decide.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('waiting.cancel')}
            </Button>
            <Button type="submit" loading={decide.isPending}>
              {t(`cases.confirm.${outcome as 'full'}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
