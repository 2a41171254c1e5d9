import type { ErrorCatalogue } from '@collegium/service-kit'

/** What the service refuses to do, apart from what is wrong with a file. */
export const serviceRefusals = {
  'upload-incomplete': { status: 400, retryable: false, what: 'The upload lacks something.', why: 'A file, a template, an institution and an offering are needed; the details name what is missing.', next: 'Send them all as multipart/form-data, the fields before the file.' },
  'template-unknown': { status: 400, retryable: false, what: 'There is no template of that name.', why: 'Files are read by a template; the details list those there are.', next: 'Name one of them.' },
  'offering-unknown': { status: 404, retryable: false, what: 'Your institution leads no offering of that name.', why: 'Only the lead of a joint course hands in its results. An offering of another institution looks the same as one that does not exist.', next: 'Check the code, or ask the catalogue which offerings you lead.' },
  'offering-withdrawn': { status: 409, retryable: false, what: 'The offering was withdrawn.', why: 'A withdrawn offering takes no new results.', next: 'Ask whoever withdrew it in the catalogue.' },
  'dry-run': { status: 409, retryable: false, what: 'This was a dry run.', why: 'It was asked only to look at the file.', next: 'Upload the file again without the dry run.' },
  'run-wiped': { status: 410, retryable: false, what: 'The rows of this run are wiped.', why: 'Personal values are kept for 30 days after the upload at most.', next: 'Upload the file again.' },
  'nothing-to-accept': { status: 409, retryable: false, what: 'No row of this run can be accepted.', why: 'All of them are refused, doubled, or wait for a person.', next: 'Download the bad rows, correct them, and upload them.' },
  'not-allowed-from': { status: 409, retryable: false, what: 'This cannot be done now.', why: 'Each state allows certain moves only; the details name both.', next: 'Load it again and look at its state.' },
  'not-your-turn': { status: 403, retryable: false, what: 'Your role does not do this.', why: 'The details list the roles that do.', next: 'Ask somebody who holds one of them.' },
  'no-rows-yet': { status: 409, retryable: true, what: 'The file is still being checked.', why: 'Its rows are there when the check is over.', next: 'Ask again in a moment; the run shows its progress.' },
  'row-not-waiting': { status: 409, retryable: false, what: 'This row does not wait for an identifier.', why: 'Only a row that waits because its learner is not named can be completed.', next: 'Load the run again.' },
  'mapping-unusable': { status: 400, retryable: false, what: 'The mapping names a field that the template does not have.', why: 'Each header is mapped to one field of the template; the details list what is wrong.', next: 'Correct it; the fields stand in /docs/files.' },
  'resent-just-now': { status: 429, retryable: true, what: 'This delivery was sent a moment ago.', why: 'The same message several times in a minute helps nobody.', next: 'Wait the seconds that the details name, then resend.' },
  'address-refused': { status: 400, retryable: false, what: 'Messages cannot be sent to this address.', why: 'It is not https, or leads into a private, loopback or link-local network.', next: 'Name an address on the public internet that begins with https://' },
  'partner-unreachable': { status: 502, retryable: true, what: "The partner's system did not answer.", why: 'The connection failed or took too long.', next: 'It is tried again by itself. If it stays so, ask the partner.' },
  'partner-refused': { status: 502, retryable: true, what: "The partner's system refused the message.", why: 'It answered with an error; its status stands beside the delivery.', next: 'Ask the partner to look at it, then resend.' },
  'offering-changed': { status: 200, retryable: false, what: 'The offering has changed since the check.', why: 'The rows were checked again against what stands today.', next: 'Look at the rows that were refused by it.' },
  'run-undone': { status: 200, retryable: false, what: 'The run was undone.', why: 'An office of the lead took the whole file back.', next: 'Upload a corrected file when it is ready.' },
  'credential-not-issued': { status: 200, retryable: false, what: 'The result is recorded, but no credential was issued.', why: "The learner's data were erased first, or the result was annulled before it was sealed.", next: 'Nothing is left to do.' },
} as const satisfies ErrorCatalogue
