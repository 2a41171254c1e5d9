import { gradeOn, scaleNamed } from '@collegium/vocabulary'
import type { OfferingContext, Problem } from '../../files/domain/rows.ts'
import type { ResultRow } from './result-row.ts'

/** Judges a row in its normal form against an offering that has changed: only what depends on the offering can have become wrong. */
export function normaliseAgain(values: ResultRow, context: OfferingContext): Problem[] {
  const problems: Problem[] = []
  const partners = context.institutions.map((i) => i.id)
  if (values.home !== null && !partners.includes(values.home))
    problems.push({ code: 'home-not-partner', field: 'homeInstitution', value: values.home, detail: { home: values.home, partners: partners.join(', ') } })
  if (values.ects !== null && values.ects > context.offering.ects)
    problems.push({ code: 'ects-above-offering', field: 'ects', value: String(values.ects), detail: { ects: String(context.offering.ects) } })
  const scale = values.gradingScheme === null ? undefined : scaleNamed(values.gradingScheme)
  if (values.grade !== null && !(scale && gradeOn(scale, values.grade)))
    problems.push({ code: 'grade-not-on-scale', field: 'grade', value: values.grade, detail: { scale: values.gradingScheme ?? '', grades: '' } })
  return problems
}
