import { DoubledRows } from '../../files/domain/doubled-rows.ts'
import { normaliseRow } from './normalise-row.ts'
import type { Amendment, CheckedRow, OfferingContext, RawRow, RowJudge } from '../../files/domain/rows.ts'
import type { ResultRow } from './result-row.ts'

/** Judges the rows of one file in their order, and each of them in the light of those before it. */
export class CheckedResults implements RowJudge {
  readonly #context: OfferingContext
  readonly #doubled = new DoubledRows()
  readonly #amendments: Amendment[] = []

  constructor(context: OfferingContext) {
    this.#context = context
  }

  check(raw: RawRow): CheckedRow<ResultRow> {
    const checked = normaliseRow(raw, this.#context)
    if (checked.fate === 'refused') return checked
    const found = this.#doubled.add(raw.row, identityOf(checked.values), contentOf(checked.values), checked.fate === 'waiting')
    if (found.seen === 'no') return checked
    if (found.seen === 'same')
      return {
        ...checked,
        fate: 'unchanged',
        problems: [...checked.problems, { code: 'row-doubled', field: null, value: '', detail: { other: String(found.row) } }],
      }
    const [row, other] = [String(raw.row), String(found.row)]
    if (found.first)
      this.#amendments.push({
        row: found.row,
        was: found.waited ? 'waiting' : 'good',
        problem: { code: 'row-doubled-differently', field: null, value: '', detail: { row: other, other: row } },
      })
    return { ...checked, fate: 'refused', problems: [...checked.problems, { code: 'row-doubled-differently', field: null, value: '', detail: { row, other } }] }
  }

  /** Rows that were good when they were judged and are refused in the light of a later one. Complete once every row was checked. */
  get amendments(): readonly Amendment[] {
    return this.#amendments
  }
}

/** Who a row is about: the identifier, compared without regard to case, or else whatever the home would go by. */
export function learnerOf(values: Pick<ResultRow, 'esi' | 'home' | 'localId' | 'familyName' | 'givenNames' | 'birthDate'>): string {
  if (values.esi !== null) return values.esi.toLowerCase()
  return `${values.home ?? ''}\n${values.localId ?? `${values.familyName}\n${values.givenNames}\n${values.birthDate ?? ''}`}`
}

/** Who and which attempt: what a row is within its file and its instance. */
export const identityOf = (values: ResultRow): string => `${learnerOf(values)}\n${values.attempt}`

/** Everything that two rows must share to say the same. */
export const contentOf = (v: ResultRow): string =>
  `${v.home}\n${v.localId}\n${v.givenNames}\n${v.familyName}\n${v.birthDate}\n${v.email}\n${v.outcome}\n${v.grade}\n${v.gradingScheme}\n${v.ects}\n${v.assessedOn}`
