import type { ErrorCatalogue } from '@collegium/service-kit'

export const errors = {
  'too-few': {
    status: 200,
    retryable: false,
    what: 'This figure is hidden: too few people are behind it.',
    why: 'Fewer than five (for the parties) or ten (for the alliance) could be recognised.',
    next: 'Ask for a coarser breakdown, or for more than one year.',
  },
  dominated: {
    status: 200,
    retryable: false,
    what: 'This figure is hidden: one or two institutions make up most of it.',
    why: 'With fewer than three contributors, or two of them above 85 %, a partner could subtract itself and read the rest.',
    next: 'Ask for a coarser breakdown.',
  },
  complementary: {
    status: 200,
    retryable: false,
    what: 'This figure is hidden to protect another one.',
    why: 'Subtracted from the total it would give a hidden figure away.',
    next: 'Ask for a coarser breakdown.',
  },
} as const satisfies ErrorCatalogue
