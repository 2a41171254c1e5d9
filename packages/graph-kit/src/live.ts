import { isAway, Problem } from '@collegium/service-kit'
import type DataLoader from 'dataloader'
import { Repeater } from 'graphql-yoga'
import type { GraphContext } from './access.ts'

/** One message of a subscription: the rows that changed, as the listener may see them now. */
export interface Changed<Row> {
  readonly rows: readonly Row[]
  /** More has changed than a message names: whoever listens loads their list again. */
  readonly more: boolean
}

/** Rows that one message names, and that one subscription may ask for. */
const mostNamed = 100
/** What changes in quick succession is one message. */
const gatherMs = 200
/** A stream ends after so long, and its client comes back under the rights of that moment. */
const longestMs = 15 * 60_000

/**
 * For the `subscribe` of a subscription field: rows of `type` that change, all or those with `ids`. `rows` is the loader behind the type, so that every
 * message is read anew under the listener's own row-level security; what they may not see makes no message. The first message comes at once, as soon as
 * nothing is missed any more, and brings the rows with `ids` as they stand.
 */
export async function changed<Row extends object>(
  context: GraphContext,
  type: string,
  rows: (context: GraphContext) => DataLoader<string, Row | null>,
  ids?: readonly string[] | null,
): Promise<AsyncIterable<Changed<Row>>> {
  if (ids && ids.length > mostNamed) throw new Problem('invalid-request', { ids: `at most ${mostNamed}` })
  const named = ids ? new Set(ids) : null
  const look = async (wanted: Iterable<string>): Promise<Row[]> => {
    // The bag of loaders lives as long as the stream; what it remembers is what stood before.
    context.loaders.clear()
    const found = await rows(context).loadMany([...wanted])
    return found.flatMap((row) => {
      if (row instanceof Error) throw row
      return row ?? []
    })
  }
  // Once before the stream begins, while a refusal can still be told in words.
  if (named) await look(named)

  return new Repeater<Changed<Row>>(async (push, stop) => {
    const waiting = new Set<string>()
    let over = false
    let wake = (): void => {}
    const end = (): void => {
      over = true
      stop()
      wake()
    }
    const life = setTimeout(end, longestMs)
    context.streams.add(end)
    void stop.then(end)
    let unfollow = (): void => {}
    try {
      unfollow = await context.dependencies.database.changes.follow({
        type,
        changed(those) {
          // A slow listener costs no more memory than one message.
          for (const id of those) if ((!named || named.has(id)) && waiting.size <= mostNamed) waiting.add(id)
          if (waiting.size > 0) wake()
        },
        lost: end,
      })
      await push({ rows: named ? await look(named) : [], more: false })
      while (!over) {
        if (waiting.size === 0) await new Promise<void>((woken) => (wake = woken))
        if (!over) await new Promise<void>((gathered) => setTimeout(gathered, gatherMs))
        const those = [...waiting]
        waiting.clear()
        const more = those.length > mostNamed
        const found = more || over ? [] : await look(those)
        if (!over && (more || found.length > 0)) await push({ rows: found, more })
      }
    } catch (fault) {
      // The stream ends as it would after its time: the client comes back, and is told then what is the matter.
      if (!isAway(fault)) context.dependencies.logger.error({ err: fault, type }, 'unforeseen in a subscription')
    } finally {
      clearTimeout(life)
      unfollow()
      context.streams.delete(end)
      stop()
    }
  })
}
