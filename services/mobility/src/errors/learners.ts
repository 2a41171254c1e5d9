import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals about learners and what is held of them. */
export const learnerErrors = {
  'learner-data-not-in-order': {
    status: 422,
    retryable: false,
    what: 'These data cannot be those of a learner.',
    why: 'A name is missing, or a date, a country or a code is none; the details name each field, without its value.',
    next: 'Correct the fields that are named.',
  },
  'esi-unreadable': {
    status: 422,
    retryable: false,
    what: 'This is not a European Student Identifier.',
    why: 'It begins with urn:schac:personalUniqueCode:int:esi:, then the institution or country that gave it, then a code; the details say what is missing.',
    next: 'Take it from your student register as it stands there, or leave it empty.',
  },
  'esi-of-another-home': {
    status: 422,
    retryable: false,
    what: 'This European Student Identifier was given by another institution.',
    why: 'An identifier with the name of an institution in it belongs to learners of that institution; the details name both.',
    next: 'Ask for the identifier that your own institution gave, or leave it empty.',
  },
  'esi-of-another-country': {
    status: 422,
    retryable: false,
    what: 'This European Student Identifier is one of another country.',
    why: 'A national identifier comes from the register of the country in which the home institution is; the details name both countries.',
    next: 'Ask for the identifier of your own country or institution, or leave it empty.',
  },
  'home-country-unknown': {
    status: 409,
    retryable: true,
    what: 'The hub does not know your country yet.',
    why: 'A national identifier is compared with the country of the home institution, which the registry has not told yet.',
    next: 'Try again in a minute. If it stays so, ask your alliance administrator whether your institution is verified.',
  },
  'identity-proofing-needed': {
    status: 422,
    retryable: false,
    what: 'Without a European Student Identifier the hub has to know how sure you are of the person.',
    why: 'The learner gets an identifier of the hub, and whoever relies on it sees the level of identity proofing: none, low, substantial or high.',
    next: 'Name the level at which you checked who the person is.',
  },
  'identifier-taken': {
    status: 409,
    retryable: false,
    what: 'You hold a learner under this identifier already.',
    why: 'One identifier stands for one learner; the details name the one that there is.',
    next: 'Look at that learner. If the two are one person, merge them.',
  },
  'undo-too-late': {
    status: 409,
    retryable: false,
    what: 'This merge can no longer be undone.',
    why: 'What changed hands is kept for a limited time, which is over.',
    next: 'Register the second person anew and correct what belongs to them.',
  },
  'not-a-pair': {
    status: 422,
    retryable: false,
    what: 'These two cannot be merged.',
    why: 'They are the same learner, or one of them is not yours, was erased, or was merged already.',
    next: 'Look both up in your directory and choose again.',
  },
  'merged-meanwhile': {
    status: 409,
    retryable: false,
    what: 'This learner was merged into another one.',
    why: 'Two records turned out to be one person; the details name the one that goes on.',
    next: 'Work with the learner that goes on.',
  },
  'retention-duty': {
    status: 409,
    retryable: false,
    what: 'The erasure is refused for now, and lawfully so.',
    why: 'Records of examinations, recognitions and mobilities have to be kept for some years (GDPR 17(3)); the details name each kind, and until when.',
    next: 'What no duty covers can be erased at once: ask for a partial erasure. Ask again when the last duty has ended.',
  },
  'nothing-changed': {
    status: 409,
    retryable: false,
    what: 'There is nothing to correct.',
    why: 'What you say is what is held already.',
    next: 'Nothing is left to do.',
  },
} as const satisfies ErrorCatalogue
