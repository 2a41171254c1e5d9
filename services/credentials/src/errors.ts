import type { ErrorCatalogue } from '@collegium/service-kit'

export const errors = {
  'file-missing': {
    status: 400,
    retryable: false,
    what: 'There is no credential in the request.',
    why: 'The form has no file, or more than one.',
    next: 'Send the credential as the body of the request (JSON), or as the one file of a form.',
  },
  'too-large': {
    status: 413,
    retryable: false,
    what: 'The file is larger than a credential can be.',
    why: 'At most 2 MiB are read.',
    next: 'Check that this is the credential file itself, not a folder or a scan of it.',
  },
  'share-too-long': {
    status: 400,
    retryable: false,
    what: 'A link cannot be shared for that long.',
    why: 'Links end after at most 90 days, so that a forgotten one does not stay open.',
    next: 'Choose between 1 and 90 days.',
  },
} as const satisfies ErrorCatalogue
