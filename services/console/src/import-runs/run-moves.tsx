import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../hub/ask.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Run } from './import-run.ts'
import { UndoRun } from './undo-run.tsx'

/** The buttons are the moves that the hub says are open to the reader now: there is no second list of what is allowed. */
export function RunMoves({ run }: { readonly run: Run }) {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const [isUndoing, setUndoing] = useState(false)
  const move = useMutation({
    mutationFn: (name: 'accept' | 'undo') => ask<Run>(`/api/imports/${run.id}/${name}`, { method: 'POST', language }),
    onSuccess: async (after) => {
      queries.setQueryData(['import-run', run.id, language], after)
      setUndoing(false)
      // The button is gone; whoever pressed it by keyboard goes on reading at the report.
      document.getElementById('run-report')?.focus()
      await Promise.all(['rows-of-run', 'import-runs', 'outcomes'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
    },
    onError: () => queries.invalidateQueries({ queryKey: ['import-run', run.id] }),
  })
  const bad = run.rows.refused + run.rows.waiting
  return (
    <Stack>
      <Group>
        {run.moves.includes('accept') && (
          <Button loading={move.isPending} onClick={() => move.mutate('accept')}>
            {t('run.accept', { count: run.rows.good })}
          </Button>
        )}
        {run.moves.includes('undo') && (
          <Button variant="default" onClick={() => setUndoing(true)}>
            {t('undo.open')}
          </Button>
        )}
        {bad > 0 && !run.wipedAt && (
          <>
            <Anchor href={`/api/imports/${run.id}/problems.xlsx`}>{t('run.badRowsXlsx', { count: bad })}</Anchor>
            <Anchor href={`/api/imports/${run.id}/problems.csv`}>{t('run.badRowsCsv', { count: bad })}</Anchor>
          </>
        )}
      </Group>
      {bad > 0 && run.state === 'checked' && <Text c="dimmed">{t('run.badRowsNext')}</Text>}
      {move.isError && !isUndoing && <FaultBox thrown={move.error} />}
      <UndoRun
        run={run}
        opened={isUndoing}
        pending={move.isPending}
        fault={move.isError ? move.error : null}
        onClose={() => setUndoing(false)}
        onUndo={() => move.mutate('undo')}
      />
    </Stack>
  )
}
