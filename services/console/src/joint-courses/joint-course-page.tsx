import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { PageTitle } from '../frame/page-title.tsx'
import { useSignedIn } from '../hub/session.ts'
import { EarlierRuns } from '../import-runs/earlier-runs.tsx'
import { UploadResults } from '../import-runs/upload-results.tsx'
import { OutcomesOfLearners } from '../outcomes/outcomes-of-learners.tsx'
import { WaitingRows } from '../outcomes/waiting-rows.tsx'
import { Asked, NothingYet } from '../status/asked.tsx'
import { useWords } from '../words/words.tsx'
import { jointCourseQuery } from './joint-courses.ts'

/** One joint course: the lead hands in results here, every party sees its learners' outcomes. */
export function JointCoursePage() {
  const { code } = useParams({ from: '/joint-course-results/$code' })
  const { t, language, number, day } = useWords()
  const { institution, roles } = useSignedIn()
  const found = useQuery(jointCourseQuery(code, language))
  return (
    <Stack gap="lg">
      <nav aria-label={t('app.path')}>
        <Anchor component={Link} to="/joint-course-results">
          {t('courses.title')}
        </Anchor>
      </nav>
      <Asked query={found}>
        {(answer) => {
          if (!answer) {
            return (
              <>
                <PageTitle title={code} />
                <NothingYet>{t('courses.notFound', { code })}</NothingYet>
              </>
            )
          }
          const { course, handedInBy } = answer
          const leads = course.lead?.schacId === institution
          const takesPart = leads || course.partners.some((partner) => partner?.schacId === institution)
          return (
            <>
              <div>
                <PageTitle title={`${course.title} · ${course.code}`} />
                <Text c="dimmed">
                  {t('courses.about', { lead: course.lead?.name ?? '', ects: number(course.ects), from: day(course.startsOn), until: day(course.endsOn) })}
                </Text>
              </div>
              {leads && roles.some((role) => handedInBy.includes(role)) && <UploadResults course={course} />}
              {leads && <EarlierRuns course={course} />}
              {takesPart ? (
                <>
                  <WaitingRows />
                  <OutcomesOfLearners instanceId={course.id} leads={leads} />
                </>
              ) : (
                <NothingYet>{t('courses.notParty')}</NothingYet>
              )}
            </>
          )
        }}
      </Asked>
    </Stack>
  )
}
