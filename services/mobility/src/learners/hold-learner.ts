import type { LearnerVault } from './vault.ts'
import { identitiesOf, type HeldLearner } from './domain/identity.ts'
import { nameWords } from './domain/pair.ts'

/** A learner's data as the table holds them: sealed, and found by blind indexes. */
export function sealedColumns(vault: LearnerVault, key: Uint8Array, learner: { readonly id: string; readonly home: string }, held: HeldLearner) {
  return {
    personal: Buffer.from(vault.sealHeld(key, learner.id, held)),
    nameTokens: nameWords(held).map((word) => vault.wordIndex(learner.home, word)),
    birthIndex: held.birthDate && vault.birthIndex(learner.home, held.birthDate),
  }
}

/** Blind indexes of everything that a learner of the home is found by. */
export const identityIndexes = (vault: LearnerVault, home: string, held: HeldLearner): string[] =>
  identitiesOf(held).map((identity) => vault.indexOf(home, identity))
