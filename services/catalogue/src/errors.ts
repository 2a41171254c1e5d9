import type { ErrorCatalogue } from '@collegium/service-kit'

export const errors = {
  'below-one-ects': {
    status: 422,
    retryable: false,
    what: 'This offer is smaller than one ECTS credit.',
    why: 'A micro-credential of less than 1.0 ECTS cannot be recognised by itself (R2).',
    next: 'Make the offer larger, or offer it as a part of another one.',
  },
  'quality-assurance-lapsed': {
    status: 422,
    retryable: false,
    what: 'The quality assurance of this offer is no longer valid.',
    why: 'Its validity ended before today, and a credential would name it.',
    next: 'Enter the current report, then publish again.',
  },
  'code-taken': {
    status: 409,
    retryable: false,
    what: 'There is an offer with this code already.',
    why: 'Offices find offers of the whole alliance by their codes, so each is given once.',
    next: 'Take another code, for example with the year in it.',
  },
  'not-published': {
    status: 409,
    retryable: false,
    what: 'There is no published description to offer.',
    why: 'Only what is published can be offered at a time.',
    next: 'Publish the description first.',
  },
  'not-a-bip': {
    status: 422,
    retryable: false,
    what: 'This is no blended intensive programme under the rules of its call.',
    why: 'Three universities, five to thirty days in one place without a gap, work together online, and three ECTS are the least (R15); the details name what is not so.',
    next: 'Correct what is named, or offer it as another kind.',
  },
  'not-allowed-from': {
    status: 409,
    retryable: false,
    what: 'This cannot be done in the state that the offer is in.',
    why: 'Each state allows certain moves only; the details name both.',
    next: 'Load the offer again and look at its state.',
  },
  'reason-needed': {
    status: 400,
    retryable: false,
    what: 'This move needs a reason.',
    why: 'Whoever looks at it later wants to know why; the details list the reasons there are.',
    next: 'Name one of them.',
  },
} as const satisfies ErrorCatalogue
