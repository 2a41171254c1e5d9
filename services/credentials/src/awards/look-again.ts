import { StaleVersion } from '@collegium/database'
import { isTransient } from '@collegium/events'
import type { Background, Dependencies } from '@collegium/service-kit'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Instruments } from '../instruments.ts'
import { awards } from '../tables.ts'
import { applyAwards, prepareAwards } from './settle-awards.ts'

const perTurn = 500

/**
 * Looks again at the awards that wait for a reference, oldest first; issues those whose references have arrived. Returns how many it settled.
 * It asks the state of things and not an event, so that it makes no difference which of the two came first, or whether both came at once.
 */
export async function lookAgainAtWaiting(dependencies: Dependencies, instruments: Instruments): Promise<number> {
  const { database } = dependencies
  const institutions = await database.unowned<{ schac_id: string }[]>`select schac_id from public_institutions order by schac_id`
  if (institutions.length === 0) return 0
  const tenants = institutions.map((row) => row.schac_id)
  let settledInAll = 0
  for (let after: string | undefined; ; ) {
    const waiting = await database
      .reader({ tenants })
      .select()
      .from(awards)
      .where(and(eq(awards.state, 'waiting-for-reference'), after ? gt(awards.id, after) : undefined))
      .orderBy(asc(awards.id))
      .limit(perTurn)
    after = waiting.at(-1)?.id
    if (after === undefined) return settledInAll
    const settled = await prepareAwards(
      dependencies,
      instruments,
      waiting.map((award) => ({ waiting: award })),
    )
    if (settled.length > 0) await database.write({ tenants }, { correlationId: waiting[0]?.correlationId ?? '' }, (tx) => applyAwards(settled, tx))
    settledInAll += settled.length
  }
}

/** Looks every two seconds, from `start` to `close`. */
export function watchWaiting(dependencies: Dependencies, instruments: Instruments, everyMs = 2_000): Background {
  let looking = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    try {
      await lookAgainAtWaiting(dependencies, instruments)
    } catch (fault) {
      // A result that changed meanwhile, or a peer that is away: the next look finds the state as it is then.
      if (fault instanceof StaleVersion || isTransient(fault)) return
      dependencies.logger.warn({ fault: fault instanceof Error ? fault.message : String(fault) }, 'awards that wait could not be looked at')
    }
  }
  const lookNow = () => {
    looking = looking.then(look)
    return looking
  }
  return {
    start() {
      timer = setInterval(lookNow, everyMs)
      timer.unref()
    },
    idle: lookNow,
    async close() {
      clearInterval(timer)
      await looking
      await instruments.workshop.close()
    },
  }
}
