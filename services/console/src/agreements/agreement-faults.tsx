import { Anchor, Stack, Text } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { Component, FaultFound } from './agreement.ts'

/** What keeps a version from being signed, and what to look at: the place, the rule in plain words, and a link to the place. */
export function AgreementFaults({
  faults,
  components,
}: {
  readonly faults: readonly FaultFound[]
  readonly components: readonly Pick<Component, 'id' | 'table' | 'title'>[]
}) {
  const { t, ofCode } = useWords()
  if (faults.length === 0) return null
  const refusals = faults.filter((one) => one.weight === 'refusal')
  // The same rule at the same place, e.g. one open statement per institution and question, is one thing to look at.
  const warnings = [...new Map(faults.filter((one) => one.weight !== 'refusal').map((one) => [`${one.rule} ${one.path}`, one])).values()]
  const line = (fault: FaultFound, i: number) => {
    const component = components[Number(/^components\.(\d+)/.exec(fault.path)?.[1] ?? Number.NaN)]
    const head = fault.path.split('.')[0] ?? ''
    return (
      <li key={i}>
        {component ? (
          <Anchor href={`#component-${component.id}`}>
            {ofCode('table', component.table)}: <span lang="">{component.title || t('content.noTitle')}</span>
          </Anchor>
        ) : (
          <strong>{ofCode('place', head)}</strong>
        )}
        : {ofCode('agreementRule', fault.rule)}
      </li>
    )
  }
  return (
    <Stack gap="xs">
      {refusals.length > 0 && (
        <div>
          <Tone tone="bad">{t('agreement.toMend', { count: refusals.length })}</Tone>
          <ul className={styles.list}>{refusals.map(line)}</ul>
        </div>
      )}
      {warnings.length > 0 && (
        <div>
          <Tone tone="waiting">{t('agreement.toLookAt', { count: warnings.length })}</Tone>
          <ul className={styles.list}>{warnings.map(line)}</ul>
        </div>
      )}
      {refusals.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('agreement.mayBeSigned')}
        </Text>
      )}
    </Stack>
  )
}
