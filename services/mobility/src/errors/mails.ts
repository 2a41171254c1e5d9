import type { ErrorCatalogue } from '@collegium/service-kit'

export const mailErrors = {
  'snooze-out-of-range': {
    status: 400,
    retryable: false,
    what: 'The reminder cannot be put off until that day.',
    why: 'A reminder is put off to a day that is still to come, and not for longer than the details say.',
    next: 'Choose a nearer day, or mute the subject.',
  },
  'template-malformed': {
    status: 400,
    retryable: false,
    what: 'The template is not in the form of a mail.',
    why: 'A subject is one line and not empty, a text has a largest length, and every placeholder is closed. The details name the place.',
    next: 'Correct it there and save it again.',
  },
  'unknown-placeholder': {
    status: 400,
    retryable: false,
    what: 'The template names a placeholder that this mail does not have.',
    why: 'It would be sent with a gap. The details list those that there are.',
    next: 'Take one of the list, or write the text out.',
  },
  'placeholder-missing': {
    status: 400,
    retryable: false,
    what: 'The template leaves out what the mail is about.',
    why: 'Without the placeholders in the details nobody would learn what waits for them.',
    next: 'Put them into the text.',
  },
  'address-malformed': {
    status: 400,
    retryable: false,
    what: 'An address is not a mail address.',
    why: 'It is written as name@domain, without a display name and without a second address. The details name the fields.',
    next: 'Correct the address.',
  },
  'time-zone-unknown': {
    status: 400,
    retryable: false,
    what: 'The time zone is not known.',
    why: 'It is named as the IANA database does, for example Europe/Lisbon.',
    next: 'Enter the name of your zone.',
  },
} as const satisfies ErrorCatalogue
