import { type DataOf, type HubEvent, ResultAnnulled, ResultConfirmed } from '@collegium/contracts'
import { fact, type NewEvent } from '../outbox.ts'

/** A pseudonymous id that a test can read: `idOf(7)` ends in 7. */
export const idOf = (n: number): string => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

interface About {
  readonly version: number
  /** Which enrolment, and with it the key. */
  readonly enrolment?: number
  readonly institution?: string
  readonly cause?: HubEvent
  readonly correlationId?: string
}

const dataOf = ({ version, enrolment = 1 }: About): DataOf<typeof ResultConfirmed> => ({
  enrolmentId: idOf(enrolment),
  attempt: 1,
  version,
  instanceId: idOf(0xa1),
  specificationId: idOf(0xa2),
  learnerId: idOf(0xb0 + enrolment),
  lead: 'uni-alder.example',
  home: 'uni-birke.example',
})
const whoseOf = ({ version, institution = 'uni-alder.example', cause, correlationId }: About) => ({
  institution,
  aggregateVersion: version,
  cause,
  correlationId,
})

export const confirmed = (about: About): NewEvent<typeof ResultConfirmed> => fact(ResultConfirmed, { ...whoseOf(about), data: dataOf(about) })
export const annulled = (about: About & { reason: string }): NewEvent<typeof ResultAnnulled> =>
  fact(ResultAnnulled, { ...whoseOf(about), data: { ...dataOf(about), reason: about.reason } })
