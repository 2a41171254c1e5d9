import { Anchor, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { type End, ends, type Fate, fates, type Run, wasAccepted } from './import-run.ts'
import styles from './row-lists.module.css'

/** The report that adds up: every row of the file has one fate after the check, and one end after the acceptance. Each count is a link to its rows. */
export function RunReport({ run, code }: { readonly run: Run; readonly code: string }) {
  const { t, number } = useWords()
  const byFate = fates.map((fate) => ({ fate, rows: run.rows[fate] }))
  const byEnd = ends.map((end) => ({ end, rows: run.ends[end] ?? 0 })).filter(({ end, rows }) => rows > 0 || end === 'recorded')
  const settled = run.rows.total - (run.ends.pending ?? 0)
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="run-report">
      <Stack>
        <Title order={2} size="h3" id="run-report" tabIndex={-1}>
          {t('report.title')}
        </Title>
        <Counts heading={t('report.check')} code={code} runId={run.id} counts={byFate.map(({ fate, rows }) => ({ fate, rows, word: t(`fate.${fate}`) }))} />
        <Text>
          {sumOf(byFate.map(({ fate, rows }) => `${number(rows)} ${t(`fate.${fate}`)}`))} = {t('report.rowsInFile', { count: run.rows.total })}
        </Text>
        {wasAccepted(run) && (
          <>
            <Counts heading={t('report.became')} code={code} runId={run.id} counts={byEnd.map(({ end, rows }) => ({ end, rows, word: t(`end.${end}`) }))} />
            <Text>
              {sumOf(byEnd.map(({ end, rows }) => `${number(rows)} ${t(`end.${end}`)}`))} = {t('report.rowsInFile', { count: run.rows.total })}
            </Text>
            {settled < run.rows.total && (
              <div>
                <Text size="sm" role="status">
                  {t('report.settled', { settled: number(settled), total: number(run.rows.total) })}
                </Text>
                <Progress value={(settled / Math.max(1, run.rows.total)) * 100} aria-label={t('report.settledLabel')} />
              </div>
            )}
          </>
        )}
        <ProblemsByCode run={run} />
      </Stack>
    </Paper>
  )
}

const sumOf = (parts: readonly string[]) => parts.join(' + ')

interface Count {
  readonly fate?: Fate
  readonly end?: End
  readonly rows: number
  readonly word: string
}

function Counts({
  heading,
  counts,
  code,
  runId,
}: {
  readonly heading: string
  readonly counts: readonly Count[]
  readonly code: string
  readonly runId: string
}) {
  const { t, number } = useWords()
  const shown = useSearch({ from: '/joint-course-results/$code/runs/$runId' })
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {heading}
      </Title>
      <ul className={styles.counts}>
        {counts.map(({ fate, end, rows, word }) => (
          <li key={word}>
            <Link
              to="/joint-course-results/$code/runs/$runId"
              params={{ code, runId }}
              search={{ ...(fate && { fate }), ...(end && { end }) }}
              hash="rows-of-run"
              className={styles.count}
              aria-current={shown.fate === fate && shown.end === end ? 'true' : undefined}
              aria-label={t('report.showRows', { count: rows, word })}
            >
              <span className={styles.figure}>{number(rows)}</span>
              <Tone tone={toneOf(fate ?? end ?? '')}>{word}</Tone>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function ProblemsByCode({ run }: { readonly run: Run }) {
  const { t, number, ofCode } = useWords()
  if (run.problemCounts.length === 0) return null
  return (
    <details>
      <summary>{t('report.problems', { count: run.problemCounts.length })}</summary>
      <ul className={styles.list}>
        {run.problemCounts.map((problem) => (
          <li key={problem.code}>
            {number(problem.rows)} × {ofCode('problem', problem.code)}{' '}
            <Anchor href={`/docs/errors/${problem.code}`}>{t('rows.more', { code: problem.code })}</Anchor>
          </li>
        ))}
      </ul>
    </details>
  )
}
