import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals about nominations. */
export const nominationErrors = {
  'nomination-not-in-order': {
    status: 422,
    retryable: false,
    what: 'The nomination cannot be sent as it is.',
    why: 'Some of what it says cannot be, or contradicts its type; the details name each fault.',
    next: 'Correct what is named and send it again.',
  },
  'stale-proposal': {
    status: 409,
    retryable: false,
    what: 'The nomination has another content now.',
    why: 'Your answer names a content that was replaced in the meantime; the details show both.',
    next: 'Read what stands now, and answer that.',
  },
  'comment-needed': {
    status: 400,
    retryable: false,
    what: 'A rejection needs a comment.',
    why: 'The sending institution and the learner are to know what stood against it.',
    next: 'Say in a sentence why, and reject again.',
  },
  'another-mobility': {
    status: 409,
    retryable: false,
    what: 'This would be another mobility.',
    why: 'Learner, sending and receiving institution of a mobility stay what they are: agreement and transcript hang on them.',
    next: 'Cancel this nomination and make a new one.',
  },
  'unknown-learner': {
    status: 404,
    retryable: false,
    what: 'Your institution has no such learner.',
    why: 'Only the home institution nominates, and only learners whom it holds and who were not erased.',
    next: 'Look the learner up in your directory, or register them first.',
  },
  doubled: {
    status: 409,
    retryable: false,
    what: 'This learner is nominated to this programme already.',
    why: 'A learner has one place in a programme of a call.',
    next: 'Change the nomination that there is.',
  },
  'quota-full': {
    status: 409,
    retryable: false,
    what: 'Your places in this programme are taken.',
    why: 'The coordinating institution gave each sending institution a number of places, and yours are used up.',
    next: 'Cancel a nomination, or ask the coordinating institution for more places.',
  },
  'programme-of-another': {
    status: 409,
    retryable: false,
    what: 'This programme is coordinated by another institution.',
    why: 'The catalogue knows the programme under another lead than the one that was named.',
    next: 'Take coordinator and programme from the catalogue.',
  },
} as const satisfies ErrorCatalogue
