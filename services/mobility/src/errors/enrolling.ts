import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of applying, enrolling, seats and legal status, and the reasons for which an enrolment ends. */
export const enrollingErrors = {
  'prerequisites-open': {
    status: 409,
    retryable: false,
    what: 'Nobody has said whether this learner meets the prerequisites.',
    why: 'The course asks for something, and a learner is enrolled once it is met, or waived for a reason.',
    next: 'Judge the prerequisites, then make the move again.',
  },
  'legal-status-incomplete': {
    status: 409,
    retryable: false,
    what: 'The legal status of this participant is not complete.',
    why: 'Each university says four things: examination entitlement, funding, health insurance, access to its infrastructure. The details list what is open, and where.',
    next: 'Ask the university named to answer. "Unclear" is an answer, with an owner and a day by which it is looked at again.',
  },
  'statement-incomplete': {
    status: 422,
    retryable: false,
    what: 'A statement says too little.',
    why: 'An answer rests on something: name it. An unclear one needs an owner and a review date. The details name each.',
    next: 'Complete the statements named.',
  },
  'student-status-missing': {
    status: 409,
    retryable: false,
    what: 'The student status is open.',
    why: 'Fees and access follow the status, so nobody is enrolled without one.',
    next: 'Name the status when you enrol: regular, visiting, virtual mobility, external, staff or none.',
  },
  'no-seat': {
    status: 409,
    retryable: false,
    what: 'There is no free seat.',
    why: 'All seats for this learner are taken.',
    next: 'Put the learner on the waiting list; it moves up by itself when a seat becomes free.',
  },
  'not-your-side': {
    status: 403,
    retryable: false,
    what: 'Another university makes this move.',
    why: 'Homes nominate, the lead accepts and enrols; the details say whose turn it is.',
    next: 'Ask the university named.',
  },
  'already-enrolled': {
    status: 409,
    retryable: false,
    what: 'There is an enrolment of this learner at this offer already.',
    why: 'A learner has one enrolment per offer; the details name it and its state.',
    next: 'Open that enrolment.',
  },
  'not-a-partner': {
    status: 403,
    retryable: false,
    what: "This university's learners cannot be enrolled here.",
    why: 'The offer is for its lead and the partners that it names.',
    next: 'Ask the lead whether your university takes part.',
  },
  'not-enrolled': {
    status: 409,
    retryable: false,
    what: 'This learner is not enrolled.',
    why: 'Results are entered for those who are enrolled or take part.',
    next: 'Enrol the learner first.',
  },
  'enrolment-withdrawn': {
    status: 409,
    retryable: false,
    what: 'This learner has withdrawn.',
    why: 'What was not released by then was annulled, and nothing new is recorded.',
    next: 'Nothing is left to do. Ask the office that recorded the withdrawal if you think that this is a mistake.',
  },
  'seats-taken': {
    status: 409,
    retryable: false,
    what: 'More seats are taken than would be left.',
    why: 'Nobody loses a seat by a new plan: it has to leave one for each who has it.',
    next: 'Ask for more seats, or wait until some become free; the plan before stays.',
  },
  'kept-seats-exceed-total': {
    status: 422,
    retryable: false,
    what: 'More seats are kept for partners than there are.',
    why: 'The seats kept for partners are part of the total.',
    next: 'Raise the total, or keep fewer.',
  },
  'partner-twice': {
    status: 422,
    retryable: false,
    what: 'The plan names a partner twice.',
    why: 'Each partner has one number of seats.',
    next: 'Name each partner once.',
  },
  'not-eligible': reason('The learner is not eligible.', 'The offer is for others.', 'Ask the office of the lead what the offer is for.'),
  'too-late': reason('The application came too late.', 'The term for applying had ended.', 'Apply again for the next time it is offered.'),
  'documents-missing': reason('Documents were missing.', 'The office could not decide without them.', 'Ask the office which ones.'),
  'learner-request': reason('The learner withdrew.', 'The learner asked for it.', 'Nothing is left to do.'),
  'not-arrived': reason('The learner did not come.', 'The office saw nobody.', 'Nothing is left to do.'),
  'offer-cancelled': reason('The offer was cancelled.', 'The lead does not hold it.', 'Look for another offer.'),
} as const satisfies ErrorCatalogue

/** A reason is no fault: it says why something was decided. */
function reason(what: string, why: string, next: string) {
  return { status: 200, retryable: false, what, why, next } as const
}
