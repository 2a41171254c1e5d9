import { type Cycle, type Decided, type GradeCount, refuse, type Refusal, type Role } from '@collegium/contracts'
import { compareGrades, gradeOn, parseAcademicYear, scaleNamed } from '@collegium/vocabulary'

/** Whoever may say how an institution grades. */
export const gradingTableEditors = ['institution-administrator', 'examinations-office'] as const satisfies readonly Role[]

/** R17: the last two or three years. */
const years = { least: 2, most: 3, oldest: 3 } as const

export interface GradingTable {
  readonly id: string
  readonly version: number
  readonly schacId: string
  readonly iscedF: string
  readonly cycle: Cycle
  readonly gradingScheme: string
  readonly firstYear: string
  readonly lastYear: string
  /** Best first. */
  readonly grades: readonly GradeCount[]
}

export interface PublishGradingTable {
  /** Of a table that is new. */
  readonly id: string
  readonly schacId: string
  readonly iscedF: string
  readonly cycle: Cycle
  readonly gradingScheme: string
  readonly firstYear: string
  readonly lastYear: string
  /** How often each grade was given, fails too, in any order. */
  readonly counts: readonly { readonly label: string; readonly count: number }[]
  readonly by: readonly Role[]
  /** The academic year of the day of the command. */
  readonly currentYear: string
  /** 0 for a table that is not there yet. */
  readonly expectedVersion: number
}

const firstOf = (academicYear: string): number => Number(academicYear.slice(0, 4))

/** Publishes how often each grade was given (R17): counts, never percentages; whole years, none older than three; which grades pass, the scheme says. */
export function publish(before: GradingTable | undefined, command: PublishGradingTable): Decided<GradingTable, 'published'> | Refusal {
  if (!command.by.some((role) => (gradingTableEditors as readonly Role[]).includes(role))) return refuse('forbidden', { needs: gradingTableEditors })
  const version = before?.version ?? 0
  if (command.expectedVersion !== version) return refuse('stale-version', { current: version })
  const scheme = scaleNamed(command.gradingScheme)
  if (!scheme) return refuse('unknown-grading-scheme', { gradingScheme: command.gradingScheme })
  if (!/^\d{2,4}$/.test(command.iscedF)) return refuse('invalid-request', { iscedF: 'two to four digits of ISCED-F 2013' })
  for (const year of [command.firstYear, command.lastYear]) if (parseAcademicYear(year) !== year) return refuse('not-an-academic-year', { academicYear: year })
  const covered = firstOf(command.lastYear) - firstOf(command.firstYear) + 1
  const age = firstOf(command.currentYear) - firstOf(command.firstYear)
  if (covered < years.least || covered > years.most || age > years.oldest || firstOf(command.lastYear) > firstOf(command.currentYear))
    return refuse('grade-years-out-of-range', { firstYear: command.firstYear, lastYear: command.lastYear, current: command.currentYear })
  const grades = new Map<string, GradeCount>()
  for (const { label, count } of command.counts) {
    const grade = gradeOn(scheme, label)
    if (!grade) return refuse('grade-not-on-scheme', { grade: label, gradingScheme: scheme.id })
    if (!Number.isInteger(count) || count < 0) return refuse('not-a-count', { grade: label, count })
    if (grades.has(grade.grade)) return refuse('grade-counted-twice', { grade: grade.grade })
    grades.set(grade.grade, { label: grade.grade, count, passes: grade.passed })
  }
  const sorted = [...grades.values()].toSorted((a, b) => compareGrades(scheme, a.label, b.label))
  if (!sorted.some(({ passes, count }) => passes && count > 0)) return refuse('no-passing-grade')
  const { schacId, iscedF, cycle, firstYear, lastYear } = command
  return {
    state: { id: before?.id ?? command.id, version: version + 1, schacId, iscedF, cycle, gradingScheme: scheme.id, firstYear, lastYear, grades: sorted },
    facts: ['published'],
  }
}
