import type { ErrorCatalogue } from '@collegium/service-kit'

/** Refusals of preparing and opening the agreements of a blended intensive programme. */
export const programmeErrors = {
  'nobody-approved': {
    status: 409,
    retryable: false,
    what: 'Nobody of your institution has been approved for this programme yet.',
    why: 'Agreements are opened for nominations that the receiving institution has approved.',
    next: 'Nominate your learners, or wait for the approval; then open the agreements.',
  },
  'not-a-programme': {
    status: 422,
    retryable: false,
    what: 'This offer is no blended intensive programme.',
    why: 'The catalogue says nothing of a coordinator, a receiver and a physical and a virtual part.',
    next: 'Choose the offer of the programme, or describe it as one in the catalogue.',
  },
  'programme-differs': {
    status: 422,
    retryable: false,
    what: 'The agreement contradicts the programme that it names.',
    why: 'The details name each field, what you said and what the catalogue says.',
    next: 'Take over what the catalogue says, or ask the coordinator to correct the offer.',
  },
  'programme-tables': {
    status: 422,
    retryable: false,
    what: 'What is prepared for everybody holds blended components only.',
    why: 'What a component is recognised as differs from home to home, and each adds it to its own agreements.',
    next: 'Leave the components that the details name out.',
  },
} as const satisfies ErrorCatalogue
