import { Button, Checkbox, Fieldset, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import type { Agreement, Content } from './agreement.ts'
import { actOnOne, useAct, writeText } from './agreement-acts.ts'
import { ComponentFields } from './component-fields.tsx'
import { DraftFacts } from './draft-facts.tsx'
import {
  type ComponentDraft,
  contentInput,
  creditsOf,
  type Draft,
  draftOf,
  emptyComponent,
  takeOver,
  withComponent,
  withLink,
  withoutComponent,
} from './draft.ts'
import { Fault } from '../hub/fault.ts'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import { Precedents } from './precedents.tsx'

/** Tables that the form of each kind of mobility has. */
const tablesOf: Readonly<Record<string, readonly string[]>> = {
  semester: ['studied', 'recognised', 'virtual'],
  'short-term-blended': ['blended', 'recognised'],
  'short-term-doctoral': ['doctoral', 'recognised'],
  virtual: ['virtual', 'studied', 'recognised'],
  'micro-credential': ['studied', 'virtual', 'recognised'],
}

interface Props {
  readonly agreement: Agreement
  readonly content: Content
  readonly onUnsaved: (unsaved: boolean) => void
}

/** Where the student, or the office for them, writes the draft. What is typed stays here until it is saved, whatever happens meanwhile. */
export function WriteDraft({ agreement, content, onUnsaved }: Props) {
  const { t, ofCode, number } = useWords()
  const [draft, setDraft] = useState<Draft>(() => draftOf(content))
  const [base, setBase] = useState(agreement.version)
  const [unsaved, setUnsaved] = useState(false)
  const [told, setTold] = useState('')
  const change = (to: Draft) => {
    setDraft(to)
    setUnsaved(true)
    setTold('')
  }
  useEffect(() => {
    onUnsaved(unsaved)
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    if (unsaved) addEventListener('beforeunload', hold)
    return () => removeEventListener('beforeunload', hold)
  }, [unsaved, onUnsaved])
  const write = useAct(
    (written: Draft) => actOnOne(writeText, { id: agreement.id, expectedVersion: base, content: contentInput(written) }),
    ({ version }) => {
      setBase(version ?? base + 1)
      setUnsaved(false)
      setTold(t('draft.saved'))
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    write.mutate(draft)
  }
  const takeStanding = () => {
    setDraft(draftOf(content))
    setBase(agreement.version)
    setUnsaved(false)
    write.reset()
  }
  const isOvertaken = write.error instanceof Fault && write.error.code === 'stale-version'
  return (
    <form onSubmit={submit} aria-label={t('draft.write')}>
      <Stack>
        {(tablesOf[agreement.type] ?? []).map((table) => {
          const components = draft.components.filter((one) => one.table === table)
          const sum = components.map(({ ects }) => creditsOf(ects)).reduce((all, one) => all + (Number.isNaN(one) ? 0 : one), 0)
          return (
            <Fieldset key={table} legend={t('content.tableSum', { table: ofCode('table', table), ects: number(sum) })}>
              <Stack>
                <Text size="sm">{ofCode('tableMeans', table)}</Text>
                {components.map((component) => (
                  <ComponentOfDraft key={component.id} component={component} draft={draft} onChange={change} />
                ))}
                <Group>
                  <Button
                    variant="default"
                    onClick={() => {
                      const id = crypto.randomUUID()
                      change(withComponent(draft, emptyComponent(id, table)))
                      // The new line is there after the next paint; whoever pressed wants to type into it.
                      requestAnimationFrame(() => document.getElementById(`component-${id}`)?.focus())
                    }}
                  >
                    {t('draft.add', { table: ofCode('tableShort', table) })}
                  </Button>
                </Group>
                {table === 'recognised' && (
                  <Precedents
                    provider={agreement.receiving}
                    codes={draft.components.map((one) => one.losCode.trim())}
                    onTake={(precedent) => {
                      change(takeOver(draft, precedent, () => crypto.randomUUID(), tablesOf[agreement.type]?.[0]))
                      setTold(t('precedents.taken', { title: precedent.recognisedTitle }))
                    }}
                  />
                )}
              </Stack>
            </Fieldset>
          )
        })}
        <DraftFacts draft={draft} type={agreement.type} onChange={change} />
        {write.isError && <FaultBox thrown={write.error} components={content.components} />}
        <Group>
          <Button type="submit" loading={write.isPending} disabled={!unsaved}>
            {t('draft.save')}
          </Button>
          {isOvertaken && (
            <Button variant="default" onClick={takeStanding}>
              {t('draft.takeStanding')}
            </Button>
          )}
          <Text role="status" size="sm">
            {told || (unsaved ? t('draft.unsaved') : '')}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

function ComponentOfDraft({
  component,
  draft,
  onChange,
}: {
  readonly component: ComponentDraft
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}) {
  const { t } = useWords()
  const studied = draft.components.filter((one) => one.table !== 'recognised')
  return (
    <div className="component-of-draft" role="group" aria-label={component.title || t('content.noTitle')}>
      <ComponentFields component={component} onChange={(to) => onChange(withComponent(draft, to))} />
      {component.table === 'recognised' && studied.length > 0 && (
        <Checkbox.Group
          label={t('content.recognisedFrom')}
          value={draft.links.filter((link) => link.recognised === component.id).map((link) => link.studied)}
          onChange={(chosen) =>
            onChange({
              ...draft,
              links: studied.reduce((links, { id }) => withLink(links, { studied: id, recognised: component.id }, chosen.includes(id)), draft.links),
            })
          }
        >
          <Group gap="sm" mt="xs">
            {studied.map(({ id, title }) => (
              <Checkbox key={id} value={id} label={title || t('content.noTitle')} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t('draft.removeOne', { title: component.title || t('content.noTitle') })}
          onClick={() => onChange(withoutComponent(draft, component.id))}
        >
          {t('draft.remove')}
        </Button>
      </Group>
    </div>
  )
}
