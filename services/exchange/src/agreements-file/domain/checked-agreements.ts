import { type AgreementFactField, agreementFacts } from '@collegium/contracts'
import type { Amendment, CheckContext, CheckedRow, Problem, RawRow, RowJudge } from '../../files/domain/rows.ts'
import type { AgreementRow } from './agreement-row.ts'
import { normaliseAgreementRow } from './normalise-agreement-row.ts'

/** What an agreement must say of itself before it can be drafted. The rest may wait until somebody signs. */
const needed: readonly AgreementFactField[] = ['receivingInstitution', 'mobilityType', 'academicYear', 'startsOn', 'endsOn']

interface Said {
  readonly row: number
  readonly value: string
}
interface Agreement {
  readonly facts: Map<AgreementFactField, Said>
  /** Component → the row that brought it, and everything it said. */
  readonly components: Map<string, Said>
  /** What is recognised at home → its credits. */
  readonly recognised: Map<string, Said>
  /** Rows that are good so far. */
  good: number[]
  /** The first row with a problem. */
  spoiledBy: number | null
}

/**
 * Judges the rows of one file by the agreements that they make: rows with the same mobility number are one. An agreement goes in whole or not at all, so a
 * row that is refused takes the other rows of its agreement with it, and no other agreement. Which row it was is said in each of them.
 */
export class CheckedAgreements implements RowJudge {
  readonly #context: CheckContext
  readonly #agreements = new Map<string, Agreement>()
  readonly #amendments: Amendment[] = []

  constructor(context: CheckContext) {
    this.#context = context
  }

  check(raw: RawRow): CheckedRow<AgreementRow> {
    const checked = normaliseAgreementRow(raw, this.#context)
    const { mobility } = checked.values
    if (mobility === null) return checked
    const known = this.#agreements.get(mobility.toLowerCase())
    const agreement: Agreement = known ?? { facts: new Map(), components: new Map(), recognised: new Map(), good: [], spoiledBy: null }
    if (!known) this.#agreements.set(mobility.toLowerCase(), agreement)
    const problems = [...checked.problems, ...(known ? [] : missingIn(checked)), ...contradictions(checked, agreement)]
    const doubled = doubledIn(checked, agreement)
    if (doubled === 'same' && problems.length === 0)
      return { ...checked, fate: 'unchanged', problems: [{ code: 'row-doubled', field: null, value: '', detail: { other: otherRow(checked, agreement) } }] }
    if (doubled === 'different')
      problems.push({ code: 'component-doubled-differently', field: null, value: '', detail: { row: String(raw.row), other: otherRow(checked, agreement) } })
    if (problems.length > 0) {
      this.#spoil(agreement, raw.row)
      return { ...checked, problems, fate: 'refused' }
    }
    if (agreement.spoiledBy !== null) return { ...checked, problems: [spoiled(agreement.spoiledBy)], fate: 'refused' }
    agreement.good.push(raw.row)
    return checked
  }

  get amendments(): readonly Amendment[] {
    return this.#amendments
  }

  #spoil(agreement: Agreement, row: number): void {
    agreement.spoiledBy ??= row
    for (const good of agreement.good) this.#amendments.push({ row: good, was: 'good', problem: spoiled(row) })
    agreement.good = []
  }
}

const spoiled = (row: number): Problem => ({ code: 'agreement-spoiled', field: null, value: '', detail: { other: String(row) } })

/** What the first row of a mobility has to say and does not. A cell that has a problem of its own is not empty. */
function missingIn({ values, problems }: CheckedRow<AgreementRow>): Problem[] {
  const has = (field: AgreementFactField) => values[field] !== null || problems.some((problem) => problem.field === field)
  const missing: Problem[] = needed
    .filter((field) => !has(field))
    .map((field) => ({ code: 'fact-missing', field, value: '', detail: { mobility: values.mobility ?? '' } }))
  if (!has('studentIdentifier') && !has('localStudentNumber')) missing.push({ code: 'learner-unnamed', field: 'studentIdentifier', value: '' })
  if (values.mobilityType === 'short-term-blended' && !has('programmeCode')) missing.push({ code: 'programme-missing', field: 'programmeCode', value: '' })
  return missing
}

/** What a row says otherwise than an earlier one of its agreement. Whatever is said for the first time counts from then on. */
function contradictions({ row, values }: CheckedRow<AgreementRow>, { facts, recognised }: Agreement): Problem[] {
  const problems: Problem[] = []
  for (const field of agreementFacts) {
    const value = values[field]
    if (value === null) continue
    const said = facts.get(field)
    if (!said) facts.set(field, { row, value })
    else if (said.value !== value) problems.push({ code: 'agreement-contradicts-itself', field, value, detail: { other: String(said.row), said: said.value } })
  }
  const { recognisedTitle, recognisedCode, recognisedEcts } = values
  if (recognisedTitle !== null && recognisedEcts !== null) {
    const key = recognisedKey(recognisedCode, recognisedTitle)
    const said = recognised.get(key)
    if (!said) recognised.set(key, { row, value: recognisedEcts })
    else if (said.value !== recognisedEcts)
      problems.push({
        code: 'recognised-twice-differently',
        field: 'recognisedEcts',
        value: recognisedTitle,
        detail: { other: String(said.row), said: said.value },
      })
  }
  return problems
}

/** What two rows must share to be recognised as one and the same. */
export const recognisedKey = (code: string | null, title: string): string => `${(code ?? '').toLowerCase()}\n${title.toLowerCase()}`

/** Which component of its agreement a row is: its table, code, title and term. */
export const componentKey = ({ table, courseCode, courseTitle, term }: AgreementRow): string =>
  [table, courseCode, courseTitle, term].map((part) => (part ?? '').toLowerCase()).join('\n')
/** One component may be recognised as several: further rows say the same of it, and differ in what it becomes. */
function doubledIn({ row, values }: CheckedRow<AgreementRow>, { components }: Agreement): 'no' | 'same' | 'different' {
  const key = componentKey(values)
  const said = `${values.ects}\n${values.shortDescription ?? ''}`
  const becomes = `${key}\n→ ${values.recognisedTitle === null ? '' : recognisedKey(values.recognisedCode, values.recognisedTitle)}`
  const before = components.get(key)
  if (!before) components.set(key, { row, value: said })
  else if (before.value !== said) return 'different'
  const twice = components.get(becomes)
  if (!twice) components.set(becomes, { row, value: values.recognitionConditions ?? '' })
  if (!twice) return 'no'
  return twice.value === (values.recognitionConditions ?? '') ? 'same' : 'different'
}
const otherRow = ({ values }: CheckedRow<AgreementRow>, { components }: Agreement): string => String(components.get(componentKey(values))?.row ?? '')
