import { Anchor, Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { PageTitle } from '../frame/page-title.tsx'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { caseStates, casesOnPage, casesQuery, type RecognitionCase } from './cases.ts'
import { DecideCase } from './decide-case.tsx'

const here = '/recognition'
const decides: readonly string[] = ['recognition-office', 'examination-board']
const waitsForPerson: readonly string[] = ['referred', 'reopened']

/** The work list of a recognition office: cases that the hub referred to a person, why, and the decision. */
export function RecognitionPage() {
  const { t, language, ofCode, number } = useWords()
  const search = useSearch({ from: here })
  const navigate = useNavigate()
  const cases = useQuery(casesQuery(search, language))
  return (
    <Stack gap="lg">
      <PageTitle title={t('cases.title')} />
      <Text>{t('cases.why')}</Text>
      <NativeSelect
        label={t('agreements.status')}
        value={search.state ?? 'referred'}
        onChange={(event) => void navigate({ to: here, search: { state: event.currentTarget.value } })}
        data={caseStates.map((value) => ({ value, label: ofCode('caseState', value) }))}
        maw="24rem"
      />
      <Paper component="section" withBorder p="md" aria-label={t('cases.list')}>
        <Stack>
          <Asked query={cases}>
            {(list) =>
              !list || list.totalCount === 0 ? (
                <NothingYet>{t('cases.none')}</NothingYet>
              ) : (
                <>
                  <Cases rows={list.edges.map(({ node }) => node)} total={list.totalCount} />
                  <Group component="nav" aria-label={t('cases.pages')} role="navigation">
                    {list.pageInfo.hasNextPage && list.pageInfo.endCursor && (
                      <Anchor component={Link} to={here} search={{ ...search, after: list.pageInfo.endCursor } as never}>
                        {t('cases.next', { count: casesOnPage })}
                      </Anchor>
                    )}
                    <Text size="sm" c="dimmed">
                      {t('agreements.shown', { shown: number(list.edges.length), count: list.totalCount })}
                    </Text>
                  </Group>
                </>
              )
            }
          </Asked>
        </Stack>
      </Paper>
    </Stack>
  )
}

function Cases({ rows, total }: { readonly rows: readonly RecognitionCase[]; readonly total: number }) {
  const { t, number, day, ofCode } = useWords()
  const { roles } = useSignedIn()
  const institutionName = useInstitutionName()
  const [deciding, setDeciding] = useState<RecognitionCase | null>(null)
  const may = roles.some((role) => decides.includes(role))
  return (
    <>
      <FieldTable
        caption={t('cases.count', { count: total })}
        rows={rows}
        keyOf={(one) => one.id}
        fields={[
          {
            header: t('agreements.student'),
            cell: ({ learner }) => <span lang="">{[learner?.givenNames, learner?.familyName].filter(Boolean).join(' ') || t('agreements.noName')}</span>,
          },
          {
            header: t('courses.course'),
            cell: ({ enrolment }) => (
              <>
                <span lang="">{enrolment?.instance?.opportunity?.title ?? enrolment?.instance?.code ?? '–'}</span>
                <Text size="sm" c="dimmed">
                  {[enrolment?.instance?.code, enrolment?.lead && institutionName(enrolment.lead.schacId)].filter(Boolean).join(' · ')}
                </Text>
              </>
            ),
          },
          {
            header: t('outcomes.result'),
            cell: ({ earnedEcts, enrolment }) =>
              [`${number(earnedEcts)} ECTS`, ...(enrolment?.results ?? []).map((one) => one.grade ?? ofCode('outcome', one.outcome))].join(', '),
          },
          {
            header: t('cases.state'),
            cell: ({ state, reason, explanation, decision }) => (
              <Stack gap={4}>
                <Tone tone={toneOf(state)}>{ofCode('caseState', state)}</Tone>
                {reason && <Text size="sm">{ofCode('reason', reason) === reason ? explanation : ofCode('reason', reason)}</Text>}
                {decision && (
                  <Text size="sm">
                    {ofCode('recognised', decision.outcome)}, {number(decision.credits)} ECTS {decision.text}
                  </Text>
                )}
              </Stack>
            ),
          },
          { header: t('agreements.since'), cell: ({ submittedAt }) => day(submittedAt) },
          {
            header: t('waiting.decide'),
            cell: (one) =>
              may && waitsForPerson.includes(one.state) ? (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('cases.decideOn', { student: [one.learner?.givenNames, one.learner?.familyName].filter(Boolean).join(' ') })}
                  onClick={() => setDeciding(one)}
                >
                  {t('waiting.decide')}
                </Button>
              ) : null,
          },
        ]}
      />
      {deciding && <DecideCase key={deciding.id} one={deciding} onClose={() => setDeciding(null)} />}
    </>
  )
}
