import { Text } from '@mantine/core'
import styles from '../import-runs/row-lists.module.css'
import { Tone, toneOf } from '../status/tone.tsx'
import { useWords } from '../words/words.tsx'
import type { DeliveryShown } from './outcomes.ts'

/** `org.collegium.credential.issued.v1` → `credential.issued`. */
const factOf = (eventType: string): string => eventType.replace(/^org\.collegium\./, '').replace(/\.v\d+$/, '')

/** What partner systems were told, and what each last said: ours and theirs stand side by side. */
export function DeliveriesAbout({ deliveries }: { readonly deliveries: readonly DeliveryShown[] }) {
  const { t, ofCode } = useWords()
  if (deliveries.length === 0) return <Text size="sm">{t('deliveries.none')}</Text>
  const acknowledged = deliveries.filter(({ state }) => state === 'acknowledged').length
  const worst = deliveries.find(({ state }) => state === 'parked') ?? deliveries.find(({ state }) => state === 'pending') ?? deliveries[0]
  return (
    <div className={styles.stages}>
      {worst && <Tone tone={toneOf(worst.state)}>{ofCode('deliveryState', worst.state)}</Tone>}
      <details>
        <summary>{t('deliveries.acknowledged', { acknowledged, count: deliveries.length })}</summary>
        <ul className={styles.list}>
          {deliveries.map((delivery) => (
            <li key={delivery.id}>
              <Text size="sm">
                {ofCode('eventKind', factOf(delivery.eventType))} → {delivery.receiver?.schacId ?? ''}: {ofCode('deliveryState', delivery.state)}
                {delivery.remoteState && `, ${t('deliveries.remote', { state: delivery.remoteState })}`}
              </Text>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}
