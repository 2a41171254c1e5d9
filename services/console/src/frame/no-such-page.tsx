import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWords } from '../words/words.tsx'
import { PageTitle } from './page-title.tsx'

export function NoSuchPage() {
  const { t } = useWords()
  return (
    <Stack align="flex-start">
      <PageTitle title={t('app.noSuchPage')} />
      <Text>{t('app.noSuchPageNext')}</Text>
      <Anchor component={Link} to="/joint-course-results">
        {t('courses.title')}
      </Anchor>
    </Stack>
  )
}
