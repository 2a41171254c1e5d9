import type { GradeCount, Term } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { gradeOn, scaleNamed } from '@collegium/vocabulary'
import { and, eq, inArray, or } from 'drizzle-orm'
import { enrolments } from '../enrolments/tables.ts'
import type { DistributionTable } from '../grade-conversion/domain/convert-grade.ts'
import type { Mobility } from '../learning-agreements/queries.ts'
import { publicInstances, publicSpecifications } from '../offers/tables.ts'
import { results } from '../results/tables.ts'
import type { TranscriptLine } from './domain/line.ts'

/** Below so many results a distribution would tell what single others got; for pass or fail the share is what everyone knows anyway. */
const fewest = 5

/**
 * The lines that follow from the hub's own results: those of the mobility's learner at its receiving institution in its academic year, the last attempt of each.
 * Their distribution is the one that came with the result, else that of the institution's table for the field, else that of everyone in the same instance,
 * where there are enough.
 */
export async function linesFromResults(
  db: Transaction['db'],
  mobility: Mobility,
  terms: readonly Term[],
  tables: readonly DistributionTable[],
): Promise<TranscriptLine[]> {
  const rows = await db
    .select({ enrolment: enrolments, result: results, instance: publicInstances, specification: publicSpecifications })
    .from(enrolments)
    .innerJoin(results, eq(results.enrolmentId, enrolments.id))
    .innerJoin(publicInstances, eq(publicInstances.id, enrolments.instanceId))
    .innerJoin(publicSpecifications, eq(publicSpecifications.id, enrolments.specificationId))
    .where(
      and(
        eq(enrolments.learnerId, mobility.learnerId),
        eq(enrolments.lead, mobility.receiving),
        or(eq(results.state, 'released'), eq(results.state, 'corrected')),
        inArray(results.outcome, ['passed', 'failed']),
      ),
    )
    .orderBy(results.attempt)
  const last = new Map(rows.filter((row) => row.instance.instance.academicYear === mobility.academicYear).map((row) => [row.enrolment.id, row]))
  const counted = await countsOf(db, [...new Set([...last.values()].map((row) => row.instance.id))])
  return [...last.values()].map(({ enrolment, result, instance: { instance }, specification: { specification } }): TranscriptLine => {
    const component = mobility.content?.components.find((one) => one.instanceId === instance.instanceId && one.table !== 'recognised')
    const term = terms.find((one) => one.startsOn <= instance.endsOn && instance.endsOn <= one.endsOn)
    const table = tables.find((one) => one.gradingScheme === result.gradingScheme && specification.iscedF.startsWith(one.iscedF))
    return {
      lineId: enrolment.id,
      partOf: null,
      componentId: component?.id ?? null,
      losId: component?.losId ?? `CR/${specification.specificationId}`,
      loiId: component?.loiId ?? `CRI/${instance.instanceId}`,
      code: specification.code,
      title: specification.title[specification.language] ?? specification.title.en ?? Object.values(specification.title)[0] ?? specification.code,
      type: 'Course',
      iscedF: specification.iscedF,
      // An offer between terms stands under its own days.
      term: term
        ? { title: term.name.en ?? Object.values(term.name)[0] ?? String(term.number), startsOn: term.startsOn, endsOn: term.endsOn }
        : { title: instance.academicYear, startsOn: instance.startsOn, endsOn: instance.endsOn },
      assessedOn: result.assessedOn,
      ects: result.ects,
      outcome: result.outcome === 'passed' ? 'passed' : 'failed',
      label: result.grade ?? (result.outcome === 'passed' ? 'pass' : 'fail'),
      gradingScheme: result.gradingScheme,
      distribution:
        result.distribution?.counts.map(({ grade, count }) => ({ label: grade, count })) ??
        (table?.grades ?? distributionOf(counted.get(instance.instanceId) ?? [])).map(({ label, count }) => ({ label, count })),
      source: { enrolmentId: enrolment.id, resultVersion: result.version },
    }
  })
}

type Counted = readonly { readonly grade: string | null; readonly gradingScheme: string | null; readonly outcome: string }[]

/** Grades given in an instance, from the results themselves. */
async function countsOf(db: Transaction['db'], instanceIds: readonly string[]): Promise<Map<string, Counted>> {
  const given = new Map<string, Counted[number][]>()
  if (instanceIds.length === 0) return given
  const rows = await db
    .select({ instanceId: enrolments.instanceId, grade: results.grade, gradingScheme: results.gradingScheme, outcome: results.outcome })
    .from(enrolments)
    .innerJoin(results, eq(results.enrolmentId, enrolments.id))
    .where(
      and(inArray(enrolments.instanceId, [...instanceIds]), inArray(results.state, ['released', 'corrected']), inArray(results.outcome, ['passed', 'failed'])),
    )
  for (const { instanceId, ...row } of rows) given.set(instanceId, [...(given.get(instanceId) ?? []), row])
  return given
}

function distributionOf(given: Counted): Pick<GradeCount, 'label' | 'count'>[] {
  const ungraded = given.every(({ grade, gradingScheme }) => grade === null || gradingScheme === 'pass-fail')
  if (!ungraded && given.length < fewest) return []
  const counts = new Map<string, number>()
  for (const { grade, gradingScheme, outcome } of given) {
    const scheme = gradingScheme ? scaleNamed(gradingScheme) : undefined
    const label = (grade !== null && scheme ? gradeOn(scheme, grade)?.grade : grade) ?? (outcome === 'passed' ? 'pass' : 'fail')
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return [...counts].map(([label, count]) => ({ label, count })).toSorted((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }))
}
