import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of recording results, and of the rows behind them. */
export const recordingErrors = {
  'learner-differs': {
    status: 409,
    retryable: false,
    what: 'The home institution holds other data for this identifier.',
    why: 'Under this identifier the home knows another name or birth date. What it holds is not shown to others.',
    next: 'The home institution decides whether this is its learner; it finds the row under "waiting for you".',
  },
  'learner-erased': {
    status: 410,
    retryable: false,
    what: 'This learner was erased.',
    why: 'The learner asked their home institution to erase their data, and no duty to keep it stood against it.',
    next: 'Nothing can be recorded for this identifier any more. Ask the home institution if you think that this is a mistake.',
  },
  'content-gone': {
    status: 410,
    retryable: false,
    what: 'The row is no longer there.',
    why: 'Rows are wiped 30 days after the upload, or when a learner is erased.',
    next: 'Upload the file again.',
  },
  'nothing-recorded': {
    status: 409,
    retryable: false,
    what: 'There was nothing to undo.',
    why: 'The row had recorded nothing, or a later file has changed the result since.',
    next: 'Nothing is left to do.',
  },
  'already-annulled': {
    status: 409,
    retryable: false,
    what: 'The result was annulled before.',
    why: 'It was undone or annulled already.',
    next: 'Nothing is left to do.',
  },
  'run-undone': {
    status: 200,
    retryable: false,
    what: 'The run was undone.',
    why: 'An office of the lead took the whole file back.',
    next: 'Upload a corrected file when it is ready.',
  },
  'not-allowed-from': {
    status: 409,
    retryable: false,
    what: 'This cannot be done in the state that the result is in.',
    why: 'Each state allows certain moves only; the details name both.',
    next: 'Load the result again and look at its state.',
  },
  'reason-needed': {
    status: 400,
    retryable: false,
    what: 'This move needs a reason.',
    why: 'Whoever looks at it later wants to know why; the details list the reasons there are.',
    next: 'Name one of them.',
  },
  'not-waiting': {
    status: 409,
    retryable: false,
    what: 'This row is not waiting for you.',
    why: 'It was decided already, or it waits for something else.',
    next: 'Load the list again.',
  },
} as const satisfies ErrorCatalogue
