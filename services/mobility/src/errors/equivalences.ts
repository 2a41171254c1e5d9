import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of course equivalences. */
export const equivalenceErrors = {
  'equivalence-incomplete': {
    status: 422,
    retryable: false,
    what: 'The equivalence is not complete.',
    why: 'Provider, both courses with code and title, and who decided are needed; the details name what is missing.',
    next: 'Fill in what is missing.',
  },
  'equivalence-credits': {
    status: 422,
    retryable: false,
    what: 'The credits are not possible.',
    why: 'What is recognised is worth more than 0 and at most 240 ECTS.',
    next: 'Correct the credits.',
  },
  'decided-in-the-future': {
    status: 422,
    retryable: false,
    what: 'The decision lies in the future.',
    why: 'A precedent is something that was decided.',
    next: 'Correct the date of the decision.',
  },
  'valid-before-decided': {
    status: 422,
    retryable: false,
    what: 'The equivalence would have ended before it was decided.',
    why: 'The last day of validity lies before the day of the decision.',
    next: 'Correct one of the two dates, or leave the validity open.',
  },
} as const satisfies ErrorCatalogue
