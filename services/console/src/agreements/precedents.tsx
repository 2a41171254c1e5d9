import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Equivalence } from './draft.ts'
import { execute, graphQuery } from '../hub/ask.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { useWords } from '../words/words.tsx'

export const precedentsText = graphQuery<
  { courseEquivalences: { totalCount: number; edges: readonly { node: Equivalence }[] } | null },
  { provider: string; text: string | null }
>(
  `query Precedents($provider: String, $text: String) { courseEquivalences(provider: $provider, text: $text, first: 20) { totalCount edges { node {
    id losCode title ects recognisedCode recognisedTitle recognisedEcts decidedBy decidedOn validUntil
  } } } }`,
)
const precedentsQuery = (provider: string, text: string) =>
  queryOptions({
    queryKey: ['precedents', provider, text],
    queryFn: async ({ signal }) => (await execute(precedentsText, { provider, text: text || null }, signal)).courseEquivalences,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

interface Props {
  readonly provider: string
  /** Codes in table A: what was recognised of these comes first. */
  readonly codes: readonly string[]
  readonly onTake: (precedent: Equivalence) => void
}

/** What courses there were recognised as at home before: guidance, not a promise. One press takes one over. */
export function Precedents({ provider, codes, onTake }: Props) {
  const { t, number, day } = useWords()
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const found = useQuery(precedentsQuery(provider, text))
  const isStudied = ({ losCode }: Equivalence) => codes.includes(losCode)
  return (
    <Stack gap="xs" component="section" aria-labelledby="precedents">
      <Title order={4} size="h5" id="precedents">
        {t('precedents.title')}
      </Title>
      <Text size="sm">{t('precedents.why')}</Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={t('precedents.text')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // The draft around it must not be saved by looking something up.
            if (event.key === 'Enter') {
              event.preventDefault()
              setText(typed.trim())
            }
          }}
        />
        <Button variant="default" onClick={() => setText(typed.trim())}>
          {t('agreements.look')}
        </Button>
      </Group>
      <Asked query={found}>
        {(list) =>
          !list || list.totalCount === 0 ? (
            <NothingYet>{t('precedents.none')}</NothingYet>
          ) : (
            <ul className="precedents" aria-label={t('precedents.title')}>
              {list.edges
                .map(({ node }) => node)
                .toSorted((a, b) => Number(isStudied(b)) - Number(isStudied(a)))
                .map((one) => (
                  <li key={one.id}>
                    <div>
                      <Text fw={600} lang="">
                        {one.title} ({one.losCode}
                        {one.ects !== null && `, ${number(one.ects)} ECTS`}) → {one.recognisedTitle} ({one.recognisedCode}, {number(one.recognisedEcts)} ECTS)
                      </Text>
                      <Text size="sm" c="dimmed">
                        {t('precedents.by', { by: one.decidedBy, on: day(one.decidedOn) })}
                        {one.validUntil && ` · ${t('precedents.until', { until: day(one.validUntil) })}`}
                      </Text>
                    </div>
                    <Button size="xs" variant="default" aria-label={t('precedents.takeOne', { title: one.recognisedTitle })} onClick={() => onTake(one)}>
                      {t('precedents.take')}
                    </Button>
                  </li>
                ))}
            </ul>
          )
        }
      </Asked>
    </Stack>
  )
}
