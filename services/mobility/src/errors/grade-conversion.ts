import type { ErrorCatalogue } from '@collegium/service-kit'

export const gradeConversionErrors = {
  'no-grade': {
    status: 409,
    retryable: false,
    what: 'There is no grade to convert.',
    why: 'The result is a pass or a fail, or the line does not name its scheme and field.',
    next: 'Nothing is left to do: a pass stays a pass, a fail a fail.',
  },
  'not-the-home': {
    status: 403,
    retryable: false,
    what: "Only the learner's home converts grades.",
    why: 'The recognising institution decides what a grade is worth with it.',
    next: 'Ask the home.',
  },
  'no-grade-table': {
    status: 409,
    retryable: false,
    what: 'There are no two grade tables to compare.',
    why: 'Both institutions need a table of the last years for the same cycle and group of fields; the details say who has none.',
    next: 'Ask that institution to publish its table, or decide without a suggestion.',
  },
  'grade-tables-differ': {
    status: 409,
    retryable: false,
    what: 'The two grade tables are not of one kind.',
    why: 'Only tables of the same cycle and group of fields can be compared.',
    next: 'Choose two that are.',
  },
  'grade-not-on-scheme': {
    status: 400,
    retryable: false,
    what: 'This grade is not on the scheme.',
    why: 'The details name the scheme, which has no such grade.',
    next: 'Enter a grade of the scheme.',
  },
  'no-passing-grade': {
    status: 409,
    retryable: false,
    what: 'Nobody has passed in one of the tables.',
    why: 'Conversion compares passing grades.',
    next: 'Ask the institution for a table with passing grades.',
  },
  'pass-must-stay': {
    status: 409,
    retryable: false,
    what: 'A pass stays a pass, and a fail a fail.',
    why: 'A conversion changes how a result is written, not whether it was passed.',
    next: 'Choose a grade that keeps it.',
  },
} as const satisfies ErrorCatalogue
