import { headerKey, type EnrolmentField, type StudentStatus, studentStatuses } from '@collegium/contracts'
import { DoubledRows } from '../../files/domain/doubled-rows.ts'
import { Judgement } from '../../files/domain/judgement.ts'
import type { Amendment, CheckedRow, OfferingContext, RawRow, RowJudge } from '../../files/domain/rows.ts'
import { learnerOf } from '../../results-file/domain/checked-results.ts'
import { readLearner } from '../../results-file/domain/read-learner.ts'
import type { EnrolmentRow } from './enrolment-row.ts'

type Judging = Judgement<EnrolmentField>
/** What may stand under prerequisites: that they are met, or why the student may do without (A12). */
export const prerequisiteWords = ['met', 'prior-learning', 'professional-experience', 'equivalent-course', 'teacher-consent'] as const

/** Judges a roster: each line by itself, and whether two lines say one learner differently. */
export class CheckedEnrolments implements RowJudge {
  readonly #context: OfferingContext
  readonly #doubled = new DoubledRows()
  readonly #amendments: Amendment[] = []

  constructor(context: OfferingContext) {
    this.#context = context
  }

  check(raw: RawRow): CheckedRow<EnrolmentRow> {
    const checked = normalise(raw, this.#context)
    if (checked.fate === 'refused') return checked
    const found = this.#doubled.add(raw.row, learnerOf(checked.values), Object.values(checked.values).join('\n'), checked.fate === 'waiting')
    if (found.seen === 'no') return checked
    const [row, other] = [String(raw.row), String(found.row)]
    const again = (code: 'row-doubled' | 'row-doubled-differently') => [...checked.problems, { code, field: null, value: '', detail: { row, other } }]
    if (found.seen === 'same') return { ...checked, fate: 'unchanged', problems: again('row-doubled') }
    if (found.first)
      this.#amendments.push({
        row: found.row,
        was: found.waited ? 'waiting' : 'good',
        problem: { code: 'row-doubled-differently', field: null, value: '', detail: { row: other, other: row } },
      })
    return { ...checked, fate: 'refused', problems: again('row-doubled-differently') }
  }

  get amendments(): readonly Amendment[] {
    return this.#amendments
  }
}

function normalise(raw: RawRow, context: OfferingContext): CheckedRow<EnrolmentRow> {
  const judgement: Judging = new Judgement(raw)
  if (raw.cellsBeyondHeader) judgement.refuse('cells-beyond-header', null, '')
  const learner = readLearner(raw, context, judgement as Judgement)
  const values: EnrolmentRow = {
    ...learner,
    studentStatus: word('studentStatus', studentStatuses, judgement) ?? statusFrom(learner.home, context, judgement),
    prerequisites: word('prerequisites', prerequisiteWords, judgement),
  }
  return { row: raw.row, values, changes: judgement.changes, problems: judgement.problems, fate: judgement.fate() }
}

/** One of some words, whatever its case and hyphens; null where the cell is empty or refused. */
function word<W extends string>(field: EnrolmentField, words: readonly W[], judgement: Judging): W | null {
  const text = judgement.text(field)
  if (text === '') return null
  const known = words.find((one) => headerKey(one) === headerKey(text))
  if (!known) judgement.refuse('word-unknown', field, text, { words: words.join(', ') })
  else if (known !== text) judgement.change(field, text, known, 'word')
  return known ?? null
}

/** Whoever comes from elsewhere visits. */
function statusFrom(home: string | null, { offering }: OfferingContext, judgement: Judging): StudentStatus | null {
  if (home === null || judgement.has('studentStatus')) return null
  const status = home === offering.lead ? 'regular' : 'visiting'
  judgement.change('studentStatus', '', status, 'status-from-home')
  return status
}
