import type { DataOf, Instance, InstitutionVerified, LearnersAnswer, Specification } from '@collegium/contracts'
import type { StatusEntry } from '../status/status-entry.ts'

/** Everything a micro-credential says. Time and identifiers are brought by the caller; nothing is looked up. */
export interface ClaimInput {
  readonly award: {
    /** UUID of this credential; the award keeps its own id through all corrections. */
    readonly credentialId: string
    readonly awardId: string
    /** Instant of issuing, ISO 8601 with zone. */
    readonly issuedAt: string
    /** Where its status is kept; null for a credential without one. */
    readonly status: StatusEntry | null
  }
  readonly learner: Pick<LearnersAnswer['learners'][number], 'givenNames' | 'familyName' | 'birthDate' | 'identifier'>
  readonly specification: Specification
  readonly instance: Instance
  readonly institution: DataOf<typeof InstitutionVerified>
  readonly result: {
    readonly grade: string | null
    readonly gradingScheme: string | null
    /** Calendar day of the assessment. */
    readonly assessedOn: string
    /** ECTS credits earned, which may differ from those offered. */
    readonly ects: number
  }
}

/** A value of the claim set; the set itself is an object of them. */
export type ClaimValue = string | number | boolean | ClaimNode | readonly ClaimValue[]
export interface ClaimNode {
  readonly [term: string]: ClaimValue | undefined
}
/** A JSON-LD document in the EDC context; `undefined` members are left out on the wire. */
export type ClaimSet = ClaimNode & { readonly id: string }
