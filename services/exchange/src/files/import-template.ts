import type { FileTemplate, Role } from '@collegium/contracts'
import type { CheckContext, Problem, RawRow, RowJudge } from './domain/rows.ts'
import type { FileReport } from './file-report.ts'

/** Where a good row belongs. */
export interface Place {
  /** Whose learner it is about; the uploader itself where it is about none. */
  readonly home: string | null
  /** Which try; 1 where there are no tries. */
  readonly attempt: number
  /** Equal for rows whose order must be kept, in any file: one learner, one mobility, one pair of courses. Indexed blindly. */
  readonly stream: string
}

/** One kind of file that the hub takes in: how it is read and judged, and what its rows stand for. Everything else of a run is alike for all. */
export interface ImportTemplate {
  readonly file: FileTemplate
  /** Whoever hands such files in, accepts them and takes them back. */
  readonly by: readonly Role[]
  /** Which offering it is about: one that the uploader leads, one that it takes part in, or none. */
  readonly offering: 'led' | 'joined' | 'none'
  /** Whether the rows of one stream are one submission, as the components of an agreement are. */
  readonly grouped: boolean
  judge(context: CheckContext): RowJudge
  /** What of a row in its normal form no longer holds, now that the offering has changed. */
  judgeAgain(values: object, context: CheckContext): readonly Problem[]
  placeOf(values: object, institution: string): Place
  /** For formats beside tables. */
  readXml?(path: string, report: FileReport): AsyncGenerator<RawRow[]>
}
