import { Alert, Anchor, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { PageTitle } from '../frame/page-title.tsx'
import { Asked } from '../status/asked.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { isChecked, type Run, runQuery } from './import-run.ts'
import { ProblemList } from './problem-list.tsx'
import { RunMoves } from './run-moves.tsx'
import { RunReport } from './run-report.tsx'
import { RowsOfRun } from './rows-of-run.tsx'

const here = '/joint-course-results/$code/runs/$runId'

/** One run at an address of its own: what the check found, what was accepted, what became of it. */
export function RunPage() {
  const { code, runId } = useParams({ from: here })
  const { known } = useSearch({ from: here })
  const { t, language } = useWords()
  const run = useQuery(runQuery(runId, language))
  return (
    <Stack gap="lg">
      <nav aria-label={t('app.path')}>
        <Group gap="xs">
          <Anchor component={Link} to="/joint-course-results">
            {t('courses.title')}
          </Anchor>
          <span aria-hidden="true">/</span>
          <Anchor component={Link} to="/joint-course-results/$code" params={{ code } as never}>
            {code}
          </Anchor>
        </Group>
      </nav>
      <Asked query={run}>
        {(answer) => (
          <>
            {known && <Alert title={t('run.known')}>{t('run.knownWhy')}</Alert>}
            <Standing run={answer} />
            <FileProblems run={answer} />
            {isChecked(answer) && (
              <>
                <RunReport run={answer} code={code} />
                <RunMoves run={answer} />
                <RowsOfRun run={answer} code={code} />
              </>
            )}
          </>
        )}
      </Asked>
    </Stack>
  )
}

/** How the run stands, in a word and in a sentence that says whose turn it is. */
function Standing({ run }: { readonly run: Run }) {
  const { t, instant, number } = useWords()
  const waiting = run.ends.waiting ?? 0
  const isReading = run.state === 'received' || run.state === 'checking'
  return (
    <Stack gap="xs">
      <PageTitle title={run.file.name} />
      <Text c="dimmed">
        {t('run.handedIn', { at: instant(run.createdAt) })}
        {run.acceptedAt && ` · ${t('run.acceptedAt', { at: instant(run.acceptedAt) })}`}
      </Text>
      <div role="status" aria-live="polite">
        <Group gap="sm">
          <Tone tone={toneOf(run.state)}>{t(`runState.${run.state}`)}</Tone>
          <Text>{run.state === 'done' && waiting > 0 ? t('runMeans.doneButWaiting', { count: waiting }) : t(`runMeans.${run.state}`)}</Text>
        </Group>
      </div>
      {isReading && (
        <div>
          <Text size="sm">{t('run.rowsRead', { count: run.rowsRead, rows: number(run.rowsRead) })}</Text>
          <Progress value={100} striped animated aria-label={t('run.checking')} />
        </div>
      )}
      {run.wipedAt && run.state !== 'rejected' && <Text>{t('run.wiped')}</Text>}
    </Stack>
  )
}

function FileProblems({ run }: { readonly run: Run }) {
  const { t, ofCode } = useWords()
  return (
    <>
      {run.problems.length > 0 && (
        <Alert
          color={run.state === 'rejected' ? 'red' : 'yellow'}
          variant="outline"
          title={t('run.aboutFile')}
          styles={{ title: { color: 'var(--mantine-color-text)' } }}
        >
          <ProblemList problems={run.problems} />
        </Alert>
      )}
      {run.changedSince.length > 0 && (
        <Alert color="yellow" variant="outline" title={t('run.changedSince')} styles={{ title: { color: 'var(--mantine-color-text)' } }}>
          {run.changedSince.map((code) => ofCode('reason', code)).join(' ')}
        </Alert>
      )}
    </>
  )
}
