import { Anchor, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { PageTitle } from '../frame/page-title.tsx'
import { execute, graphQuery } from '../hub/ask.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { codeOfEsi } from '../status/esi.ts'
import { useWords } from '../words/words.tsx'
import { OpenAgreement } from './open-agreement.tsx'
import { Section } from './agreement-page.tsx'

interface Student {
  readonly id: string
  readonly givenNames: string | null
  readonly familyName: string | null
  readonly birthDate: string | null
  readonly esi: string | null
  readonly localId: string | null
}
export const directoryText = graphQuery<
  { learnerDirectory: { totalCount: number; edges: readonly { node: Student }[] } | null },
  { search: { name: string } | { identifier: string } }
>(
  `query FindStudent($search: LearnerSearch!) { learnerDirectory(search: $search, purpose: "learning-agreement", first: 20) { totalCount edges { node {
    id givenNames familyName birthDate esi localId
  } } } }`,
)

/** Where an office opens an agreement for one of its students: who, then where and when. */
export function OpenAgreementPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const [learnerId, setLearnerId] = useState<string | null>(null)
  return (
    <Stack gap="lg">
      <nav aria-label={t('app.path')}>
        <Anchor component={Link} to="/agreements">
          {t('agreements.title')}
        </Anchor>
      </nav>
      <PageTitle title={t('open.title')} />
      <Section id="find-student" title={t('open.who')}>
        <FindStudent chosen={learnerId} onChoose={setLearnerId} />
      </Section>
      {learnerId && (
        <Section id="open-agreement" title={t('open.where')}>
          <OpenAgreement key={learnerId} learnerId={learnerId} onOpened={(id) => void navigate({ to: '/agreements/$id', params: { id } })} />
        </Section>
      )}
    </Stack>
  )
}

/** Looks a student up when asked to, not while typing: each look is recorded, and the student can see it. */
function FindStudent({ chosen, onChoose }: { readonly chosen: string | null; readonly onChoose: (id: string | null) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const look = (event: FormEvent) => {
    event.preventDefault()
    onChoose(null)
    setText(typed.trim())
  }
  return (
    <Stack>
      <Text size="sm">{t('open.recorded')}</Text>
      <form onSubmit={look}>
        <Group align="flex-end" gap="sm">
          <TextInput
            type="search"
            label={t('open.find')}
            description={t('open.findHint')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 16rem' }}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            {t('agreements.look')}
          </Button>
        </Group>
      </form>
      {text && <Students key={text} text={text} chosen={chosen} onChoose={onChoose} />}
    </Stack>
  )
}

function Students({ text, chosen, onChoose }: { readonly text: string; readonly chosen: string | null; readonly onChoose: (id: string) => void }) {
  const { t, day } = useWords()
  const found = useQuery({
    queryKey: ['students', text],
    queryFn: async ({ signal }) =>
      (await execute(directoryText, { search: /[\d:]/.test(text) ? { identifier: text } : { name: text } }, signal)).learnerDirectory,
    // Looking again would be recorded again.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Asked query={found}>
      {(list) =>
        !list || list.totalCount === 0 ? (
          <NothingYet>{t('open.nobody')}</NothingYet>
        ) : (
          <Radio.Group label={t('open.found', { count: list.totalCount })} value={chosen ?? ''} onChange={onChoose}>
            <Stack gap="xs" mt="xs">
              {list.edges.map(({ node: { id, givenNames, familyName, birthDate, esi, localId } }) => (
                <Radio
                  key={id}
                  value={id}
                  label={<span lang="">{[givenNames, familyName].filter(Boolean).join(' ')}</span>}
                  description={[birthDate && t('waiting.born', { day: day(birthDate) }), esi && codeOfEsi(esi), localId].filter(Boolean).join(' · ')}
                />
              ))}
            </Stack>
          </Radio.Group>
        )
      }
    </Asked>
  )
}
