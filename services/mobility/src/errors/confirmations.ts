import type { ErrorCatalogue } from '@collegium/service-kit'

export const confirmationErrors = {
  'confirmed-already': {
    status: 409,
    retryable: false,
    what: 'This is confirmed already.',
    why: 'One confirmation of a kind stands for a mobility; the details name it.',
    next: 'Take the standing one back first, if it is wrong.',
  },
  'not-a-day': {
    status: 400,
    retryable: false,
    what: 'This day does not exist.',
    why: 'A day is written as 2026-10-05 and has to be in the calendar: 29 February only in leap years.',
    next: 'Correct the day that the details name.',
  },
  'dates-missing': {
    status: 400,
    retryable: false,
    what: 'A day is missing.',
    why: 'An arrival has its day, a stay the first and the last one, attendance either these or the virtual part.',
    next: 'Enter the days that the details name.',
  },
  'dates-beyond-kind': {
    status: 400,
    retryable: false,
    what: 'An arrival says nothing of what came later.',
    why: 'Departure and the virtual part belong into a confirmation of stay or attendance.',
    next: 'Leave them out, or confirm the stay.',
  },
  'left-before-arrival': {
    status: 400,
    retryable: false,
    what: 'The end lies before the beginning.',
    why: 'The days stand the other way round.',
    next: 'Exchange or correct them.',
  },
  'not-yet-happened': {
    status: 409,
    retryable: false,
    what: 'This has not happened yet.',
    why: 'Only what has happened can be confirmed; the details name the day.',
    next: 'Come back on that day.',
  },
} as const satisfies ErrorCatalogue
