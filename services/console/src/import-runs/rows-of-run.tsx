import { Anchor, Code, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Asked, NothingYet } from '../status/asked.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { codeOfEsi } from '../status/esi.ts'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { isMoving, type Run, type RowsSearch, wasAccepted } from './import-run.ts'
import { ProblemList } from './problem-list.tsx'
import styles from './row-lists.module.css'
import { type RowShown, rowsOnPage, rowsQuery } from './page-of-rows.ts'
import { WhatBecame } from './what-became.tsx'

const here = '/joint-course-results/$code/runs/$runId'

/** The rows of the file, filtered and paged by the address. */
export function RowsOfRun({ run, code }: { readonly run: Run; readonly code: string }) {
  const { t, language, number } = useWords()
  const search = useSearch({ from: here })
  const accepted = wasAccepted(run)
  const page = useQuery(rowsQuery(run.id, search, { language, accepted, every: isMoving(run) ? 1000 : accepted ? 10_000 : false }))
  const count = search.end ? (run.ends[search.end] ?? 0) : search.fate ? run.rows[search.fate] : run.rows.total
  const word = search.end ? t(`end.${search.end}`) : search.fate ? t(`fate.${search.fate}`) : null
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="rows-of-run">
      <Stack>
        <Title order={2} size="h3" id="rows-of-run" tabIndex={-1}>
          {word ? t('rows.titleOf', { word }) : t('rows.title')}
        </Title>
        {word && (
          <Anchor component={Link} to={here} params={{ code, runId: run.id } as never}>
            {t('rows.all', { count: run.rows.total, rows: number(run.rows.total) })}
          </Anchor>
        )}
        <Asked query={page}>
          {({ rows, next }) =>
            rows.length === 0 ? (
              <NothingYet>{t('rows.none')}</NothingYet>
            ) : (
              <>
                <FieldTable
                  caption={t('rows.count', { count })}
                  rows={rows}
                  keyOf={(row) => row.row}
                  fields={[
                    { header: t('rows.row'), number: true, cell: (row) => number(row.row) },
                    { header: t('rows.fate'), cell: (row) => <Fates row={row} accepted={accepted} /> },
                    { header: t('rows.learner'), cell: (row) => <LearnerOfRow row={row} /> },
                    { header: t('rows.result'), cell: (row) => <ResultOfRow row={row} /> },
                    { header: t('rows.found'), cell: (row) => <FoundInRow row={row} /> },
                    ...(accepted && rows.some(({ fate }) => fate === 'good')
                      ? [{ header: t('rows.became'), cell: (row: RowShown) => <WhatBecame row={row} /> }]
                      : []),
                  ]}
                />
                <Pages run={run} code={code} search={search} next={next} />
              </>
            )
          }
        </Asked>
      </Stack>
    </Paper>
  )
}

function Fates({ row, accepted }: { readonly row: RowShown; readonly accepted: boolean }) {
  const { t, ofCode } = useWords()
  return (
    <div className={styles.stages}>
      <Tone tone={toneOf(row.fate)}>{t(`fate.${row.fate}`)}</Tone>
      {accepted && row.fate === 'good' && <Tone tone={toneOf(row.end ?? 'pending')}>{t(`end.${row.end ?? 'pending'}`)}</Tone>}
      {row.undone && <Tone tone="same">{t('rows.undone')}</Tone>}
      {/* A refusal of the check stands in full beside it. */}
      {row.reason && !row.problems.some(({ code }) => code === row.reason) && (
        <Text size="sm">
          {ofCode('reason', row.reason)} <Anchor href={`/docs/errors/${row.reason}`}>{t('rows.more', { code: row.reason })}</Anchor>
        </Text>
      )}
      {row.turn && <Text size="sm">{t('rows.turn', { institution: row.turn })}</Text>}
    </div>
  )
}

function LearnerOfRow({ row: { values } }: { readonly row: RowShown }) {
  const { t } = useWords()
  if (!values) return <Text c="dimmed">{t('rows.notShown')}</Text>
  return (
    <>
      <Text fw={600} lang="">
        {`${values.givenNames} ${values.familyName}`.trim() || t('rows.noName')}
      </Text>
      {values.home && <Text size="sm">{values.home}</Text>}
      {values.esi && (
        <Text size="sm" c="dimmed">
          {codeOfEsi(values.esi)}
        </Text>
      )}
    </>
  )
}

function ResultOfRow({ row: { values } }: { readonly row: RowShown }) {
  const { t, number, day, ofCode } = useWords()
  if (!values) return <Text c="dimmed">{t('rows.notShown')}</Text>
  return (
    <>
      <Text>{values.outcome ? ofCode('outcome', values.outcome) : t('rows.noOutcome')}</Text>
      <Text size="sm">
        {[
          values.grade && `${t('rows.grade')} ${values.grade}${values.gradingScheme ? ` (${values.gradingScheme})` : ''}`,
          values.ects !== null && `${number(values.ects)} ECTS`,
          values.assessedOn && day(values.assessedOn),
          values.attempt > 1 && t('rows.attempt', { attempt: values.attempt }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  )
}

/** What is wrong with the row, open to the eye; what was put right, one step away. */
function FoundInRow({ row }: { readonly row: RowShown }) {
  const { t, ofCode } = useWords()
  const changes = row.changes ?? []
  return (
    <>
      {row.problems.length > 0 && <ProblemList problems={row.problems} />}
      {changes.length > 0 && (
        <details>
          <summary>{t('rows.changes', { count: changes.length })}</summary>
          <ul className={styles.list}>
            {changes.map((change, i) => (
              <li key={`${change.column} ${i}`}>
                <Text size="sm">
                  {change.column}: {change.from === '' ? <em>{t('rows.empty')}</em> : <Code className={styles.cell}>{change.from}</Code>} →{' '}
                  <Code className={styles.cell}>{change.to}</Code> ({ofCode('whyChanged', change.why)})
                </Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Pages({ run, code, search, next }: { readonly run: Run; readonly code: string; readonly search: RowsSearch; readonly next: number | null }) {
  const { t } = useWords()
  if (!search.after && next === null) return null
  const { after: _after, ...filter } = search
  return (
    <nav aria-label={t('rows.pages')}>
      <Group>
        {search.after && (
          <Anchor component={Link} to={here} params={{ code, runId: run.id } as never} search={filter as never} hash="rows-of-run">
            {t('rows.first')}
          </Anchor>
        )}
        {next !== null && (
          <Anchor component={Link} to={here} params={{ code, runId: run.id } as never} search={{ ...filter, after: next } as never} hash="rows-of-run">
            {t('rows.next', { count: rowsOnPage })}
          </Anchor>
        )}
      </Group>
    </nav>
  )
}
