import { type AgreementField, learningAgreements } from '@collegium/contracts'
import { esiOf } from '@collegium/vocabulary'
import type { ProblemCode } from '../errors/row-problems.ts'
import { type Dice, diceOf } from './dice.ts'
import { type DemoCell, type DemoTable, dayIn, messy } from './mess.ts'
import { ascii, family, given } from './people.ts'

export interface DemoAgreements extends DemoTable {
  /** How many agreements are whole, and how many have a broken row in them. */
  readonly agreements: { readonly good: number; readonly broken: number }
}
export interface DemoAgreementsOptions {
  /** Rows, or a few more: the last agreement is written to its end. */
  readonly rows?: number
  /** Agreements; counts before rows. */
  readonly agreements?: number
  readonly seed: number
  readonly home?: string
  readonly receivers?: readonly string[]
  /** Of a hundred rows so many are broken. */
  readonly brokenPercent?: number
}

type Values = Partial<Record<AgreementField, DemoCell>>
const fields = learningAgreements.columns.map((c) => c.field)

const courses = [
  ['INF-310', 'Machine Learning', 'STA-220', 'Statistical Learning'],
  ['INF-204', 'Databases', 'DAT-210', 'Data Management'],
  ['SOC-118', 'Data and Society', 'ETH-300', 'Ethics of Data'],
  ['MAT-330', 'Time Series', 'STA-310', 'Time Series Analysis'],
  ['ÖKO-101', 'Ökonometrie', 'EKO-205', 'Ekonometri II'],
  ['LIN-150', 'Introdução à Linguística', 'SPR-110', 'Språkvetenskap'],
  ['ENV-221', 'Climate Policy', 'MIL-240', 'Klimatpolitik'],
] as const

/**
 * Learning agreements of one university's outgoing students with the mess that offices send: facts in the first row alone or in all, dates in many forms,
 * words in three languages, credits with commas, doubled rows, and rows that are plainly broken. The same seed gives the same rows.
 */
export function demoAgreements({
  rows = Number.POSITIVE_INFINITY,
  agreements = Number.POSITIVE_INFINITY,
  seed,
  home = 'uni-birke.example',
  receivers = ['uni-alder.example', 'uni-cedro.example'],
  brokenPercent = 3,
}: DemoAgreementsOptions): DemoAgreements {
  const dice = diceOf(seed)
  const made: Values[] = []
  const mistakes: Partial<Record<ProblemCode, number>> = {}
  const count = (code: ProblemCode, n = 1) => {
    if (n > 0) mistakes[code] = (mistakes[code] ?? 0) + n
  }
  let [good, broken] = [0, 0]
  for (let number = 1; made.length < rows && good + broken < agreements; number++) {
    const facts = factsOf(dice, number, home, receivers)
    const spoils = componentsOf(dice).map((component, i) => ({ component, first: i === 0, spoil: dice.below(1000) < brokenPercent * 10 }))
    const repeats = dice.below(3) === 0 && !spoils.some(({ spoil }) => spoil)
    for (const { component, first, spoil } of spoils) {
      const row: Values = { mobility: facts.mobility ?? '', ...(first || repeats ? facts : {}), ...component }
      if (!spoil) made.push(row)
      else {
        const [code, change] = dice.pick(first ? mistakesOfFirstRow : mistakesOfLaterRow)
        made.push({ ...row, ...change })
        count(code)
      }
    }
    const spoiled = spoils.filter(({ spoil }) => spoil).length
    if (spoiled > 0) {
      broken++
      count('agreement-spoiled', spoils.length - spoiled)
      continue
    }
    good++
    if (dice.below(40) === 0) {
      made.push({ ...made.at(-1) })
      count('row-doubled')
    }
  }
  return { headers: headersOf(dice), rows: made.map((values) => fields.map((field) => values[field] ?? '')), mistakes, agreements: { good, broken } }
}

function factsOf(dice: Dice, number: number, home: string, receivers: readonly string[]): Values {
  const [first, last] = [dice.pick(given), dice.pick(family)]
  const student = `${2022 + dice.below(4)}-${String(number).padStart(5, '0')}`
  const receiver = dice.pick(receivers)
  const whole = dice.below(10) > 0
  return {
    mobility: `M-${String(number).padStart(6, '0')}`,
    studentIdentifier: messy(dice, esiOf(home, student)),
    localStudentNumber: dice.pick(['', student]),
    givenNames: messy(dice, first),
    familyName: messy(dice, last),
    dateOfBirth: whole ? dayIn(dice, `${1996 + dice.below(10)}-0${1 + dice.below(9)}-${13 + dice.below(15)}`) : '',
    email: whole ? `${ascii(first) || 'learner'}.${ascii(last) || 'learner'}${number}@student.${home}` : '',
    citizenship: whole ? dice.pick(['SE', 'se', 'DE', 'PT']) : '',
    gender: whole ? dice.pick(['female', 'male', 'K', 'w', '9', 'divers']) : '',
    receivingInstitution: dice.pick([receiver, receiver.toUpperCase(), ` ${receiver}`]),
    receivingUnit: dice.pick(['Faculty of Informatics', 'Fakultät für Wirtschaft', '']),
    sendingUnit: dice.pick(['Department of Statistics', '']),
    mobilityType: dice.pick(['semester', 'Semester', 'Semestermobilität', 'termin', 'semestre']),
    academicYear: dice.pick(['2026/2027', '2026/27', '2026-2027']),
    startsOn: dayIn(dice, '2026-08-31'),
    endsOn: dayIn(dice, '2027-01-29'),
    iscedF: '0613',
    eqfLevel: dice.pick([6, '6', 7]),
    language: dice.pick(['en', 'EN', 'English', 'Englisch', 'engelska']),
    languageLevel: dice.pick(['B2', 'b2', 'C1']),
  }
}

function componentsOf(dice: Dice): Values[] {
  const from = dice.below(courses.length)
  return Array.from({ length: 2 + dice.below(4) }, (_, i): Values => {
    const [courseCode, courseTitle, recognisedCode, recognisedTitle] = courses[(from + i) % courses.length] ?? courses[0]
    return {
      table: dice.pick(['A', 'a', 'Tabelle A', 'studied']),
      courseTitle: messy(dice, courseTitle),
      courseCode,
      ects: dice.pick([6, '7,5', '7.5', 5]),
      term: dice.pick(['1/2', 'winter', 'HT', 'WS', 1]),
      recognisedTitle,
      recognisedCode,
      recognisedEcts: dice.pick(['', '7,5']),
      recognitionConditions: dice.below(12) === 0 ? 'Only with a grade of at least C' : '',
    }
  })
}

/** What goes wrong with a row, each with exactly one problem. */
const mistakesOfLaterRow: readonly (readonly [ProblemCode, Values])[] = [
  ['table-unknown', { table: 'X' }],
  ['ects-impossible', { ects: 'five', recognisedEcts: '5' }],
  ['ects-impossible', { ects: '0', recognisedEcts: '5' }],
  ['term-unreadable', { term: 'sometime' }],
  ['value-missing', { courseTitle: ' ' }],
  ['agreement-contradicts-itself', { academicYear: '2025/2026' }],
]
const mistakesOfFirstRow: readonly (readonly [ProblemCode, Values])[] = [
  ['fact-missing', { receivingInstitution: '' }],
  ['receiving-unknown', { receivingInstitution: 'uni-nowhere.example' }],
  ['mobility-type-unknown', { mobilityType: 'holiday' }],
  ['dates-reversed', { endsOn: '2026-08-01' }],
  ['date-ambiguous', { startsOn: '06/05/2026' }],
  ['esi-malformed', { studentIdentifier: '2024-0317' }],
  ['esi-not-of-home', { studentIdentifier: esiOf('uni-dorn.example', 'D-77') }],
  ['learner-unnamed', { studentIdentifier: '', localStudentNumber: '' }],
  ['name-missing', { familyName: '' }],
  ['isced-unknown', { iscedF: '9999' }],
  ['language-level-unknown', { languageLevel: 'good' }],
]

/** Some headers as the template has them, some as offices call them. */
const headersOf = (dice: Dice): string[] =>
  learningAgreements.columns.map((c) => dice.pick([c.header, c.header, c.header.toUpperCase(), ` ${c.header}`, c.synonyms.sv[0] ?? c.header]))
