import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import styles from '../import-runs/row-lists.module.css'
import { Asked, NothingYet } from '../status/asked.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { codeOfEsi } from '../status/esi.ts'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { CredentialOfLearner } from './credential-of-learner.tsx'
import { DecisionOnLearner } from './decision-on-learner.tsx'
import { DeliveriesAbout } from './deliveries-about.tsx'
import { learnersOnPage, type Outcome, outcomesQuery } from './outcomes.ts'

const here = '/joint-course-results/$code'

/** Every learner that the reader's institution may see at this course: result, credential with its checks, decision, deliveries. */
export function OutcomesOfLearners({ instanceId, leads }: { readonly instanceId: string; readonly leads: boolean }) {
  const { t } = useWords()
  const { code } = useParams({ from: here })
  const { after } = useSearch({ from: here })
  const outcomes = useQuery(outcomesQuery(instanceId, after ?? null))
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="outcomes-of-learners">
      <Stack>
        <Title order={2} size="h3" id="outcomes-of-learners" tabIndex={-1}>
          {t(leads ? 'outcomes.titleLead' : 'outcomes.title')}
        </Title>
        <Asked query={outcomes}>
          {({ totalCount, pageInfo, edges }) =>
            totalCount === 0 ? (
              <NothingYet>{t(leads ? 'outcomes.noneLead' : 'outcomes.none')}</NothingYet>
            ) : (
              <>
                <FieldTable
                  caption={t('outcomes.count', { count: totalCount })}
                  rows={edges.map(({ node }) => node)}
                  keyOf={(one) => one.id}
                  fields={[
                    { header: t('outcomes.learner'), cell: (one) => <LearnerShown one={one} /> },
                    { header: t('outcomes.result'), cell: (one) => <ResultsShown one={one} /> },
                    {
                      header: t('outcomes.credential'),
                      cell: (one) => (
                        <CredentialOfLearner
                          credentials={one.credentials}
                          isDue={one.results.some(({ outcome, state }) => outcome === 'passed' && state !== 'annulled')}
                        />
                      ),
                    },
                    { header: t('outcomes.decision'), cell: (one) => <DecisionOnLearner cases={one.cases} outcome={one.outcome} /> },
                    { header: t('outcomes.deliveries'), cell: (one) => <DeliveriesAbout deliveries={one.deliveries} /> },
                  ]}
                />
                {(after || pageInfo.hasNextPage) && (
                  <nav aria-label={t('outcomes.pages')}>
                    <Group>
                      {after && (
                        <Anchor component={Link} to={here} params={{ code } as never} hash="outcomes-of-learners">
                          {t('outcomes.first')}
                        </Anchor>
                      )}
                      {pageInfo.hasNextPage && pageInfo.endCursor && (
                        <Anchor
                          component={Link}
                          to={here}
                          params={{ code } as never}
                          search={{ after: pageInfo.endCursor } as never}
                          hash="outcomes-of-learners"
                        >
                          {t('outcomes.next', { count: learnersOnPage })}
                        </Anchor>
                      )}
                    </Group>
                  </nav>
                )}
              </>
            )
          }
        </Asked>
      </Stack>
    </Paper>
  )
}

function LearnerShown({ one: { participantName, learner, home } }: { readonly one: Outcome }) {
  const { t } = useWords()
  const name = learner?.familyName ? `${learner.givenNames ?? ''} ${learner.familyName}`.trim() : participantName
  return (
    <>
      <Text fw={600} lang="">
        {learner?.erased ? t('outcomes.erased') : (name ?? t('rows.notShown'))}
      </Text>
      {home && !learner?.esi && <Text size="sm">{home.schacId}</Text>}
      {learner?.esi && (
        <Text size="sm" c="dimmed">
          {codeOfEsi(learner.esi)}
        </Text>
      )}
    </>
  )
}

function ResultsShown({ one: { results } }: { readonly one: Outcome }) {
  const { t, number, day, ofCode } = useWords()
  return (
    <div className={styles.stages}>
      {results.map((result) => (
        <div key={result.id}>
          <Text>{ofCode('outcome', result.outcome)}</Text>
          <Text size="sm">
            {[
              result.grade && `${t('rows.grade')} ${result.grade}${result.gradingScheme ? ` (${result.gradingScheme})` : ''}`,
              `${number(result.ects)} ECTS`,
              day(result.assessedOn),
              results.length > 1 && t('rows.attempt', { attempt: result.attempt }),
              result.version > 1 && t('outcomes.version', { version: result.version }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {result.state === 'annulled' && <Tone tone={toneOf(result.state)}>{t('became.annulled')}</Tone>}
        </div>
      ))}
    </div>
  )
}
