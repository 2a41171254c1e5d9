import { Button, Stack, Text, Title } from '@mantine/core'
import { signInAddress } from '../hub/session.ts'
import { useWords } from '../words/words.tsx'

export function SignInPage() {
  const { t } = useWords()
  return (
    <Stack align="flex-start" maw="40rem" py="xl">
      <Title order={1}>{t('session.title')}</Title>
      <Text>{t('session.why')}</Text>
      <Button component="a" href={signInAddress()} size="md">
        {t('session.signIn')}
      </Button>
    </Stack>
  )
}
