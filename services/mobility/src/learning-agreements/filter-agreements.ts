import type { GraphContext } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { academicYearOf, searchWords } from '@collegium/vocabulary'
import { and, arrayContains, eq, inArray, like, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { tokenOf } from './student-vault.ts'
import { learningAgreements as la } from './tables.ts'

/** What a list is asked for; everything that is given has to hold. */
export interface AgreementFilter {
  readonly status?: readonly string[] | null | undefined
  readonly turn?: string | null | undefined
  readonly partner?: string | null | undefined
  readonly unit?: string | null | undefined
  readonly academicYear?: string | null | undefined
  readonly type?: readonly string[] | null | undefined
  readonly dueBefore?: string | null | undefined
  readonly direction?: string | null | undefined
  readonly programme?: string | null | undefined
  /** What the partner's system has not acknowledged, and its office has not acted on since. */
  readonly unacknowledged?: boolean | null | undefined
  readonly text?: string | null | undefined
}

const turns = ['mine', 'partner', 'learner', 'nobody', 'stuck'] as const
const directions = ['outgoing', 'incoming'] as const

/**
 * The condition of a list, its count, its export and the pipeline: one, so that they agree. Without an academic year the current one holds.
 * Text is looked for word by word, in titles, codes and institutions by their beginnings, in names as whole words, since those lie as blind indexes.
 */
export function filterOf(filter: AgreementFilter, { session, dependencies }: Pick<GraphContext, 'session' | 'dependencies'>): SQL | undefined {
  const own = session.institution
  const today = dependencies.clock().toISOString().slice(0, 10)
  const year = filter.academicYear ?? academicYearOf(today)
  return and(
    year === 'all' || session.kind === 'learner' ? undefined : eq(la.academicYear, year),
    filter.status?.length ? inArray(la.status, [...filter.status]) : undefined,
    filter.turn ? turnIs(filter.turn, own, today) : undefined,
    filter.partner ? or(eq(la.sending, filter.partner), eq(la.receiving, filter.partner), eq(la.coordinator, filter.partner)) : undefined,
    filter.unit ? or(and(eq(la.sending, own), eq(la.sendingUnit, filter.unit)), and(eq(la.receiving, own), eq(la.receivingUnit, filter.unit))) : undefined,
    filter.type?.length ? inArray(la.type, [...filter.type] as (typeof la.$inferSelect)['type'][]) : undefined,
    filter.dueBefore ? and(lt(la.dueOn, filter.dueBefore), ne(la.turn, 'nobody')) : undefined,
    filter.direction ? directionIs(filter.direction, own) : undefined,
    filter.programme ? sql`${la.programme} ->> 'code' = ${filter.programme}` : undefined,
    filter.unacknowledged ? notAcknowledged(own) : undefined,
    ...searchedWords(filter.text ?? '').map((word) =>
      or(like(la.searchText, `%${word}%`), arrayContains(la.nameTokens, [tokenOf(dependencies.settings.secret, word)])),
    ),
  )
}

const notAcknowledged = (own: string): SQL => sql`exists (
  select from receipts r where r.mobility_id = ${la.id} and r.aggregate = 'learning-agreement' and r.sender = ${own} and r.state <> 'acknowledged'
    and not exists (select from receipts o where (o.mobility_id, o.aggregate, o.receiver) = (r.mobility_id, r.aggregate, r.receiver) and o.acknowledged_version >= r.version)
    and not exists (select from learning_agreement_entries e where e.agreement_id = r.mobility_id and e.institution = r.receiver and e.at > r.at))`

function turnIs(turn: string, own: string, today: string): SQL | undefined {
  const mine = or(and(eq(la.turn, 'sending'), eq(la.sending, own)), and(eq(la.turn, 'receiving'), eq(la.receiving, own)))
  switch (turns.find((one) => one === turn)) {
    case 'mine':
      return mine
    case 'partner':
      return and(inArray(la.turn, ['sending', 'receiving']), sql`not ${mine}`)
    case 'learner':
    case 'nobody':
      return eq(la.turn, turn)
    case 'stuck':
      return and(lt(la.dueOn, today), ne(la.turn, 'nobody'))
    default:
      throw new Problem('invalid-request', { turn: { value: turn, oneOf: turns } })
  }
}

function directionIs(direction: string, own: string): SQL {
  switch (directions.find((one) => one === direction)) {
    case 'outgoing':
      return eq(la.sending, own)
    case 'incoming':
      return eq(la.receiving, own)
    default:
      throw new Problem('invalid-request', { direction: { value: direction, oneOf: directions } })
  }
}

/** An ESI is one word, in small letters as it is indexed; everything else is taken word by word. */
const searchedWords = (text: string): string[] => (/^urn:schac:/i.test(text.trim()) ? [text.trim().toLowerCase()] : searchWords(text))
