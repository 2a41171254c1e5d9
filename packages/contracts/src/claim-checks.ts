import type { ServiceName } from './services.ts'

/** Why a service asks for personal data; recorded with each access. */
export const purposes = ['record-result', 'record-entry', 'seal-credential', 'export-results', 'send-mail', 'write-letter'] as const
export type Purpose = (typeof purposes)[number]

/** Who may ask whom for what (design 3.3). Anything that is not in this list is refused. */
export const claimChecks = [
  { at: 'exchange', path: '/internal/submissions/batch-get', caller: 'mobility', purpose: 'record-result' },
  { at: 'exchange', path: '/internal/submissions/batch-get', caller: 'mobility', purpose: 'record-entry' },
  { at: 'mobility', path: '/internal/learners/batch-get', caller: 'credentials', purpose: 'seal-credential' },
  { at: 'mobility', path: '/internal/learners/batch-get', caller: 'exchange', purpose: 'export-results' },
  { at: 'mobility', path: '/internal/learners/batch-get', caller: 'exchange', purpose: 'send-mail' },
  { at: 'mobility', path: '/internal/learners/batch-get', caller: 'recognition', purpose: 'write-letter' },
] as const satisfies readonly { at: ServiceName; path: string; caller: ServiceName; purpose: Purpose }[]
export type ClaimCheckPath = (typeof claimChecks)[number]['path']
