import { Alert, Anchor, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { faultOf } from '../hub/fault.ts'
import { signInAddress } from '../hub/session.ts'
import { useWords } from '../words/words.tsx'

/** What happened, why, what to do next, and the request id that support will ask for. */
export function FaultBox({ thrown, onRetry }: { readonly thrown: unknown; readonly onRetry?: () => void }) {
  const { t, language, ofFault } = useWords()
  const fault = faultOf(thrown)
  const words = ofFault(fault.code)
  const isOurs = ['hub-unreachable', 'console-fault'].includes(fault.code) || fault.code.startsWith('http-')
  return (
    <Alert role="alert" color="red" variant="outline" title={words?.what ?? fault.what} styles={{ title: { color: 'var(--mantine-color-error)' } }}>
      <Stack gap="xs" align="flex-start">
        {words ? (
          <>
            <Text>{words.why}</Text>
            <Text>{words.next}</Text>
          </>
        ) : (
          <Text lang={language === 'en' ? undefined : 'en'}>{fault.detail || t('fault.unknownNext')}</Text>
        )}
        {!isOurs && <Anchor href={`/docs/errors/${fault.code}`}>{t('fault.docs', { code: fault.code })}</Anchor>}
        {fault.requestId && (
          <Group gap="xs">
            <Text size="sm">
              {t('fault.requestId')} <Code>{fault.requestId}</Code>
            </Text>
            <CopyButton value={fault.requestId}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? t('fault.copied') : t('fault.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
        <Group gap="xs">
          {fault.code === 'unauthenticated' && (
            <Button component="a" href={signInAddress()}>
              {t('session.signIn')}
            </Button>
          )}
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t('fault.tryAgain')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
