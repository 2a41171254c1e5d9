import { Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask, execute, graphQuery } from '../hub/ask.ts'
import { type Refused, refusedBy, refusedFields } from '../hub/fault.ts'
import { Asked } from '../status/asked.tsx'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import { Section } from './agreement-page.tsx'

interface Note {
  readonly id: string
  readonly author: string
  readonly text: string | null
  readonly writtenAt: string
}
interface Attachment {
  readonly id: string
  readonly author: string
  readonly name: string | null
  readonly size: number
  readonly link: string
  readonly addedAt: string
}
/** Null for roles that keep none. */
interface Dossier {
  readonly notes: readonly Note[] | null
  readonly attachments: readonly Attachment[] | null
}
type Done = { readonly __typename: string } | ({ readonly __typename: 'Problem' } & Refused)
const refused = `... on Problem { ${refusedFields} }`

export const dossierText = graphQuery<{ learningAgreement: Dossier | null }, { id: string }>(
  'query Dossier($id: ID!) { learningAgreement(id: $id) { notes { id author text writtenAt } attachments { id author name size link addedAt } } }',
)
export const addNoteText = graphQuery<{ addDossierNote: Done }, { about: string; text: string }>(
  `mutation AddNote($about: ID!, $text: String!) { addDossierNote(about: $about, text: $text) { __typename ${refused} } }`,
)
export const removeNoteText = graphQuery<{ removeDossierNote: Done }, { id: string }>(
  `mutation RemoveNote($id: ID!) { removeDossierNote(id: $id) { __typename ${refused} } }`,
)
export const removeAttachmentText = graphQuery<{ removeDossierAttachment: Done }, { id: string }>(
  `mutation RemoveAttachment($id: ID!) { removeDossierAttachment(id: $id) { __typename ${refused} } }`,
)

const dossierQuery = (id: string) =>
  queryOptions({
    queryKey: ['agreements', 'dossier', id],
    queryFn: async ({ signal }) => (await execute(dossierText, { id }, signal)).learningAgreement,
  })

function useDossierAct<Given>(about: string, act: (given: Given) => Promise<Readonly<Record<string, Done>> | void>, onDone?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (given: Given) => {
      const [done] = Object.values((await act(given)) ?? {})
      if (done && 'code' in done) throw refusedBy(done)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: dossierQuery(about).queryKey }),
    ...(onDone && { onSuccess: onDone }),
  })
}

/** What the reader's own institution wrote down and keeps beside the file; no other party sees it. */
export function DossierSection({ id }: { readonly id: string }) {
  const { t } = useWords()
  const found = useQuery(dossierQuery(id))
  if (found.data && found.data.notes === null) return null
  return (
    <Section id="agreement-dossier" title={t('notes.title')}>
      <Text size="sm">{t('notes.who')}</Text>
      <Asked query={found}>
        {(dossier) => (
          <>
            <Notes about={id} notes={dossier?.notes ?? []} />
            <Attachments about={id} attachments={dossier?.attachments ?? []} />
          </>
        )}
      </Asked>
    </Section>
  )
}

function Notes({ about, notes }: { readonly about: string; readonly notes: readonly Note[] }) {
  const { t, instant } = useWords()
  const [text, setText] = useState('')
  const add = useDossierAct(
    about,
    () => execute(addNoteText, { about, text: text.trim() }),
    () => setText(''),
  )
  const remove = useDossierAct(about, (id: string) => execute(removeNoteText, { id }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(undefined)
  }
  return (
    <Stack gap="sm">
      {notes.length === 0 && <Text c="dimmed">{t('notes.none')}</Text>}
      {notes.length > 0 && (
        <ul className="precedents" aria-label={t('notes.title')}>
          {notes.map(({ id, author, text: said, writtenAt }) => (
            <li key={id}>
              <div>
                <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} lang="">
                  {said ?? t('notes.erased')}
                </Text>
                <Text size="sm" c="dimmed">
                  {t('notes.by', { author, at: instant(writtenAt) })}
                </Text>
              </div>
              <Button size="xs" variant="default" aria-label={t('notes.removeNote', { author, at: instant(writtenAt) })} onClick={() => remove.mutate(id)}>
                {t('notes.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {remove.isError && <FaultBox thrown={remove.error} />}
      <form onSubmit={submit}>
        <Stack gap="xs" align="flex-start">
          <Textarea required label={t('notes.text')} autosize minRows={2} w="100%" value={text} onChange={(event) => setText(event.currentTarget.value)} />
          {add.isError && <FaultBox thrown={add.error} />}
          <Button type="submit" variant="default" loading={add.isPending}>
            {t('notes.add')}
          </Button>
        </Stack>
      </form>
    </Stack>
  )
}

function Attachments({ about, attachments }: { readonly about: string; readonly attachments: readonly Attachment[] }) {
  const { t, number, instant } = useWords()
  const add = useDossierAct(about, async (file: File) => {
    await ask(`/api/dossiers/${about}/attachments?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file })
  })
  const remove = useDossierAct(about, (id: string) => execute(removeAttachmentText, { id }))
  return (
    <Stack gap="sm">
      {attachments.length > 0 && (
        <ul className="precedents">
          {attachments.map(({ id, author, name, size, link, addedAt }) => (
            <li key={id}>
              <div>
                <Anchor href={link} lang="">
                  {name ?? t('notes.erased')}
                </Anchor>{' '}
                ({number(Math.ceil(size / 1024), 0)} KiB)
                <Text size="sm" c="dimmed">
                  {t('notes.by', { author, at: instant(addedAt) })}
                </Text>
              </div>
              <Button size="xs" variant="default" aria-label={t('notes.removeFile', { name: name ?? id })} onClick={() => remove.mutate(id)}>
                {t('notes.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {remove.isError && <FaultBox thrown={remove.error} />}
      <Group>
        <label style={{ maxWidth: '100%' }}>
          <Text size="sm" fw={600}>
            {t('notes.file')}
          </Text>
          <input
            type="file"
            style={{ maxWidth: '100%' }}
            accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt,.ods"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              if (file) add.mutate(file)
              event.currentTarget.value = ''
            }}
          />
        </label>
        <Text size="sm" role="status">
          {add.isPending ? t('notes.sending') : ''}
        </Text>
      </Group>
      {add.isError && <FaultBox thrown={add.error} />}
    </Stack>
  )
}
