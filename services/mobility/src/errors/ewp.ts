import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of messages of Erasmus Without Paper; EWP answers what it does not know with 400. */
export const ewpErrors = {
  'ewp-malformed': {
    status: 400,
    retryable: false,
    what: 'The EWP message cannot be read.',
    why: 'It is no well-formed XML, names a document type, is too large, or lacks something that the schema of learning agreements (1.2.0) demands; the details say what.',
    next: 'Send what the schema allows; document types and entities are never taken.',
  },
  'ewp-signature-missing': {
    status: 400,
    retryable: false,
    what: 'The answer is not signed.',
    why: 'An institution signs with the name, position and e-mail address of a person and the time; the parts stand in the namespace of get-response.',
    next: 'Send the signature with the parts that the details name.',
  },
  'ewp-unknown-mobility': {
    status: 400,
    retryable: false,
    what: 'There is no such mobility for you to answer.',
    why: 'Its id is not known, it belongs to another sending institution, or you are not its receiving institution.',
    next: 'Ask the sending institution with get for what it shows you, and answer that.',
  },
} as const satisfies ErrorCatalogue
