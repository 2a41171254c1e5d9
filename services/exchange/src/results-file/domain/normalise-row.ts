import type { ResultField } from '@collegium/contracts'
import { Judgement } from '../../files/domain/judgement.ts'
import { readAchievement } from './read-achievement.ts'
import { readLearner } from './read-learner.ts'
import type { CheckedRow, OfferingContext, RawRow } from '../../files/domain/rows.ts'
import type { ResultRow } from './result-row.ts'

/**
 * Brings one row into its normal form and judges it: every change it took and every problem it has, not only the first. Pure; the day
 * comes with the context. Rows that are there twice are the business of `CheckedResults`, which sees them all.
 */
export function normaliseRow(raw: RawRow, context: OfferingContext): CheckedRow<ResultRow> {
  const judgement = new Judgement(raw)
  if (raw.opportunity && !isOffering(raw.opportunity.identifiers, context)) {
    // A transcript holds many courses: what is wrong with the others is nobody's concern here, and of their learner only the name is kept.
    judgement.refuse('opportunity-unknown', null, raw.opportunity.title, {
      identifiers: raw.opportunity.identifiers.join(', ') || '—',
      codes: context.offering.codes.join(', '),
    })
    return {
      row: raw.row,
      values: { ...nothing, givenNames: raw.values.givenNames ?? '', familyName: raw.values.familyName ?? '' },
      changes: [],
      problems: judgement.problems,
      fate: 'refused',
    }
  }
  if (raw.issuer !== undefined && raw.issuer !== context.institution)
    judgement.refuse('issuer-not-lead', null, raw.issuer, { issuer: raw.issuer, lead: context.institution })
  if (raw.inProgress) judgement.refuse('result-not-final', 'outcome', raw.values.outcome ?? '')
  if (raw.cellsBeyondHeader) judgement.refuse('cells-beyond-header', null, '')
  if (raw.takenFrom)
    for (const [field, from] of Object.entries(raw.takenFrom) as [ResultField, string][])
      judgement.change(field, from, raw.values[field] ?? '', 'other-element')
  const values: ResultRow = Object.assign(readLearner(raw, context, judgement), readAchievement(raw, context, judgement))
  return { row: raw.row, values, changes: judgement.changes, problems: judgement.problems, fate: judgement.fate() }
}

const isOffering = (identifiers: readonly string[], { offering }: OfferingContext) =>
  identifiers.some((i) => offering.codes.some((c) => c.toLowerCase() === i.toLowerCase()))

const nothing: ResultRow = {
  esi: null,
  home: null,
  localId: null,
  givenNames: '',
  familyName: '',
  birthDate: null,
  email: null,
  outcome: null,
  grade: null,
  gradingScheme: null,
  ects: null,
  assessedOn: null,
  attempt: 1,
}
