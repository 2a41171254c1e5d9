/** What the other side of a mobility can be told. */
export const mobilityTypes = [
  'org.collegium.nomination.proposed.v1',
  'org.collegium.nomination.approved.v1',
  'org.collegium.nomination.rejected.v1',
  'org.collegium.nomination.cancelled.v1',
  'org.collegium.learning-agreement.proposed.v1',
  'org.collegium.learning-agreement.commented.v1',
  'org.collegium.learning-agreement.agreed.v1',
  'org.collegium.learning-agreement.withdrawn.v1',
  'org.collegium.learning-agreement.cancelled.v1',
  'org.collegium.learning-agreement.recognised.v1',
  'org.collegium.transcript.issued.v1',
  'org.collegium.confirmation.issued.v1',
  'org.collegium.confirmation.withdrawn.v1',
] as const

/** Facts that partners can ask to be told. */
export const deliverableTypes = [
  'org.collegium.credential.issued.v1',
  'org.collegium.recognition-case.decided.v1',
  'org.collegium.enrolment.outcome-recorded.v1',
  ...mobilityTypes,
] as const
