import type { ErrorCatalogue } from '@collegium/service-kit'
import { attachmentTypes, largestAttachment, longestNote, mostAttachments } from '../dossiers/domain/dossier.ts'

const mebibytes = largestAttachment / 1024 / 1024

/** Refusals of the notes and attachments that an institution keeps for itself. */
export const dossierErrors = {
  'attachment-empty': {
    status: 422,
    retryable: false,
    what: 'The file is empty.',
    why: 'No byte of it arrived.',
    next: 'Choose the file again; if it is empty on your computer too, save it anew.',
  },
  'attachment-kind': {
    status: 415,
    retryable: false,
    what: 'A file of this kind is not kept.',
    why: `Attachments are documents and pictures (${Object.keys(attachmentTypes).join(', ')}); what a file is, is read from its bytes, not from its name.`,
    next: 'Save it as PDF and add that.',
  },
  'attachment-too-large': {
    status: 413,
    retryable: false,
    what: 'The file is too large.',
    why: `An attachment has at most ${mebibytes} MiB.`,
    next: 'Scan it in a lower resolution, or keep it in your document system and write its address into a note.',
  },
  'not-the-author': {
    status: 403,
    retryable: false,
    what: 'Somebody else wrote this.',
    why: 'A note or an attachment is changed and removed by whoever made it, or by an administrator of the institution.',
    next: 'Ask the person whom the details name.',
  },
  'note-empty': {
    status: 422,
    retryable: false,
    what: 'The note says nothing.',
    why: 'There is no text in it.',
    next: 'Write something, or remove the note.',
  },
  'note-too-long': {
    status: 422,
    retryable: false,
    what: 'The note is too long.',
    why: `A note has at most ${longestNote} characters.`,
    next: 'Shorten it, or add the text as an attachment.',
  },
  'too-many-attachments': {
    status: 409,
    retryable: false,
    what: 'There are too many attachments here already.',
    why: `Your institution keeps at most ${mostAttachments} beside one mobility or enrolment.`,
    next: 'Remove what is no longer needed.',
  },
} as const satisfies ErrorCatalogue
