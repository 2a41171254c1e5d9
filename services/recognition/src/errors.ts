import type { ErrorCatalogue } from '@collegium/service-kit'

const refer = (what: string, why: string) => ({ status: 200, retryable: false, what, why, next: 'Open the case and decide it; the reason stands on it.' })

export const errors = {
  'not-authentic': refer(
    'The credential could not be shown to be authentic.',
    'Its seal, owner, format, validity or status check failed; the verdicts say which.',
  ),
  'below-one-ects': refer('The credential is smaller than one ECTS credit.', 'By itself it cannot be recognised (R2); inside a stack it can count.'),
  'no-commitment': refer(
    'No agreement promises the recognition of this course.',
    'Your institution has no recognition commitment for it, so a person decides.',
  ),
  'commitment-suspended': refer(
    'The commitment was made for another version of this course.',
    'The description has changed since; the commitment rests until it is looked at again (R12a).',
  ),
  'commitment-not-in-force': refer('The commitment is not in force today.', 'Its dates, or those of its agreement, do not include today.'),
  'route-differs': refer(
    'The commitment takes another route than quality assurance allows.',
    'Where the responsibility for quality is not clearly with a recognised institution, prior learning is recognised instead (R1).',
  ),
  'quality-assurance-lapsed': refer('The quality assurance of the course has lapsed.', 'The commitment applies only while it is valid.'),
  'level-too-low': refer('The level of the course is below the one agreed.', 'The commitment names a minimum level.'),
  'commitment-used': refer('This commitment was used for this learner before.', 'It may be used once per programme.'),
  'result-corrected': refer('The result was corrected after the case was opened.', 'A new credential has replaced the one that was looked at.'),
  'credential-revoked': refer('The credential was revoked.', 'The result was annulled, or the run that brought it was undone.'),
  'credential-superseded': refer('The credential was replaced.', 'A newer one carries the same award.'),
  'not-allowed-from': {
    status: 409,
    retryable: false,
    what: 'This cannot be done in the state that the case is in.',
    why: 'Each state allows certain moves only; the details name both.',
    next: 'Load the case again and look at its state.',
  },
  'reason-needed': {
    status: 400,
    retryable: false,
    what: 'This move needs a reason.',
    why: 'Whoever looks at it later wants to know why; the details list the reasons there are.',
    next: 'Name one of them.',
  },
  'credits-of-a-refusal': {
    status: 422,
    retryable: false,
    what: 'A refusal grants no credits.',
    why: 'The outcome says refused, but credits were entered.',
    next: 'Enter 0 credits, or recognise in part.',
  },
  'credits-missing': {
    status: 422,
    retryable: false,
    what: 'Credits are missing.',
    why: 'A recognition grants more than 0 credits.',
    next: 'Enter the credits that are recognised.',
  },
  'more-than-earned': {
    status: 422,
    retryable: false,
    what: 'More credits than were earned.',
    why: 'A person grants at most what the credential carries.',
    next: 'Enter at most the credits earned.',
  },
  'reasons-needed': {
    status: 422,
    retryable: false,
    what: 'This outcome needs its reasons.',
    why: 'Whatever is not granted in full is explained by criterion and in words (R10); the burden of proof is yours.',
    next: 'Name at least one of: level, workload, quality, profile, learning-outcomes, and write a sentence on it.',
  },
  'workload-alone': {
    status: 422,
    retryable: false,
    what: 'A refusal may not rest on workload alone.',
    why: 'A shorter course is no substantial difference by itself (R8).',
    next: 'Recognise it in part, or name the other criterion that differs.',
  },
} as const satisfies ErrorCatalogue
