import { useWords } from '../words/words.tsx'
import { Tone } from './tone.tsx'

/** Whether the page is told of changes as they happen, or looks again by itself. */
export function LiveMark({ live }: { readonly live: boolean }) {
  const { t } = useWords()
  return (
    <div>
      <Tone tone={live ? 'ok' : 'same'}>{t(live ? 'live.yes' : 'live.no')}</Tone>
    </div>
  )
}
