import { blindIndex, decrypt, encrypt, newDataKey, unwrapDataKey } from '@collegium/database'
import type { HeldLearner } from './domain/identity.ts'

/** A participant's name as the lead gave it. */
export interface Participant {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly identifier: { readonly scheme: 'esi' | 'hub'; readonly value: string }
}

/** The one place where learners' data is encrypted and opened. Contexts bind each value to its learner and column. */
export function learnerVault(secret: Uint8Array) {
  const keyContext = (learnerId: string) => `learner-key:${learnerId}`
  return {
    /** Any value under a learner's key. `context` names the row and column that it lies in, and opens it nowhere else. */
    seal: (key: Uint8Array, context: string, value: unknown): Uint8Array => encrypt(key, JSON.stringify(value), context),
    open: <T>(key: Uint8Array, context: string, sealed: Uint8Array): T => JSON.parse(decrypt(key, sealed, context)) as T,
    indexOf: (home: string, identity: string): string => blindIndex(secret, `learner:${home}`, identity),
    wordIndex: (home: string, word: string): string => blindIndex(secret, `learner-name:${home}`, word),
    birthIndex: (home: string, day: string): string => blindIndex(secret, `learner-birth:${home}`, day),
    newKey: (learnerId: string) => newDataKey(secret, keyContext(learnerId)),
    key: (learnerId: string, wrapped: Uint8Array): Uint8Array => unwrapDataKey(secret, wrapped, keyContext(learnerId)),
    sealHeld: (key: Uint8Array, learnerId: string, held: HeldLearner): Uint8Array => encrypt(key, JSON.stringify(held), `learner:${learnerId}`),
    openHeld: (key: Uint8Array, learnerId: string, sealed: Uint8Array): HeldLearner => JSON.parse(decrypt(key, sealed, `learner:${learnerId}`)) as HeldLearner,
    sealParticipant: (key: Uint8Array, enrolmentId: string, participant: Participant): Uint8Array =>
      encrypt(key, JSON.stringify(participant), `participant:${enrolmentId}`),
    openParticipant: (key: Uint8Array, enrolmentId: string, sealed: Uint8Array): Participant =>
      JSON.parse(decrypt(key, sealed, `participant:${enrolmentId}`)) as Participant,
  }
}
export type LearnerVault = ReturnType<typeof learnerVault>
