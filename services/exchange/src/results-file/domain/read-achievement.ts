import { describeScale, type GradingScale, gradeOn, gradingScales, nationalScale, parseDecimal, parseEcts, scaleNamed } from '@collegium/vocabulary'
import type { Judgement } from '../../files/domain/judgement.ts'
import { type Outcome, readOutcome } from './outcomes.ts'
import { remembered } from '../../files/domain/remembered.ts'
import { readDayOf } from '../../files/domain/read-day-of.ts'
import type { Change, OfferingContext, RawRow } from '../../files/domain/rows.ts'
import type { ResultRow } from './result-row.ts'

const ectsOf = remembered(parseEcts)
const gradeReaders = new Map(gradingScales.map((scale) => [scale.id, remembered((text) => gradeOn(scale, text))]))
const gradeReader = (scale: GradingScale) => gradeReaders.get(scale.id) ?? ((text: string) => gradeOn(scale, text))

type Achievement = Pick<ResultRow, 'outcome' | 'grade' | 'gradingScheme' | 'ects' | 'assessedOn' | 'attempt'>

/** What the learner achieved: outcome, grade on its scale, credits, day and attempt. */
export function readAchievement(raw: RawRow, context: OfferingContext, judgement: Judgement): Achievement {
  const said = readSaidOutcome(judgement)
  const graded = readGrade(raw, context, judgement)
  const assessedOn = readDayOf('assessedOn', judgement, { latest: context.today })
  if (assessedOn === null && !judgement.has('assessedOn')) judgement.refuse('date-missing', 'assessedOn', '')
  return {
    outcome: settleOutcome(said, graded, judgement),
    grade: graded?.grade ?? null,
    gradingScheme: graded?.scale ?? null,
    ects: readEcts(context, judgement),
    assessedOn,
    attempt: readAttempt(judgement),
  }
}

function readSaidOutcome(judgement: Judgement): Outcome | null {
  const text = judgement.text('outcome')
  if (text === '') return null
  const outcome = readOutcome(text)
  if (!outcome) {
    judgement.refuse('outcome-unknown', 'outcome', text)
    return null
  }
  if (outcome !== text) judgement.change('outcome', text, outcome, 'word')
  return outcome
}

/** What the grade column tells. Grade and scale are null where it holds a word like "passed", which is an outcome and no grade. */
type Graded = { readonly grade: string | null; readonly scale: string | null; readonly meaning: Outcome }

function readGrade(raw: RawRow, context: OfferingContext, judgement: Judgement): Graded | null {
  const text = judgement.text('grade')
  const scaleText = judgement.text('gradingScale')
  if (judgement.has('grade') || judgement.has('gradingScale')) return null
  const named = scaleText === '' ? undefined : scaleNamed(scaleText)
  if (scaleText !== '' && !named) {
    judgement.refuse('grading-scale-unknown', 'gradingScale', scaleText, {
      scale: context.offering.gradingScheme,
      scales: gradingScales.map((s) => s.id).join(', '),
    })
    return null
  }
  if (named && named.id !== scaleText) judgement.change('gradingScale', scaleText, named.id, 'scale-name')
  if (text === '') return null
  const chosen = named ? { scale: named, why: null } : unnamedScale(raw, context, text)
  const grade = chosen && gradeReader(chosen.scale)(text)
  if (!chosen || !grade) {
    // A single letter may be a mark of any scale; a word cannot.
    const word = text.length > 2 ? readOutcome(text) : undefined
    if (word) {
      judgement.change('grade', text, '', 'word')
      return { grade: null, scale: null, meaning: word }
    }
    judgement.refuse('grade-not-on-scale', 'grade', text, {
      scale: chosen?.scale.name ?? context.offering.gradingScheme,
      grades: chosen ? describeScale(chosen.scale) : '',
    })
    return null
  }
  if (chosen.why) judgement.change('gradingScale', '', chosen.scale.id, chosen.why)
  if (grade.grade !== text) judgement.change('grade', text, grade.grade, text.includes(',') ? 'decimal-comma' : 'grade-form')
  return { grade: grade.grade, scale: chosen.scale.id, meaning: grade.passed ? 'passed' : 'failed' }
}

/** The course's own scale; for a transcript of a country that marks otherwise, that country's, where the grade stands on it. */
function unnamedScale(raw: RawRow, { offering }: OfferingContext, written: string): { scale: GradingScale; why: Change['why'] } | null {
  const ofCourse = scaleNamed(offering.gradingScheme)
  const national = raw.issuerCountry && raw.issuerCountry !== ofCourse?.country ? nationalScale(raw.issuerCountry) : undefined
  if (national && gradeOn(national, written)) return { scale: national, why: 'scale-from-country' }
  return ofCourse ? { scale: ofCourse, why: 'scale-from-offering' } : null
}

function settleOutcome(said: Outcome | null, graded: Graded | null, judgement: Judgement): Outcome | null {
  if (graded) {
    const { meaning } = graded
    if (said === null) {
      if (!judgement.has('outcome')) judgement.change('outcome', '', meaning, 'outcome-from-grade')
      return meaning
    }
    if (said !== meaning) judgement.refuse('outcome-contradicts-grade', 'outcome', said, { outcome: said, grade: graded.grade ?? '', meaning })
    return said
  }
  if (said === null && !judgement.has('outcome') && !judgement.has('grade') && !judgement.has('gradingScale'))
    judgement.refuse('outcome-missing', 'outcome', '')
  return said
}

function readEcts(context: OfferingContext, judgement: Judgement): number | null {
  const text = judgement.text('ects')
  if (judgement.has('ects')) return null
  const most = context.offering.ects
  if (text === '') {
    judgement.change('ects', '', String(most), 'credits-from-offering')
    return most
  }
  const ects = ectsOf(text)
  if (typeof ects === 'string') {
    judgement.refuse(ects === 'not-positive' ? 'ects-not-positive' : 'ects-unreadable', 'ects', text, { ects: String(most) })
    return null
  }
  if (ects > most) judgement.refuse('ects-above-offering', 'ects', text, { ects: String(most) })
  if (text.includes(',')) judgement.change('ects', text, String(ects), 'decimal-comma')
  return ects
}

function readAttempt(judgement: Judgement): number {
  const text = judgement.text('attempt')
  if (text === '') return 1
  const attempt = parseDecimal(text.replace(/\.$/, ''))
  if (attempt === null || !Number.isInteger(attempt) || attempt < 1 || attempt > 20) {
    judgement.refuse('attempt-unreadable', 'attempt', text)
    return 1
  }
  return attempt
}
