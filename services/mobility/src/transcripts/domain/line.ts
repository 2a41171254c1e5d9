/** One thing studied, as the transcript says it: a specification and its instance, with the result. */
export interface TranscriptLine {
  /** Stays the same through all versions. */
  readonly lineId: string
  /** The module that this is a part of, where there is one. */
  readonly partOf: string | null
  /** Which component of the learning agreement it is about. */
  readonly componentId: string | null
  /** As EWP writes them: "CR/…" and "CRI/…". */
  readonly losId: string
  readonly loiId: string
  readonly code: string | null
  readonly title: string
  readonly type: 'Module' | 'Course' | 'Class'
  readonly iscedF: string | null
  readonly term: { readonly title: string; readonly startsOn: string; readonly endsOn: string } | null
  readonly assessedOn: string | null
  /** Null for a part whose credits its module carries, and for a module whose parts carry them. */
  readonly ects: number | null
  readonly outcome: 'passed' | 'failed'
  /** The result as it is to be read: a grade, or a word such as "pass". */
  readonly label: string
  readonly gradingScheme: string | null
  /** How often each grade was given, fails too. */
  readonly distribution: readonly { readonly label: string; readonly count: number }[]
  /** The hub's own result that the line repeats. */
  readonly source: { readonly enrolmentId: string; readonly resultVersion: number } | null
}

/** Whom a transcript is about. Personal data: only ever encrypted under the learner's key, and never in a refusal. */
export interface Holder {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly esi: string | null
}

/** Lines from top to bottom that one lies under, nearest first; a loop ends where it closes. */
export function ancestorsOf(line: TranscriptLine, lines: readonly TranscriptLine[]): TranscriptLine[] {
  const byId = new Map(lines.map((one) => [one.lineId, one]))
  const found: TranscriptLine[] = []
  for (let at = line.partOf ? byId.get(line.partOf) : undefined; at && !found.includes(at); at = at.partOf ? byId.get(at.partOf) : undefined) found.push(at)
  return found
}
