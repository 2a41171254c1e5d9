import type { CaseDecided, CaseReopened, CredentialIssued, CredentialRevoked, HubEvent } from '@collegium/contracts'
import { insertRows, type Transaction } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { awardFacts } from '../tables.ts'

type Fact = typeof awardFacts.$inferSelect
export type Counted = HubEvent<typeof CredentialIssued> | HubEvent<typeof CredentialRevoked> | HubEvent<typeof CaseDecided> | HubEvent<typeof CaseReopened>

/**
 * Counts facts about awards, in order, and moves the cube by the difference. An event about an older result than the one that
 * is counted changes nothing, so that replay and redelivery end at the same sums.
 */
export async function countAwards(
  tx: Transaction,
  events: readonly Counted[],
  step: (before: Fact | undefined, event: Counted) => Fact | undefined,
): Promise<void> {
  const ids = [...new Set(events.map((event) => event.data.awardId))]
  const stored = new Map((await tx.db.select().from(awardFacts).where(inArray(awardFacts.awardId, ids)).for('update')).map((row) => [row.awardId, row]))
  const now = new Map(stored)
  for (const event of events) {
    const next = step(now.get(event.data.awardId), event)
    if (next) now.set(event.data.awardId, next)
  }
  const changed = [...now.values()].filter((fact) => fact !== stored.get(fact.awardId))
  if (changed.length === 0) return
  await tx.db.delete(awardFacts).where(
    inArray(
      awardFacts.awardId,
      changed.map((fact) => fact.awardId),
    ),
  )
  await insertRows(tx.sql, awardFacts, changed)
  await moveCells(tx, [
    ...changed.map((fact) => ({ fact, sign: 1 })),
    ...changed.flatMap((fact) => stored.get(fact.awardId) ?? []).map((fact) => ({ fact, sign: -1 })),
  ])
  await cover(tx, events)
}

async function moveCells(tx: Transaction, moves: readonly { fact: Fact; sign: number }[]): Promise<void> {
  const cells = new Map<
    string,
    { lead: string; home: string; isced_f: string; academic_year: string; credentials: number; earned: number; decided: number; recognised: number }
  >()
  for (const { fact, sign } of moves) {
    const key = [fact.lead, fact.home, fact.iscedF, fact.academicYear].join('|')
    const cell = cells.get(key) ?? {
      lead: fact.lead,
      home: fact.home,
      isced_f: fact.iscedF,
      academic_year: fact.academicYear,
      credentials: 0,
      earned: 0,
      decided: 0,
      recognised: 0,
    }
    cell.credentials += sign * fact.standing
    cell.earned = cents(cell.earned + sign * fact.standing * fact.earned)
    cell.decided += sign * fact.standing * fact.decided
    cell.recognised = cents(cell.recognised + sign * fact.standing * fact.recognised)
    cells.set(key, cell)
  }
  // In one order everywhere: two consumers that lock the same cells the other way round would wait for each other.
  const rows = [...cells.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell)
  await tx.sql`
    insert into credit_cells as c (lead, home, isced_f, academic_year, credentials, earned, decided, recognised)
    select lead, home, isced_f, academic_year, credentials, earned, decided, recognised
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(lead text, home text, isced_f text, academic_year text, credentials int, earned numeric, decided int, recognised numeric)
    on conflict (lead, home, isced_f, academic_year) do update
    set credentials = c.credentials + excluded.credentials, earned = c.earned + excluded.earned, decided = c.decided + excluded.decided, recognised = c.recognised + excluded.recognised`
}

/** ECTS come in hundredths; sums of binary fractions would not. */
const cents = (value: number): number => Math.round(value * 100) / 100

async function cover(tx: Transaction, events: readonly Counted[]): Promise<void> {
  const latest = new Map<string, { institution: string; academic_year: string; until: string }>()
  for (const event of events) {
    if (!('academicYear' in event.data)) continue
    const { academicYear } = event.data as { academicYear: string }
    for (const institution of [event.data.lead, event.data.home]) {
      const key = `${institution}|${academicYear}`
      const known = latest.get(key)
      if (!known || known.until < event.time) latest.set(key, { institution, academic_year: academicYear, until: event.time })
    }
  }
  const rows = [...latest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  if (rows.length === 0) return
  await tx.sql`
    insert into public_coverage as c (institution, academic_year, since, until)
    select institution, academic_year, until::date, until from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(institution text, academic_year text, until timestamptz)
    on conflict (institution, academic_year) do update set since = least(c.since, excluded.since), until = greatest(c.until, excluded.until)`
}

export function issued(before: Fact | undefined, event: HubEvent<typeof CredentialIssued>): Fact | undefined {
  const { awardId, lead, home, iscedF, academicYear, resultVersion, ects } = event.data
  if (before && before.resultVersion >= resultVersion) return undefined
  return { awardId, lead, home, iscedF, academicYear, resultVersion, standing: 1, earned: ects, decided: 0, recognised: 0 }
}

export function revoked(before: Fact | undefined, event: HubEvent<typeof CredentialRevoked>): Fact | undefined {
  if (!before || event.data.resultVersion < before.resultVersion || before.standing === 0) return undefined
  return { ...before, resultVersion: event.data.resultVersion, standing: 0 }
}

/** A decision may overtake the credential that it is about: the topics are two. It then stands for both until the credential arrives. */
export function decided(before: Fact | undefined, event: HubEvent<typeof CaseDecided>): Fact | undefined {
  const { awardId, lead, home, iscedF, academicYear, resultVersion, earnedEcts, credits } = event.data
  if (before && before.resultVersion > resultVersion) return undefined
  const base = before?.resultVersion === resultVersion ? before : { awardId, lead, home, iscedF, academicYear, resultVersion, standing: 1, earned: earnedEcts }
  return { ...base, decided: 1, recognised: credits }
}

export function reopened(before: Fact | undefined, event: HubEvent<typeof CaseReopened>): Fact | undefined {
  if (!before || before.resultVersion > event.data.resultVersion || before.decided === 0) return undefined
  return { ...before, decided: 0, recognised: 0 }
}
