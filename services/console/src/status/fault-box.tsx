import { Alert, Anchor, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Component } from '../agreements/agreement.ts'
import { faultOf } from '../hub/fault.ts'
import { signInAddress } from '../hub/session.ts'
import styles from '../import-runs/row-lists.module.css'
import { useWords } from '../words/words.tsx'
import { refusalLines } from './refusal-details.ts'

interface Props {
  readonly thrown: unknown
  readonly onRetry?: () => void
  /** Those that the refusal may name by id. */
  readonly components?: readonly Component[]
  /** What helps further, e.g. a look at the difference. */
  readonly children?: ReactNode
}

/** What happened, why, about what, what to do next, and the request id that support will ask for. */
export function FaultBox({ thrown, onRetry, components, children }: Props) {
  const { t, language, ofFault } = useWords()
  const fault = faultOf(thrown)
  const words = ofFault(fault.code)
  const isOurs = ['hub-unreachable', 'console-fault'].includes(fault.code) || fault.code.startsWith('http-')
  // The hub's own words are English.
  const theirs = language === 'en' ? undefined : 'en'
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      title={words?.what ?? <span lang={theirs}>{fault.what}</span>}
      styles={{ title: { color: 'var(--mantine-color-error)' } }}
    >
      <Stack gap="xs" align="flex-start">
        {words ? <Text>{words.why}</Text> : <Text lang={theirs}>{fault.detail || t('fault.unknownNext')}</Text>}
        <RefusalDetails details={fault.details} {...(components && { components })} />
        {words && <Text>{words.next}</Text>}
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
          {children}
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

/** The rules, fields, components or versions that a refusal names. */
export function RefusalDetails({ details, components }: { readonly details: Parameters<typeof refusalLines>[0]; readonly components?: readonly Component[] }) {
  const lines = refusalLines(details, useWords(), components)
  if (lines.length === 0) return null
  return (
    <ul className={styles.list}>
      {lines.map((line) => (
        <li key={line} style={{ overflowWrap: 'anywhere' }}>
          {line}
        </li>
      ))}
    </ul>
  )
}
