import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type AgreementRow, agreementQuery, agreementsQuery, useLiveAgreements } from '../agreements/agreement.ts'
import { AfterAgreement, AgreementHistory, AgreementStanding, AgreementWork, Section } from '../agreements/agreement-page.tsx'
import { WhoseTurn } from '../agreements/whose-turn.tsx'
import { PageTitle } from '../frame/page-title.tsx'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { LiveMark } from '../status/live-mark.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { OpenAgreement } from '../agreements/open-agreement.tsx'

const here = '/my-agreement'

/** A student's own agreements: the one that is open, or the newest; the others are a press away. */
export function MyAgreementPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { id } = useSearch({ from: here })
  const own = useQuery(agreementsQuery({ academicYear: 'all' }))
  const ids = own.data?.edges.map(({ node }) => node.id) ?? []
  const live = useLiveAgreements(ids.length > 0 ? { ids } : null)
  return (
    <Stack gap="lg">
      <PageTitle title={t('mine.title')} />
      {ids.length > 0 && <LiveMark live={live} />}
      <Asked query={own}>
        {({ edges }) => {
          const rows = edges.map(({ node }) => node)
          const shown = id ?? rows[0]?.id
          return (
            <>
              {rows.length === 0 && <NothingYet>{t('mine.none')}</NothingYet>}
              {rows.length > 1 && <OwnAgreements rows={rows} shown={shown} />}
              {shown && <OneOfMine key={shown} id={shown} />}
              <Section id="open-agreement" title={t('mine.openTitle')}>
                <OpenAgreement learnerId={null} onOpened={(opened) => void navigate({ to: here, search: { id: opened } })} />
              </Section>
            </>
          )
        }}
      </Asked>
    </Stack>
  )
}

function OwnAgreements({ rows, shown }: { readonly rows: readonly AgreementRow[]; readonly shown: string | undefined }) {
  const { t, ofCode } = useWords()
  const institutionName = useInstitutionName()
  return (
    <nav aria-label={t('mine.others')}>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.map((row) => (
          <Group key={row.id} component="li" gap="sm">
            <Anchor component={Link} to={here} search={{ id: row.id } as never} aria-current={row.id === shown ? 'true' : undefined}>
              {institutionName(row.receiving)}, {row.academicYear}, {ofCode('mobilityType', row.type)}
            </Anchor>
            <Tone tone={toneOf(row.status)}>{ofCode('agreementStatus', row.status)}</Tone>
            <WhoseTurn agreement={row} />
          </Group>
        ))}
      </Stack>
    </nav>
  )
}

function OneOfMine({ id }: { readonly id: string }) {
  const { t, language } = useWords()
  const [against, setAgainst] = useState<number | null>(null)
  const found = useQuery(agreementQuery(id, language, against))
  return (
    <Asked query={found}>
      {(agreement) => {
        if (!agreement?.current) return <NothingYet>{t('agreement.notFoundNext')}</NothingYet>
        const { current, moves } = agreement
        const writes = moves.includes('edit')
        return (
          <>
            <AgreementStanding agreement={agreement} />
            {current.comment && (
              <Section id="comment" title={t('mine.comment')}>
                <Text component="blockquote" className="comment" lang="">
                  {current.comment}
                </Text>
                <Text>{t(writes ? 'mine.answerByEditing' : 'mine.answerByChanges')}</Text>
              </Section>
            )}
            <AgreementWork agreement={agreement} onCompare={setAgainst} />
            <AfterAgreement agreement={agreement} />
            <AgreementHistory agreement={agreement} against={against} onCompare={setAgainst} />
          </>
        )
      }}
    </Asked>
  )
}
