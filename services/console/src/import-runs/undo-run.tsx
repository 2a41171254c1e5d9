import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Run } from './import-run.ts'

interface Props {
  readonly run: Run
  readonly opened: boolean
  readonly pending: boolean
  readonly fault: unknown
  onClose(): void
  onUndo(): void
}

/** Says what undoing does, and to how many rows, before it is done. */
export function UndoRun({ run, opened, pending, fault, onClose, onUndo }: Props) {
  const { t } = useWords()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('undo.title', { file: run.file.name })}
      closeButtonProps={{ 'aria-label': t('undo.close') }}
      centered
      transitionProps={{ duration: 0 }}
    >
      <Stack>
        <Text>{t('undo.consequences', { count: run.rows.submitted })}</Text>
        <ul style={{ margin: 0 }}>
          <li>{t('undo.results')}</li>
          <li>{t('undo.credentials')}</li>
          <li>{t('undo.cases')}</li>
        </ul>
        <Text>{t('undo.next')}</Text>
        {fault !== null && <FaultBox thrown={fault} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('undo.keep')}
          </Button>
          <Button color="red" loading={pending} onClick={onUndo}>
            {t('undo.confirm', { count: run.rows.submitted })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
