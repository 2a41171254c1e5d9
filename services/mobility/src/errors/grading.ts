import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of entering and moving results, and the reasons for which one is corrected or annulled. */
export const gradingErrors = {
  'result-annulled': {
    status: 409,
    retryable: false,
    what: 'The examination board has annulled this result.',
    why: 'A file does not bring back what a board has annulled.',
    next: 'Ask the examination board of the lead.',
  },
  'no-examination': {
    status: 409,
    retryable: false,
    what: 'The student status does not allow examinations.',
    why: 'Whoever takes part without a status has no claim to be examined.',
    next: 'Give the learner another student status first.',
  },
  'assessed-in-future': {
    status: 422,
    retryable: false,
    what: 'The assessment lies in the future.',
    why: 'A result is entered once there was an assessment.',
    next: 'Correct the date.',
  },
  'grade-not-on-scale': {
    status: 422,
    retryable: false,
    what: 'The scale has no such grade.',
    why: 'The offer is marked on the scale named in the details.',
    next: 'Correct the grade.',
  },
  'grade-contradicts-outcome': {
    status: 422,
    retryable: false,
    what: 'Grade and outcome contradict each other.',
    why: 'A passing grade means passed, a failing one failed.',
    next: 'Correct one of the two.',
  },
  'too-many-credits': {
    status: 422,
    retryable: false,
    what: 'These are more credits than the offer has.',
    why: 'The description of the offer says how many there are; the details name the number.',
    next: 'Correct the credits.',
  },
  'recording-error': reason('The result was recorded wrongly.', 'Somebody noticed a slip.'),
  review: reason('The result was reviewed.', 'The examination was marked again.'),
  'late-work': reason('Work was handed in late.', 'The examination board counted it.'),
  'file-corrected': reason('A later file corrected the result.', 'The lead uploaded another grade for the same attempt.'),
  misconduct: reason('The result was annulled for misconduct.', 'The examination board decided so.'),
  withdrawn: reason('The learner withdrew before the result was released.', 'What is not released when a learner leaves is annulled.'),
} as const satisfies ErrorCatalogue

/** A reason is no fault: it says why something was decided. */
function reason(what: string, why: string) {
  return { status: 200, retryable: false, what, why, next: 'Ask the examinations office of the lead if you want to know more.' } as const
}
