import { courseEquivalences, type EquivalenceField } from '@collegium/contracts'
import { DoubledRows } from '../../files/domain/doubled-rows.ts'
import { Judgement } from '../../files/domain/judgement.ts'
import { readCreditsOf } from '../../files/domain/read-credits-of.ts'
import { readDayOf } from '../../files/domain/read-day-of.ts'
import { institutionNamed } from '../../files/domain/read-institution.ts'
import type { Amendment, CheckContext, CheckedRow, RawRow, RowJudge } from '../../files/domain/rows.ts'
import type { EquivalenceRow } from './equivalence-row.ts'

type Judging = Judgement<EquivalenceField>

/** Judges a list of precedents: each row by itself, and whether two rows say the same pair of courses differently. */
export class CheckedEquivalences implements RowJudge {
  readonly #context: CheckContext
  readonly #doubled = new DoubledRows()
  readonly #amendments: Amendment[] = []

  constructor(context: CheckContext) {
    this.#context = context
  }

  check(raw: RawRow): CheckedRow<EquivalenceRow> {
    const checked = normalise(raw, this.#context)
    if (checked.fate === 'refused') return checked
    const found = this.#doubled.add(raw.row, pairOf(checked.values), Object.values(checked.values).join('\n'), false)
    if (found.seen === 'no') return checked
    const [row, other] = [String(raw.row), String(found.row)]
    if (found.seen === 'same') return { ...checked, fate: 'unchanged', problems: [{ code: 'row-doubled', field: null, value: '', detail: { other } }] }
    if (found.first)
      this.#amendments.push({
        row: found.row,
        was: 'good',
        problem: { code: 'precedent-doubled-differently', field: null, value: '', detail: { row: other, other: row } },
      })
    return { ...checked, fate: 'refused', problems: [{ code: 'precedent-doubled-differently', field: null, value: '', detail: { row, other } }] }
  }

  get amendments(): readonly Amendment[] {
    return this.#amendments
  }
}

/** Which pair of courses a row is about: what is decided of it later takes the place of what was decided before. */
export const pairOf = ({ provider, courseCode, recognisedCode }: EquivalenceRow): string =>
  [provider, courseCode, recognisedCode].map((part) => (part ?? '').toLowerCase()).join('\n')

const needed = courseEquivalences.columns.filter((column) => column.required === 'value').map((column) => column.field)

function normalise(raw: RawRow, context: CheckContext): CheckedRow<EquivalenceRow> {
  const judgement: Judging = new Judgement(raw)
  if (raw.cellsBeyondHeader) judgement.refuse('cells-beyond-header', null, '')
  const decidedOn = readDayOf('decidedOn', judgement, { latest: context.today })
  const validUntil = readDayOf('validUntil', judgement)
  if (decidedOn && validUntil && validUntil < decidedOn) judgement.refuse('dates-reversed', 'validUntil', validUntil, { first: decidedOn, last: validUntil })
  const values: EquivalenceRow = {
    provider: teachingInstitution(context, judgement),
    courseCode: judgement.text('courseCode') || null,
    courseTitle: judgement.text('courseTitle') || null,
    ects: readCreditsOf('ects', judgement),
    recognisedCode: judgement.text('recognisedCode') || null,
    recognisedTitle: judgement.text('recognisedTitle') || null,
    recognisedEcts: readCreditsOf('recognisedEcts', judgement),
    decidedBy: judgement.text('decidedBy') || null,
    decidedOn,
    validUntil,
  }
  for (const field of needed) if (values[field] === null && !judgement.has(field)) judgement.refuse('value-missing', field, '')
  return { row: raw.row, values, changes: judgement.changes, problems: judgement.problems, fate: judgement.fate() }
}

/** Any university: precedents are about those outside the alliance too. */
function teachingInstitution(context: CheckContext, judgement: Judging): string | null {
  const text = judgement.text('provider')
  if (text === '') return null
  const named = institutionNamed(text, context)
  if (!named) {
    judgement.refuse('provider-unknown', 'provider', text)
    return null
  }
  if (named.id === context.institution) judgement.refuse('provider-is-home', 'provider', text)
  if (named.id !== text) judgement.change('provider', text, named.id, named.by === 'name' ? 'institution-from-name' : 'lower-case')
  return named.id
}
