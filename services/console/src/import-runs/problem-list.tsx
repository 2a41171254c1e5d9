import { Anchor, Code, Text } from '@mantine/core'
import { useWords } from '../words/words.tsx'
import type { ProblemOfRow } from './import-run.ts'
import styles from './row-lists.module.css'

/** Column, value, what is wrong, what to do, and the page that says more. */
export function ProblemList({ problems }: { readonly problems: readonly ProblemOfRow[] }) {
  const { t } = useWords()
  return (
    <ul className={styles.list}>
      {problems.map((problem, i) => (
        <li key={`${problem.code} ${i}`}>
          <Text size="sm" fw={600}>
            {problem.column && `${problem.column}: `}
            {problem.reason}
          </Text>
          {problem.value && (
            <Text size="sm">
              {t('rows.says')} <Code className={styles.cell}>{problem.value}</Code>
            </Text>
          )}
          <Text size="sm">
            {problem.suggestion} <Anchor href={problem.docs}>{t('rows.more', { code: problem.code })}</Anchor>
          </Text>
        </li>
      ))}
    </ul>
  )
}
