import { Anchor, Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { PageTitle } from '../frame/page-title.tsx'
import { useSignedIn } from '../hub/session.ts'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { LiveMark } from '../status/live-mark.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { ActOnMany } from './act-on-many.tsx'
import { type AgreementRow, agreementsOnPage, agreementsQuery, useLiveAgreements } from './agreement.ts'
import { AgreementFilters } from './agreement-filters.tsx'
import type { AgreementsSearch } from './agreements-search.ts'
import { AgreementPipeline } from './agreement-pipeline.tsx'
import { SavedViews } from './saved-views.tsx'
import { DueOn, WhoseTurn } from './whose-turn.tsx'

const here = '/agreements'
/** Moves that are made on many at once. */
export const movesOnMany = ['approve', 'sign-for-sending'] as const
/** What the list is told of: whatever the reader may see. */
const everyAgreement = { ids: null } as const
/** Offices that write agreements; the hub refuses everyone else. */
const opensForStudents = ['international-office', 'institution-administrator'] as const
export type MoveOnMany = (typeof movesOnMany)[number]

/** Learning agreements of an office: how many wait for whom, which ones, and what can be done with several of them. */
export function AgreementsPage() {
  const { t } = useWords()
  const search = useSearch({ from: here })
  const { roles } = useSignedIn()
  const live = useLiveAgreements(everyAgreement)
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <Group gap="md">
          <PageTitle title={t('agreements.title')} />
          <LiveMark live={live} />
        </Group>
        {opensForStudents.some((role) => roles.includes(role)) && (
          <Button component={Link} to="/agreements/new" variant="default">
            {t('open.title')}
          </Button>
        )}
      </Group>
      <AgreementPipeline search={search} />
      <AgreementFilters search={search} />
      <SavedViews search={search} />
      <Agreements key={JSON.stringify(search)} />
    </Stack>
  )
}

function Agreements() {
  const { t, number } = useWords()
  const search = useSearch({ from: here })
  const agreements = useQuery(agreementsQuery(search))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [acting, setActing] = useState<{ readonly move: MoveOnMany; readonly rows: readonly AgreementRow[] } | null>(null)
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) => new Set([...[...before].filter((id) => !ids.includes(id)), ...(isChosen ? ids : [])]))
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="agreements">
      <Stack>
        <Title order={2} size="h3" id="agreements" tabIndex={-1}>
          {t('agreements.list')}
        </Title>
        <Asked query={agreements}>
          {({ totalCount, pageInfo, edges }) => {
            if (totalCount === 0) return <NothingYet>{t(Object.keys(search).length > 0 ? 'agreements.noneSo' : 'agreements.none')}</NothingYet>
            const rows = edges.map(({ node }) => node)
            const ready = (move: MoveOnMany) => rows.filter((row) => row.moves.includes(move))
            const open = rows.filter((row) => movesOnMany.some((move) => row.moves.includes(move))).map((row) => row.id)
            return (
              <>
                {open.length > 0 && (
                  <Group role="group" aria-label={t('agreements.onMany')}>
                    <Checkbox
                      label={t('agreements.chooseAll', { count: open.length })}
                      checked={open.every((id) => chosen.has(id))}
                      indeterminate={open.some((id) => chosen.has(id)) && !open.every((id) => chosen.has(id))}
                      onChange={(event) => choose(open, event.currentTarget.checked)}
                    />
                    {movesOnMany.map((move) => {
                      const of = ready(move).filter((row) => chosen.has(row.id))
                      return (
                        of.length > 0 && (
                          <Button key={move} onClick={() => setActing({ move, rows: of })}>
                            {t(`agreements.many.${move}`, { count: of.length })}
                          </Button>
                        )
                      )
                    })}
                  </Group>
                )}
                <AgreementTable rows={rows} total={totalCount} chosen={chosen} onChoose={choose} />
                <Group component="nav" aria-label={t('agreements.pages')} role="navigation">
                  {search.after && (
                    <Anchor component={Link} to={here} search={withoutAfter(search) as never}>
                      {t('agreements.first')}
                    </Anchor>
                  )}
                  {pageInfo.hasNextPage && pageInfo.endCursor && (
                    <Anchor component={Link} to={here} search={{ ...search, after: pageInfo.endCursor } as never}>
                      {t('agreements.next', { count: agreementsOnPage })}
                    </Anchor>
                  )}
                  {exportFormats.map((format) => (
                    <Anchor key={format} href={exportAddress(search, format)}>
                      {t('agreements.export', { format: format.toUpperCase() })}
                    </Anchor>
                  ))}
                  <Text size="sm" c="dimmed">
                    {t('agreements.shown', { shown: number(rows.length), count: totalCount })}
                  </Text>
                </Group>
              </>
            )
          }}
        </Asked>
        {/* Beside the list, which may be empty once all of it is done. */}
        {acting && (
          <ActOnMany
            {...acting}
            onClose={() => {
              setActing(null)
              setChosen(new Set())
              document.getElementById('agreements')?.focus()
            }}
            onCancel={() => setActing(null)}
          />
        )}
      </Stack>
    </Paper>
  )
}

const exportFormats = ['xlsx', 'csv', 'json'] as const
/** All that the filter holds, not this page alone; with how it was made. */
const exportAddress = ({ after: _after, ...filter }: AgreementsSearch, format: string): string =>
  `/api/learning-agreements/export?${new URLSearchParams({ ...filter, format })}`

const withoutAfter = <Search extends { readonly after?: string }>({ after: _after, ...others }: Search) => others

export const nameOf = (student: AgreementRow['student'], nobody: string): string => (student ? `${student.givenNames} ${student.familyName}`.trim() : nobody)

function AgreementTable({
  rows,
  total,
  chosen,
  onChoose,
}: {
  readonly rows: readonly AgreementRow[]
  readonly total: number
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void
}) {
  const { t, day, ofCode } = useWords()
  const { institution } = useSignedIn()
  const institutionName = useInstitutionName()
  return (
    <FieldTable
      caption={t('agreements.count', { count: total })}
      rows={rows}
      keyOf={(row) => row.id}
      fields={[
        {
          header: t('agreements.choose'),
          cell: (row) =>
            movesOnMany.some((move) => row.moves.includes(move)) && (
              <Checkbox
                aria-label={t('agreements.chooseOne', { student: nameOf(row.student, t('agreements.noName')) })}
                checked={chosen.has(row.id)}
                onChange={(event) => onChoose([row.id], event.currentTarget.checked)}
              />
            ),
        },
        {
          header: t('agreements.student'),
          cell: (row) => (
            <Anchor component={Link} to="/agreements/$id" params={{ id: row.id } as never} lang="">
              {nameOf(row.student, t('agreements.noName'))}
            </Anchor>
          ),
        },
        {
          header: t('agreements.partner'),
          cell: (row) => {
            const outgoing = row.sending === institution
            return (
              <>
                {institutionName(outgoing ? row.receiving : row.sending)}
                <Text size="sm" c="dimmed">
                  {t(outgoing ? 'agreements.outgoing' : 'agreements.incoming')}
                </Text>
              </>
            )
          },
        },
        {
          header: t('agreements.type'),
          cell: (row) => (
            <>
              {ofCode('mobilityType', row.type)}
              <Text size="sm" c="dimmed">
                {row.academicYear}
              </Text>
            </>
          ),
        },
        { header: t('agreements.status'), cell: (row) => <Tone tone={toneOf(row.status)}>{ofCode('agreementStatus', row.status)}</Tone> },
        { header: t('agreements.turn'), cell: (row) => <WhoseTurn agreement={row} /> },
        { header: t('agreements.since'), cell: (row) => day(row.turnSince) },
        { header: t('agreements.due'), cell: (row) => <DueOn dueOn={row.dueOn} turn={row.turn} /> },
      ]}
    />
  )
}
