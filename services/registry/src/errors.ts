import type { ErrorCatalogue } from '@collegium/service-kit'

export const errors = {
  'not-a-party': {
    status: 403,
    retryable: false,
    what: 'Your institution is not a party of this agreement.',
    why: 'Only the parties named in an agreement sign or end it.',
    next: 'Ask a party to amend the agreement so that it names you.',
  },
  'not-allowed-from': {
    status: 409,
    retryable: false,
    what: 'This cannot be done in the state that the agreement is in.',
    why: 'Each state of an agreement allows certain moves only; the details name both.',
    next: 'Load the agreement again and look at its state.',
  },
  'content-differs': {
    status: 409,
    retryable: false,
    what: 'You signed other words than those that stand.',
    why: 'All parties sign the same content; its hash is not the one that you sent.',
    next: 'Load the agreement again, read it, and sign what it says now.',
  },
  'already-signed': {
    status: 409,
    retryable: false,
    what: 'Your institution has signed this already.',
    why: 'One signature of each party is enough.',
    next: 'Nothing is left for you to do: the other parties sign now.',
  },
  'reason-needed': {
    status: 400,
    retryable: false,
    what: 'This move needs a reason.',
    why: 'Whoever looks at it later wants to know why; the details list the reasons there are.',
    next: 'Name one of them.',
  },
} as const satisfies ErrorCatalogue
