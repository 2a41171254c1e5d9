import type { Reader } from '@collegium/database'
import { inArray } from 'drizzle-orm'
import { transcriptIssues } from './tables.ts'

/** What became of a component of the agreement, as the transcript that stands says. */
export interface AchievedComponent {
  readonly componentId: string
  readonly status: 'passed' | 'failed'
  readonly ects: number
}

/** What learners achieved, component by component, by mobility; missing where no transcript was issued that `db` may see. A component of several lines is passed with all. */
export async function achievedIn(db: Reader, mobilityIds: readonly string[]): Promise<Map<string, AchievedComponent[]>> {
  const rows =
    mobilityIds.length === 0
      ? []
      : await db
          .select()
          .from(transcriptIssues)
          .where(inArray(transcriptIssues.transcriptId, [...mobilityIds]))
          .orderBy(transcriptIssues.issue)
  return new Map(
    rows.map(({ transcriptId, statement }) => {
      const components = [...new Set(statement.lines.flatMap((line) => line.componentId ?? []))]
      return [
        transcriptId,
        components.map((componentId) => {
          const lines = statement.lines.filter((line) => line.componentId === componentId)
          const passed = lines.filter((line) => line.outcome === 'passed')
          const ects = passed.reduce((sum, line) => sum + (line.ects ?? 0), 0)
          return { componentId, status: passed.length === lines.length ? 'passed' : 'failed', ects: Math.round(ects * 100) / 100 }
        }),
      ]
    }),
  )
}
