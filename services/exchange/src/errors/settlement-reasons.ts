import type { ErrorCatalogue } from '@collegium/service-kit'

const told = (what: string, why: string, next: string) => ({ status: 200, retryable: false, what, why, next })

/** What mobility says of a submitted row or entry beside its outcome, in the words of the report. */
export const settlementReasons = {
  'agreement-incomplete': told(
    'The draft is there; before anybody can sign, something is still to be filled in.',
    'The rules of the programme ask for more than a draft needs.',
    'Open the agreement: it names each place.',
  ),
  'student-incomplete': told(
    'The draft is there; before anybody can sign, data of the student are missing.',
    'Birth date, citizenship, gender, e-mail and identifier are part of what is signed.',
    'Add them in the file, or at the learner.',
  ),
  'learner-unknown': told(
    'Your institution knows no learner by this identifier.',
    'Whom it does not know is registered from the list, and that takes a name.',
    'Correct the identifier, or fill in given and family names.',
  ),
  'learner-differs': told(
    'The home institution holds another name or birth date for this identifier.',
    'One of the two is wrong, or somebody else is meant.',
    'Correct the row, or the learner, then import again.',
  ),
  'learner-data-not-in-order': told(
    'The data of the learner cannot be taken.',
    'A new learner is registered by the rules of any registration.',
    'Look at names, birth date and e-mail of the row.',
  ),
  'esi-of-another-country': told(
    'The identifier comes from the register of another country.',
    'An institution registers learners by identifiers of its own or of its country.',
    'Correct the identifier, or leave it empty and give the student number.',
  ),
  'esi-of-another-home': told(
    'The identifier was given by another institution.',
    'An institution registers learners by identifiers of its own or of its country.',
    'Correct the identifier, or leave it empty and give the student number.',
  ),
  'home-country-unknown': told(
    'The hub does not know yet which country your institution is in.',
    'A national identifier can only be checked against it.',
    'Import again in a moment.',
  ),
  'learner-erased': told(
    'This learner was erased.',
    'The learner asked their home institution to erase their data.',
    'Nothing can be recorded for this identifier any more.',
  ),
  'content-gone': told('The row is no longer there.', 'Rows are wiped 30 days after the upload, or when a learner is erased.', 'Upload the file again.'),
  'other-mobility': told(
    'This mobility number belongs to an agreement about something else.',
    'Learner, receiving institution, kind of mobility and academic year of an agreement never change.',
    'Give the other mobility a number of its own.',
  ),
  'signed-since': told(
    'Somebody has signed the agreement since; it stays as it is.',
    'A list neither changes nor takes back what somebody has put a name to.',
    'Write or withdraw it in the agreement itself.',
  ),
  'edited-since': told(
    'Somebody has written in it since; it stays as it is.',
    'A list does not write over the work of a hand.',
    'Make the change where it stands.',
  ),
  'later-list-stands': told(
    'A later list has written over it; that one stays.',
    'What stands is no longer what this run brought.',
    'Undo the later run first, if it is to go as well.',
  ),
  'agreement-called-off': told(
    'This mobility was called off or closed.',
    'Its agreement is not opened again.',
    'Give the mobility a new number if it takes place after all.',
  ),
  'legal-status-incomplete': told(
    'The place is kept; before the learner is enrolled, a legal status is still to be stated.',
    'Every institution concerned answers four questions for each participant.',
    'The institution that the enrolment names states it; then enrol.',
  ),
  'prerequisites-open': told(
    'It is open whether the learner meets what the course asks for.',
    'Nobody is enrolled before that is judged.',
    'Fill in the column, or judge it at the enrolment.',
  ),
  'no-seat-free': told('All seats are taken.', 'Seats of the plan are given once.', 'Put the learner on the waiting list, or ask for more seats.'),
  'ended-before': told(
    'This learner has left the course before, or was refused.',
    'A list does not take up again what a person has ended.',
    'Look at the enrolment.',
  ),
  'not-a-partner': told('The home does not take part in this course.', 'Places are for the partners of the offer.', 'Correct the home institution.'),
  'same-institution': told('Provider and home are the same institution.', 'A precedent is about a course of another institution.', 'Correct the provider.'),
  'decided-in-the-future': told('The decision lies in the future.', 'A precedent is something that was decided.', 'Correct the date of the decision.'),
  'nothing-recorded': told('There was nothing to undo.', 'The row had recorded nothing, or it is gone already.', 'Nothing is left to do.'),
} as const satisfies ErrorCatalogue
