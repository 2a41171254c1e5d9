import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { PageTitle } from '../frame/page-title.tsx'
import { useInstitutionName } from '../joint-courses/institution-name.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { LiveMark } from '../status/live-mark.tsx'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import { type Agreement, agreementQuery, useLiveAgreements } from './agreement.ts'
import { AgreementFaults } from './agreement-faults.tsx'
import { AgreementMoves } from './agreement-moves.tsx'
import { AgreementPapers } from './agreement-papers.tsx'
import { AgreementParties } from './agreement-parties.tsx'
import { AgreementTables } from './agreement-tables.tsx'
import { AgreementTimeline } from './agreement-timeline.tsx'
import { AgreementVersions } from './agreement-versions.tsx'
import { nameOf } from './agreements-page.tsx'
import { DossierSection } from './dossier.tsx'
import { PartnerSide } from './partner-side.tsx'
import { papersQuery } from './papers.ts'
import { RecogniseMobility } from './recognise-mobility.tsx'
import { DueOn, WhoseTurn } from './whose-turn.tsx'
import { WriteDraft } from './write-draft.tsx'

const here = '/agreements/$id'

/** One learning agreement as an office sees it: where it stands, what can be done, what was agreed, how it came about. */
export function AgreementPage() {
  const { id } = useParams({ from: here })
  const { against } = useSearch({ from: here })
  const { t, language } = useWords()
  const navigate = useNavigate()
  const found = useQuery(agreementQuery(id, language, against ?? null))
  const live = useLiveAgreements({ ids: [id] })
  const compare = (number: number | null) => void navigate({ to: here, params: { id }, search: number ? { against: number } : {}, resetScroll: false })
  return (
    <Stack gap="lg">
      <nav aria-label={t('app.path')}>
        <Anchor component={Link} to="/agreements">
          {t('agreements.title')}
        </Anchor>
      </nav>
      <LiveMark live={live} />
      <Asked query={found}>
        {(agreement) =>
          agreement ? (
            <>
              <PageTitle title={t('agreement.title', { student: nameOf(agreement.student, t('agreements.noName')) })} />
              <AgreementStanding agreement={agreement} />
              <AgreementWork key={agreement.id} agreement={agreement} onCompare={compare} />
              <AfterAgreement agreement={agreement} />
              <Section id="agreement-parties" title={t('parties.title')}>
                <AgreementParties agreement={agreement} />
              </Section>
              <DossierSection id={agreement.id} />
              <AgreementHistory agreement={agreement} against={against ?? null} onCompare={compare} />
            </>
          ) : (
            <>
              <PageTitle title={t('agreement.notFound')} />
              <NothingYet>{t('agreement.notFoundNext')}</NothingYet>
            </>
          )
        }
      </Asked>
    </Stack>
  )
}

/** Who, where, what kind; the state, whose turn, since when, until when, and what the next step is. */
export function AgreementStanding({ agreement }: { readonly agreement: Agreement }) {
  const { t, day, ofCode } = useWords()
  const institutionName = useInstitutionName()
  const { type, academicYear, sending, receiving, status, nextStep, turnSince, programme, dueOn, turn } = agreement
  return (
    <Stack gap="xs">
      <Text>
        {t('agreement.between', { sending: institutionName(sending), receiving: institutionName(receiving) })} · {ofCode('mobilityType', type)} · {academicYear}
        {programme && ` · ${programme.code} (${programme.callYear})`}
      </Text>
      <Group gap="sm" role="status">
        <Tone tone={toneOf(status)}>{ofCode('agreementStatus', status)}</Tone>
        <WhoseTurn agreement={agreement} />
        <Text size="sm">{t('agreement.since', { day: day(turnSince) })}</Text>
        {dueOn && turn !== 'nobody' && (
          <Text size="sm" component="div">
            {t('agreements.due')}: <DueOn dueOn={dueOn} turn={turn} />
          </Text>
        )}
      </Group>
      {agreement.twoSided && <PartnerSide side={agreement.twoSided.partner} />}
      {nextStep && turn !== 'nobody' && <Text>{t('agreement.next', { step: ofCode('nextStep', nextStep) })}</Text>}
    </Stack>
  )
}

export function Section({ id, title, children }: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Stack>
        <Title order={2} size="h3" id={id} tabIndex={-1}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}

/** What the reader can do, and what is agreed: written here while it is a draft that the reader may write, by the student or the sending office. */
export function AgreementWork({ agreement, onCompare }: { readonly agreement: Agreement; readonly onCompare: (against: number | null) => void }) {
  const { t } = useWords()
  const [unsaved, setUnsaved] = useState(false)
  const { current, faults, moves } = agreement
  return (
    <>
      <AgreementMoves agreement={agreement} blocked={unsaved ? t('mine.saveFirst') : undefined} onCompare={onCompare} />
      {current && moves.includes('edit') ? (
        <Section id="agreement-content" title={t('agreement.content', { number: current.number })}>
          <AgreementFaults faults={faults} components={current.content.components} />
          <WriteDraft agreement={agreement} content={current.content} onUnsaved={setUnsaved} />
        </Section>
      ) : (
        <AgreementContentSection agreement={agreement} />
      )}
    </>
  )
}

function AgreementContentSection({ agreement: { current, faults } }: { readonly agreement: Agreement }) {
  const { t } = useWords()
  if (!current) return null
  return (
    <Section id="agreement-content" title={t('agreement.content', { number: current.number })}>
      <AgreementFaults faults={faults} components={current.content.components} />
      <AgreementTables content={current.content} />
    </Section>
  )
}

/** What comes after the signatures: papers and recognition. Nothing is asked for what is still negotiated. */
export function AfterAgreement({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useWords()
  const found = useQuery({ ...papersQuery(agreement.id), enabled: agreement.standing !== null })
  if (!agreement.standing) return null
  return (
    <Asked query={found}>
      {({ learningAgreement: papers, confirmations }) =>
        papers && (
          <>
            <Section id="agreement-papers" title={t('papers.title')}>
              <AgreementPapers papers={papers} confirmations={confirmations ?? []} />
            </Section>
            <Section id="agreement-recognition" title={t('recognise.title')}>
              <RecogniseMobility agreement={agreement} papers={papers} />
            </Section>
          </>
        )
      }
    </Asked>
  )
}

export function AgreementHistory({
  agreement: { versions, timeline },
  against,
  onCompare,
}: {
  readonly agreement: Agreement
  readonly against: number | null
  readonly onCompare: (against: number | null) => void
}) {
  const { t } = useWords()
  return (
    <>
      <Section id="agreement-versions" title={t('versions.title')}>
        <AgreementVersions versions={versions} against={against} onCompare={onCompare} />
      </Section>
      <Section id="agreement-timeline" title={t('timeline.title')}>
        <AgreementTimeline entries={timeline} />
      </Section>
    </>
  )
}
