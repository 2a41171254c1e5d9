export { type Proposal, proposeAgreement } from './agreements/propose-agreement.ts'
export { moveAgreement } from './agreements/sign-agreement.ts'
export { verifyInstitution } from './institutions/verify-institution.ts'
export { type Appointment, appointStaff } from './staff/appoint-staff.ts'
