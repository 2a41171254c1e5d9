/** What the list of agreements shows stands in its address, under the names of the hub's filter: a saved view and an export have the same query. Of status and type several may stand there, with commas between. */
export interface AgreementsSearch {
  readonly turn?: string
  readonly status?: string
  readonly type?: string
  readonly partner?: string
  /** "2026/2027", or "all"; the current one where absent. */
  readonly academicYear?: string
  readonly direction?: string
  readonly text?: string
  /** These four come from a saved view or a link; the filters above the list do not offer them. */
  readonly unit?: string
  readonly programme?: string
  readonly dueBefore?: string
  /** `true`: what the partner's system has not acknowledged. */
  readonly unacknowledged?: string
  readonly after?: string
}
const fields = ['turn', 'status', 'type', 'partner', 'academicYear', 'direction', 'text', 'unit', 'programme', 'dueBefore', 'unacknowledged', 'after'] as const

/** The five parts of the pipeline, as the hub's filter names them. */
export const turns = ['mine', 'partner', 'learner', 'stuck', 'nobody'] as const
export const statuses = [
  'draft',
  'student-signed',
  'proposed',
  'changes-requested',
  'withdrawn',
  'agreed',
  'in-mobility',
  'awaiting-transcript',
  'transcript-received',
  'recognised',
  'partly-recognised',
  'closed',
  'cancelled',
  'deleted',
] as const
export const mobilityTypes = ['semester', 'short-term-blended', 'short-term-doctoral', 'virtual', 'micro-credential'] as const
export const directions = ['outgoing', 'incoming'] as const

/** Reads an address; what is empty or unknown is left out. */
export const agreementsSearch = (search: Record<string, unknown>): AgreementsSearch =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = search[field]
      return (typeof value === 'string' && value !== '') || typeof value === 'number' || value === true ? [[field, String(value)]] : []
    }),
  )

/** The filter of the graph for an address. */
export const filterOf = ({ status, type, unacknowledged, after: _after, ...same }: AgreementsSearch) => ({
  ...same,
  ...(unacknowledged === 'true' && { unacknowledged: true }),
  ...(status && { status: status.split(',') }),
  ...(type && { type: type.split(',') }),
})

/** The academic year before, this one and the next, as the offices write them; a year begins in August. */
export function yearsAround(today: string): readonly string[] {
  const first = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) < 8 ? 1 : 0)
  return [-1, 0, 1].map((n) => `${first + n}/${first + n + 1}`)
}
