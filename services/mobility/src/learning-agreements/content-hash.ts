import { contentHash } from '@collegium/service-kit'
import type { AgreementContent } from './domain/content.ts'

/** The student as the other parties see them; EWP wants all of it before anybody signs. */
export interface Student {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly esi: string | null
  /** ISO 3166-1 alpha-2. */
  readonly citizenship: string | null
  /** ISO 5218: 0 not known, 1 male, 2 female, 9 not applicable. */
  readonly gender: 0 | 1 | 2 | 9 | null
  readonly email: string | null
}

/** What a signed hash covers instead of a name: it can be shown to match while the salt exists, and says nothing once the learner's key is destroyed. */
export const commitmentTo = (student: Student, salt: string): string => contentHash({ salt, student })

/** The parties and facts of an agreement that never change, as far as they are signed. */
export interface SignedFacts {
  readonly id: string
  readonly learnerId: string
  readonly studentCommitment: string
  readonly sending: string
  readonly receiving: string
  readonly coordinator: string | null
  readonly teachingPartners: readonly string[]
  readonly type: string
  readonly academicYear: string
}

/** What the three parties sign: RFC 8785 canonical form, SHA-256, hexadecimal. Components and links are put in order first, since their order means nothing. */
export function proposalHashOf(facts: SignedFacts, content: AgreementContent): string {
  const { id, learnerId, studentCommitment, sending, receiving, coordinator, teachingPartners, type, academicYear } = facts
  return contentHash({
    agreement: { id, learnerId, studentCommitment, sending, receiving, coordinator, teachingPartners: [...teachingPartners].sort(), type, academicYear },
    content: {
      ...content,
      components: content.components.toSorted((a, b) => a.id.localeCompare(b.id)),
      links: content.links.toSorted((a, b) => `${a.studied}|${a.recognised}`.localeCompare(`${b.studied}|${b.recognised}`)),
    },
  })
}
