import { Anchor, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { execute, graphQuery } from '../hub/ask.ts'
import { type Refused, refusedBy, refusedFields } from '../hub/fault.ts'
import { Asked } from '../status/asked.tsx'
import { FaultBox } from '../status/fault-box.tsx'
import { useWords } from '../words/words.tsx'
import { type AgreementsSearch, filterOf } from './agreements-search.ts'

interface SavedView {
  readonly id: string
  readonly name: string
  readonly forAll: boolean
  readonly mine: boolean
  readonly address: string
  readonly total: number
}
type Done = { readonly __typename: 'SavedView'; readonly id: string } | ({ readonly __typename: 'Problem' } & Refused)
const answer = `{ __typename ... on SavedView { id } ... on Problem { ${refusedFields} } }`

export const viewsText = graphQuery<{ savedViews: readonly SavedView[] | null }>('query SavedViews { savedViews { id name forAll mine address total } }')
export const saveViewText = graphQuery<{ saveView: Done }, { name: string; filter: object; forAll: boolean }>(
  `mutation SaveView($name: String!, $filter: LearningAgreementFilter!, $forAll: Boolean) { saveView(name: $name, filter: $filter, forAll: $forAll) ${answer} }`,
)
export const removeViewText = graphQuery<{ removeView: Done }, { id: string }>(`mutation RemoveView($id: ID!) { removeView(id: $id) ${answer} }`)

const viewsQuery = queryOptions({ queryKey: ['agreements', 'views'], queryFn: async ({ signal }) => (await execute(viewsText, {}, signal)).savedViews })

/** Filters under a name, each with its count: one press opens its list, whose address can be sent to a colleague. */
export function SavedViews({ search }: { readonly search: AgreementsSearch }) {
  const { t, number } = useWords()
  const { history } = useRouter()
  const views = useQuery(viewsQuery)
  const remove = useViewAct((id: string) => execute(removeViewText, { id }))
  return (
    <details>
      <summary>{t('views.title')}</summary>
      <Stack gap="sm" mt="sm">
        <Asked query={views}>
          {(list) =>
            !list || list.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('views.none')}
              </Text>
            ) : (
              <ul className="precedents" aria-label={t('views.title')}>
                {list.map((view) => (
                  <li key={view.id}>
                    <div>
                      <Anchor
                        href={view.address}
                        onClick={(event) => {
                          event.preventDefault()
                          history.push(view.address)
                        }}
                      >
                        {view.name} ({number(view.total)})
                      </Anchor>
                      {view.forAll && (
                        <Text size="sm" c="dimmed">
                          {t('views.forAll')}
                        </Text>
                      )}
                    </div>
                    {view.mine && (
                      <Button size="xs" variant="default" aria-label={t('views.remove', { name: view.name })} onClick={() => remove.mutate(view.id)}>
                        {t('notes.remove')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Asked>
        {remove.isError && <FaultBox thrown={remove.error} />}
        <SaveView search={search} />
      </Stack>
    </details>
  )
}

function SaveView({ search }: { readonly search: AgreementsSearch }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [forAll, setForAll] = useState(false)
  const save = useViewAct(() => execute(saveViewText, { name: name.trim(), filter: filterOf(search), forAll }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          required
          maxLength={80}
          label={t('views.name')}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            save.reset()
          }}
        />
        <Checkbox label={t('views.shareIt')} checked={forAll} onChange={(event) => setForAll(event.currentTarget.checked)} />
        <Button type="submit" variant="default" loading={save.isPending}>
          {t('views.save')}
        </Button>
      </Group>
      <Text role="status" size="sm">
        {save.isSuccess ? t('views.saved') : ''}
      </Text>
      {save.isError && <FaultBox thrown={save.error} />}
    </form>
  )
}

function useViewAct<Given>(act: (given: Given) => Promise<Readonly<Record<string, Done>>>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (given: Given) => {
      const [done] = Object.values(await act(given))
      if (done?.__typename === 'Problem') throw refusedBy(done)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  })
}
