import { jointCourseResults, type ResultField } from '@collegium/contracts'
import { esiOf } from '@collegium/vocabulary'
import type { ProblemCode } from '../errors/row-problems.ts'
import { type Dice, diceOf } from './dice.ts'
import { type DemoCell, type DemoTable, dayIn, messy, two } from './mess.ts'
import { ascii, family, given } from './people.ts'

export interface DemoOptions {
  readonly rows: number
  readonly seed: number
  /** Where the learners come from; the first is the lead. */
  readonly institutions?: readonly string[]
  readonly ects?: number
}

type Values = Partial<Record<ResultField, DemoCell>>

const fields = jointCourseResults.columns.map((c) => c.field)
const passGrades = ['1,0', '1,3', '1,7', '2,0', '2,3', '2,7', '3,0', '3,3', '3,7', '4,0'] as const
const passWords = ['passed', 'PASS', 'bestanden', 'Godkänd', 'aprovado', ' passed ', 'Passed'] as const
const failWords = ['failed', 'nicht bestanden', 'underkänd', 'reprovado', 'FAIL'] as const

/**
 * Results of the demo joint course with the mess that offices send: languages and cases mixed, blanks, decimal commas, dates in six forms and as
 * serial numbers, capitals in addresses, doubled rows, second attempts, withdrawals, and some plain mistakes. The same seed gives the same rows.
 */
export function demoResults({ rows, seed, institutions = ['uni-alder.example', 'uni-birke.example', 'uni-cedro.example'], ects = 5 }: DemoOptions): DemoTable {
  const dice = diceOf(seed)
  const made: Values[] = []
  const mistakes: Partial<Record<ProblemCode, number>> = {}
  const count = (code: ProblemCode, n: number) => {
    mistakes[code] = (mistakes[code] ?? 0) + n
  }
  for (let learner = 1; made.length < rows; learner++) {
    const row = aRow(dice, learner, institutions, ects)
    const left = rows - made.length
    const kind = dice.below(100)
    if (kind < 5 && left >= 2) {
      made.push({ ...row, ...failed(dice), attempt: 1 }, { ...row, ...passed(dice), assessedOn: '2026-09-18', attempt: 2 })
    } else if (kind < 7 && left >= 2) {
      made.push(row, row)
      count('row-doubled', 1)
    } else if (kind < 9 && left >= 2) {
      made.push({ ...row, ...passed(dice), grade: '1,3' }, { ...row, ...passed(dice), grade: '2,7' })
      count('row-doubled-differently', 2)
    } else if (kind < 23) {
      const [code, spoil] = dice.pick(mistakesOfOneRow)
      made.push({ ...row, ...spoil(row, dice) })
      count(code, 1)
    } else made.push(row)
  }
  return { headers: headersOf(dice), rows: shuffledPairs(made).map((values) => fields.map((field) => values[field] ?? '')), mistakes }
}

function aRow(dice: Dice, learner: number, institutions: readonly string[], ects: number): Values {
  // Most come from the first partner, as in a real joint course with one active agreement.
  const home = dice.below(10) < 7 ? (institutions[1] ?? institutions[0]!) : dice.pick(institutions)
  const [first, last] = [dice.pick(given), dice.pick(family)]
  const number = `${2020 + dice.below(6)}-${String(learner).padStart(5, '0')}`
  const address = `${ascii(first) || 'learner'}.${ascii(last) || 'learner'}${learner}@student.${home}`
  const outcome = dice.below(100)
  return {
    studentIdentifier: messy(dice, esiOf(home, number)),
    homeInstitution: dice.pick(['', home, home, home.toUpperCase(), ` ${home}`]),
    localStudentNumber: number,
    givenNames: messy(dice, dice.below(4) === 0 ? first.normalize('NFD') : first),
    familyName: messy(dice, last),
    dateOfBirth: dayIn(dice, `${1996 + dice.below(10)}-${two(1 + dice.below(12))}-${two(13 + dice.below(15))}`),
    email: dice.pick([address, address, address.toUpperCase(), `${address[0]!.toUpperCase()}${address.slice(1)}`, '']),
    ects: dice.pick([ects, String(ects), `${ects},0`, '', `${ects},00 `]),
    assessedOn: dayIn(dice, `2026-06-${two(13 + dice.below(17))}`),
    attempt: dice.pick(['', '', 1, '1']),
    ...(outcome < 86 ? passed(dice) : outcome < 94 ? failed(dice) : withdrawn),
  }
}

const passed = (dice: Dice): Values => {
  const grade = dice.pick(passGrades)
  return {
    outcome: dice.pick(passWords),
    grade: dice.pick([grade, grade.replace(',', '.'), Number(grade.replace(',', '.'))]),
    gradingScale: dice.pick(['', '', 'de-1-5', 'DE']),
  }
}
const failed = (dice: Dice): Values => ({ outcome: dice.pick(failWords), grade: dice.pick(['5,0', '5.0', 5]), gradingScale: '' })
const withdrawn: Values = { outcome: 'withdrawn', grade: '-', gradingScale: '' }

/** What goes wrong with one row, each with exactly one problem. */
const mistakesOfOneRow: readonly (readonly [ProblemCode, (row: Values, dice: Dice) => Values])[] = [
  ['learner-without-identifier', (row) => ({ studentIdentifier: '', homeInstitution: homeOf(row) })],
  ['esi-malformed', (row) => ({ studentIdentifier: String(row.localStudentNumber), homeInstitution: homeOf(row) })],
  ['esi-not-of-home', (row) => ({ homeInstitution: homeOf(row) === 'uni-cedro.example' ? 'uni-birke.example' : 'uni-cedro.example' })],
  ['home-not-partner', () => ({ studentIdentifier: esiOf('uni-dorn.example', 'D-77'), homeInstitution: 'uni-dorn.example' })],
  ['home-missing', (row) => ({ studentIdentifier: esiOf('se', `1999${String(row.localStudentNumber).replace('-', '')}`), homeInstitution: '' })],
  ['name-missing', () => ({ familyName: ' ' })],
  ['outcome-unknown', () => ({ outcome: 'see notes', grade: '' })],
  ['outcome-contradicts-grade', () => ({ outcome: 'passed', grade: '5,0', gradingScale: '' })],
  ['grade-not-on-scale', (_, dice) => ({ outcome: 'passed', grade: dice.pick(['6,0', '0,7', 'A', '17']), gradingScale: '' })],
  ['ects-not-positive', (_, dice) => ({ ects: dice.pick([0, '-5', '0,0']) })],
  ['ects-unreadable', () => ({ ects: 'five' })],
  ['date-ambiguous', () => ({ assessedOn: '06/05/2026' })],
  ['date-unreadable', (_, dice) => ({ assessedOn: dice.pick(['summer 2026', '30.06.26']) })],
  ['date-impossible', () => ({ assessedOn: '31.06.2026' })],
  ['date-in-future', () => ({ assessedOn: '30.06.2099' })],
  ['date-missing', () => ({ assessedOn: '' })],
  ['email-malformed', () => ({ email: 'saga.lindqvist(at)student' })],
  ['number-damaged', () => ({ localStudentNumber: '2,024E+11' })],
]

const homeOf = (row: Values) => String(row.studentIdentifier).trim().split(':')[5]?.toLowerCase() ?? ''

/** Some headers as the template has them, some as offices call them. */
const headersOf = (dice: Dice): string[] =>
  jointCourseResults.columns.map((c) => dice.pick([c.header, c.header, c.header.toUpperCase(), ` ${c.header}`, c.synonyms.de[0] ?? c.header]))

/** Rows of one learner do not always stand together: every seventh goes to the end. */
const shuffledPairs = (rows: readonly Values[]): Values[] => [...rows.filter((_, i) => i % 7 !== 6), ...rows.filter((_, i) => i % 7 === 6)]
