import { Anchor, Button, Paper, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { JointCourse } from '../joint-courses/joint-courses.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { earlierRunsQuery } from './import-run.ts'

const step = 10

/** Every file handed in for this course, newest first: a run goes on when its tab is closed, and is found again here. */
export function EarlierRuns({ course }: { readonly course: JointCourse }) {
  const { t, number, instant } = useWords()
  const [shown, setShown] = useState(step)
  const runs = useQuery(earlierRunsQuery(course.id, shown))
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="earlier-runs">
      <Stack>
        <Title order={2} size="h3" id="earlier-runs">
          {t('runs.title')}
        </Title>
        <Asked query={runs}>
          {({ totalCount, edges }) =>
            totalCount === 0 ? (
              <NothingYet>{t('runs.none')}</NothingYet>
            ) : (
              <>
                <FieldTable
                  caption={t('runs.count', { count: totalCount })}
                  rows={edges.map(({ node }) => node)}
                  keyOf={(run) => run.id}
                  fields={[
                    {
                      header: t('runs.file'),
                      cell: (run) => (
                        <Anchor component={Link} to="/joint-course-results/$code/runs/$runId" params={{ code: course.code, runId: run.id } as never}>
                          {run.fileName}
                        </Anchor>
                      ),
                    },
                    { header: t('runs.handedIn'), cell: (run) => instant(run.createdAt) },
                    { header: t('runs.state'), cell: (run) => <Tone tone={toneOf(run.state)}>{t(`runState.${run.state}`)}</Tone> },
                    { header: t('runs.rows'), number: true, cell: (run) => number(run.total) },
                    { header: t('fate.good'), number: true, cell: (run) => number(run.good) },
                    { header: t('fate.refused'), number: true, cell: (run) => number(run.refused) },
                    { header: t('fate.waiting'), number: true, cell: (run) => number(run.waiting) },
                  ]}
                />
                {totalCount > edges.length && (
                  <Button variant="default" onClick={() => setShown(shown + step)} style={{ alignSelf: 'flex-start' }}>
                    {t('runs.more', { count: Math.min(step, totalCount - edges.length) })}
                  </Button>
                )}
              </>
            )
          }
        </Asked>
      </Stack>
    </Paper>
  )
}
