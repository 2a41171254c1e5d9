import { Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

let isFirstPage = true

/** The heading of a page. It takes the focus when the page changes, so that a screen reader says where it is; not on the first, which the browser announces. */
export function PageTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Collegium`
  }, [title])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [])
  return (
    <Title order={1} ref={heading} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
      {children ?? title}
    </Title>
  )
}
