import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PageTitle } from '../frame/page-title.tsx'
import { useSignedIn } from '../hub/session.ts'
import { Asked, NothingYet } from '../status/asked.tsx'
import { FieldTable } from '../status/field-table.tsx'
import { useWords } from '../words/words.tsx'
import { jointCoursesQuery } from './joint-courses.ts'

export function ChooseJointCourse() {
  const { t, language, number, day, ofCode } = useWords()
  const { institution } = useSignedIn()
  const courses = useQuery(jointCoursesQuery(language))
  return (
    <Stack>
      <PageTitle title={t('courses.title')} />
      <Text>{t('courses.choose')}</Text>
      <Asked query={courses}>
        {(all) =>
          all.length === 0 ? (
            <NothingYet>{t('courses.none')}</NothingYet>
          ) : (
            <FieldTable
              caption={t('courses.count', { count: all.length })}
              rows={all}
              keyOf={(course) => course.id}
              fields={[
                {
                  header: t('courses.course'),
                  cell: (course) => (
                    <>
                      <Anchor component={Link} to="/joint-course-results/$code" params={{ code: course.code } as never}>
                        {course.title}
                      </Anchor>
                      <Text size="sm" c="dimmed">
                        {course.code} · {ofCode('kind', course.kind)}
                      </Text>
                    </>
                  ),
                },
                {
                  header: t('courses.lead'),
                  cell: (course) => `${course.lead?.name ?? ''}${course.lead?.schacId === institution ? ` (${t('courses.you')})` : ''}`,
                },
                { header: t('courses.partners'), cell: (course) => course.partners.map((partner) => partner?.name).join(', ') || t('courses.noPartners') },
                { header: 'ECTS', number: true, cell: (course) => number(course.ects) },
                { header: t('courses.when'), cell: (course) => `${day(course.startsOn)} – ${day(course.endsOn)}` },
              ]}
            />
          )
        }
      </Asked>
    </Stack>
  )
}
