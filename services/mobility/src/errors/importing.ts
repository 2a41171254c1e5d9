import type { ErrorCatalogue } from '@collegium/service-kit'

/** Why an entry of a list changed nothing, or stays when its run is undone. */
export const importingErrors = {
  'learner-unknown': {
    status: 422,
    retryable: false,
    what: 'Your institution knows no learner by this identifier.',
    why: 'Whom it does not know is registered from the list, and that takes a name.',
    next: 'Correct the identifier, or fill in given and family names.',
  },
  'other-mobility': {
    status: 409,
    retryable: false,
    what: 'This mobility number belongs to an agreement about something else.',
    why: 'Learner, receiving institution, kind of mobility and academic year of an agreement never change.',
    next: 'Give the other mobility a number of its own.',
  },
  'signed-since': {
    status: 409,
    retryable: false,
    what: 'Somebody has signed the agreement since.',
    why: 'A list neither changes nor takes back what somebody has put a name to.',
    next: 'Write or withdraw it in the agreement itself.',
  },
  'edited-since': {
    status: 409,
    retryable: false,
    what: 'Somebody has written in it since.',
    why: 'A list does not write over the work of a hand.',
    next: 'Make the change where it stands.',
  },
  'later-list-stands': {
    status: 409,
    retryable: false,
    what: 'A later list has written over it.',
    why: 'What stands is no longer what this run brought.',
    next: 'Undo the later run first, if it is to go as well.',
  },
  'agreement-called-off': {
    status: 409,
    retryable: false,
    what: 'This mobility was called off or closed.',
    why: 'Its agreement is not opened again.',
    next: 'Give the mobility a new number if it takes place after all.',
  },
} as const satisfies ErrorCatalogue
