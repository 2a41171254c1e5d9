import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { FaultBox } from './fault-box.tsx'

/**
 * One answer of the hub in its states: on its way, failed, there. What was there before stays while a newer answer fails, with the fault above it:
 * a network that is gone for a moment must not take the report away from its reader.
 */
export function Asked<Answer>({ query, children }: { readonly query: UseQueryResult<Answer>; readonly children: (answer: Answer) => ReactNode }) {
  if (query.data === undefined) return query.isError ? <FaultBox thrown={query.error} onRetry={() => void query.refetch()} /> : <OnItsWay />
  return (
    <>
      {query.isError && <FaultBox thrown={query.error} onRetry={() => void query.refetch()} />}
      {children(query.data)}
    </>
  )
}

/** Nothing for 300 ms: what comes quickly should not flash. */
function OnItsWay() {
  const { t } = useWords()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Stack gap="sm" role="status" aria-live="polite">
      {late && (
        <>
          <VisuallyHidden>{t('app.loading')}</VisuallyHidden>
          <Skeleton height={24} width="40%" />
          <Skeleton height={120} />
        </>
      )}
    </Stack>
  )
}

/** An empty list says what would stand there and how it gets there. */
export function NothingYet({ children }: { readonly children: ReactNode }) {
  return (
    <Text c="dimmed" py="sm">
      {children}
    </Text>
  )
}
