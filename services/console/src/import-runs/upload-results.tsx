import { Anchor, Button, Group, NativeSelect, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { sendForm } from '../hub/ask.ts'
import { useSignedIn } from '../hub/session.ts'
import type { JointCourse } from '../joint-courses/joint-courses.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Run } from './import-run.ts'
import styles from './upload-results.module.css'

/** Where the lead's office hands in a file. It is checked first; nothing is recorded before somebody accepts. */
export function UploadResults({ course }: { readonly course: JointCourse }) {
  const { t, language, number } = useWords()
  const { institution } = useSignedIn()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [home, setHome] = useState('')
  const [share, setShare] = useState(0)
  const checkButton = useRef<HTMLButtonElement>(null)
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      setShare(0)
      return sendForm<Run & { alreadyKnown: boolean }>('/api/imports', resultsForm(chosen, { institution, offering: course.code, home }), {
        language,
        onProgress: setShare,
      })
    },
    onSuccess: async ({ id, alreadyKnown }) => {
      void queries.invalidateQueries({ queryKey: ['import-runs'] })
      await navigate({ to: '/joint-course-results/$code/runs/$runId', params: { code: course.code, runId: id }, search: alreadyKnown ? { known: true } : {} })
    },
  })
  useEffect(() => {
    if (file) checkButton.current?.focus()
  }, [file])
  const choose = (chosen: File | undefined) => {
    upload.reset()
    if (chosen) setFile(chosen)
  }
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="upload-results">
      <Stack>
        <Title order={2} size="h3" id="upload-results">
          {t('upload.title')}
        </Title>
        <Text>{t('upload.what')}</Text>
        <DropArea onFile={choose} />
        {file && (
          <Text>
            {t('upload.chosen')} <strong>{file.name}</strong> ({number(file.size / 1024, 0)} KB)
          </Text>
        )}
        <NativeSelect
          label={t('upload.home')}
          description={t('upload.homeWhy')}
          value={home}
          onChange={(event) => setHome(event.currentTarget.value)}
          data={[
            { value: '', label: t('upload.homeOfFile') },
            ...[course.lead, ...course.partners].flatMap((one) => (one ? [{ value: one.schacId, label: one.name }] : [])),
          ]}
          maw="30rem"
        />
        <Group>
          <Button ref={checkButton} disabled={!file || upload.isPending} onClick={() => file && upload.mutate(file)}>
            {t('upload.check')}
          </Button>
          <Anchor href="/api/templates/joint-course-results.xlsx">{t('upload.templateXlsx')}</Anchor>
          <Anchor href="/api/templates/joint-course-results.csv">{t('upload.templateCsv')}</Anchor>
        </Group>
        {upload.isPending && (
          <div role="status">
            <Text size="sm">{t('upload.sending', { percent: Math.round(share * 100) })}</Text>
            <Progress value={share * 100} aria-label={t('upload.sendingLabel')} />
          </div>
        )}
        {upload.isError && <FaultBox thrown={upload.error} {...(file && { onRetry: () => upload.mutate(file) })} />}
      </Stack>
    </Paper>
  )
}

function resultsForm(file: File, about: { readonly institution: string; readonly offering: string; readonly home: string }): FormData {
  const form = new FormData()
  form.set('template', 'joint-course-results')
  form.set('institution', about.institution)
  form.set('offering', about.offering)
  if (about.home) form.set('home', about.home)
  // Fields first: the hub knows where the file belongs before it reads it.
  form.set('file', file)
  return form
}

function DropArea({ onFile }: { readonly onFile: (file: File | undefined) => void }) {
  const { t } = useWords()
  const [over, setOver] = useState(false)
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver)
  }
  return (
    <div
      className={`${styles.area} ${over ? styles.over : ''}`}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        onFile(event.dataTransfer.files[0])
      }}
    >
      <Stack align="center" gap="xs">
        <Text>{t('upload.drop')}</Text>
        <label className={styles.pick}>
          {t('upload.pick')}
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.xml"
            onChange={(event) => {
              onFile(event.currentTarget.files?.[0])
              // The same name may be picked again after it was corrected.
              event.currentTarget.value = ''
            }}
          />
        </label>
        <Text size="sm" c="dimmed">
          {t('upload.kinds')}
        </Text>
      </Stack>
    </div>
  )
}
