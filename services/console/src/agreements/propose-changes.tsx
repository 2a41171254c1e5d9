import { Button, Checkbox, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import type { Agreement, Component, Content } from './agreement.ts'
import { actOnOne, proposeText, useAct } from './agreement-acts.ts'
import { ComponentFields } from './component-fields.tsx'
import { type ComponentDraft, componentInput, emptyComponent, withLink } from './draft.ts'
import { tables } from './agreement-tables.tsx'

/** EWP's reasons for taking a component out and for putting one in. */
const deletionReasons = ['not-available', 'language-mismatch', 'timetable-conflict'] as const
const insertionReasons = ['substituting-deleted', 'extending-mobility', 'adding-virtual-component'] as const

interface Reason {
  readonly code: string
  readonly text: string
}
interface Inserted {
  readonly component: ComponentDraft
  readonly replaces: string
  readonly reason: Reason
  /** Ids of what it is linked with: components recognised where it is studied, and the other way round. */
  readonly linked: readonly string[]
}

/** What shall change in what all three signed: components that go, with the reason, and what comes in their place. The rest stays as it is. */
export function ProposeChanges({ agreement, onClose }: { readonly agreement: Agreement; readonly onClose: () => void }) {
  const { t, ofCode } = useWords()
  const content = (agreement.standing ?? agreement.current)?.content
  const [gone, setGone] = useState<Readonly<Record<string, Reason>>>({})
  const [inserted, setInserted] = useState<readonly Inserted[]>([])
  const propose = useAct(
    () => actOnOne(proposeText, { id: agreement.id, expectedVersion: agreement.version, changes: content ? changesOf(content, gone, inserted) : [] }),
    onClose,
  )
  if (!content) return null
  const used = tables.filter((table) => content.components.some((one) => one.table === table))
  const change = (i: number, to: Inserted) => setInserted(inserted.map((one, n) => (n === i ? to : one)))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    propose.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t('move.propose-changes')}>
      <Stack>
        <Text>{t('moveMeans.propose-changes')}</Text>
        <Fieldset legend={t('propose.goes')}>
          <Stack gap="xs">
            {content.components.map((one) => {
              const reason = gone[one.id]
              return (
                <div key={one.id}>
                  <Checkbox
                    label={`${ofCode('table', one.table)}: ${one.title}`}
                    checked={reason !== undefined}
                    onChange={(event) => {
                      const { [one.id]: _gone, ...others } = gone
                      setGone(event.currentTarget.checked ? { ...gone, [one.id]: { code: deletionReasons[0], text: '' } } : others)
                    }}
                  />
                  {reason && <ReasonFields of={one.title} codes={deletionReasons} reason={reason} onChange={(to) => setGone({ ...gone, [one.id]: to })} />}
                </div>
              )
            })}
          </Stack>
        </Fieldset>
        {inserted.map((one, i) => (
          <Fieldset key={one.component.id} legend={t('propose.comes', { number: i + 1 })}>
            <InsertedFields
              inserted={one}
              content={content}
              tablesUsed={used}
              gone={Object.keys(gone)}
              onChange={(to) => change(i, to)}
              onRemove={() => setInserted(inserted.filter((_, n) => n !== i))}
            />
          </Fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            onClick={() =>
              setInserted([
                ...inserted,
                {
                  component: emptyComponent(crypto.randomUUID(), used[0] ?? 'studied'),
                  replaces: Object.keys(gone)[0] ?? '',
                  reason: { code: insertionReasons[0], text: '' },
                  linked: [],
                },
              ])
            }
          >
            {t('propose.add')}
          </Button>
        </Group>
        {propose.isError && <FaultBox thrown={propose.error} components={content.components} />}
        <Group>
          <Button type="submit" loading={propose.isPending} disabled={Object.keys(gone).length === 0 && inserted.length === 0}>
            {t('propose.confirm')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('agreements.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ReasonFields({
  of,
  codes,
  reason,
  onChange,
}: {
  readonly of: string
  readonly codes: readonly string[]
  readonly reason: Reason
  readonly onChange: (reason: Reason) => void
}) {
  const { t, ofCode } = useWords()
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={t('propose.reasonOf', { title: of })}
        value={reason.code}
        onChange={(event) => onChange({ ...reason, code: event.currentTarget.value })}
        data={[...codes.map((value) => ({ value, label: ofCode('changeReason', value) })), { value: '', label: t('propose.otherReason') }]}
      />
      {reason.code === '' && (
        <TextInput
          required
          label={t('propose.reasonText')}
          value={reason.text}
          onChange={(event) => onChange({ ...reason, text: event.currentTarget.value })}
        />
      )}
    </Group>
  )
}

function InsertedFields({
  inserted,
  content,
  tablesUsed,
  gone,
  onChange,
  onRemove,
}: {
  readonly inserted: Inserted
  readonly content: Content
  readonly tablesUsed: readonly string[]
  readonly gone: readonly string[]
  readonly onChange: (inserted: Inserted) => void
  readonly onRemove: () => void
}) {
  const { t, ofCode } = useWords()
  const { component, replaces, reason, linked } = inserted
  const others = content.components.filter((one) => !gone.includes(one.id) && isOtherSide(component.table, one))
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t('propose.table')}
          value={component.table}
          onChange={(event) => onChange({ ...inserted, component: { ...component, table: event.currentTarget.value }, linked: [] })}
          data={[...new Set([...tablesUsed, 'virtual'])].map((value) => ({ value, label: ofCode('table', value) }))}
        />
        {gone.length > 0 && (
          <NativeSelect
            label={t('propose.replaces')}
            value={replaces}
            onChange={(event) => onChange({ ...inserted, replaces: event.currentTarget.value })}
            data={[
              { value: '', label: t('propose.replacesNothing') },
              ...content.components.filter((one) => gone.includes(one.id)).map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        )}
      </Group>
      <ComponentFields component={component} onChange={(to) => onChange({ ...inserted, component: to })} />
      {others.length > 0 && (
        <Checkbox.Group
          label={t(component.table === 'recognised' ? 'content.recognisedFrom' : 'content.recognisedAs')}
          value={[...linked]}
          onChange={(to) => onChange({ ...inserted, linked: to })}
        >
          <Group gap="sm" mt="xs">
            {others.map(({ id, title }) => (
              <Checkbox key={id} value={id} label={title} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      <ReasonFields of={component.title} codes={insertionReasons} reason={reason} onChange={(to) => onChange({ ...inserted, reason: to })} />
      <Group>
        <Button variant="default" size="compact-sm" onClick={onRemove}>
          {t('propose.leaveOut')}
        </Button>
      </Group>
    </Stack>
  )
}

const isOtherSide = (table: string, other: Component) => (table === 'recognised' ? other.table !== 'recognised' : other.table === 'recognised')

const reasonOf = ({ code, text }: Reason) => (code === '' ? { reasonText: text.trim() } : { reasonCode: code })

/** The wishes in the order in which the hub applies them: what goes, what comes, and then the links as they shall be. */
function changesOf(content: Content, gone: Readonly<Record<string, Reason>>, inserted: readonly Inserted[]): readonly object[] {
  const left = content.links.filter((link) => !(link.studied in gone) && !(link.recognised in gone))
  const links = inserted.reduce(
    (all, { component, linked }) =>
      linked
        .filter((id) => !(id in gone))
        .reduce(
          (some, id) =>
            withLink(some, component.table === 'recognised' ? { studied: id, recognised: component.id } : { studied: component.id, recognised: id }, true),
          all,
        ),
    left as Content['links'],
  )
  return [
    ...Object.entries(gone).map(([componentId, reason]) => ({ kind: 'delete', componentId, ...reasonOf(reason) })),
    ...inserted.map(({ component, replaces, reason }) => ({
      kind: 'insert',
      component: componentInput(component),
      ...(replaces && replaces in gone && { replaces }),
      ...reasonOf(reason),
    })),
    ...(inserted.some(({ linked }) => linked.length > 0) ? [{ kind: 'link', links: links.map(({ studied, recognised }) => ({ studied, recognised })) }] : []),
  ]
}
