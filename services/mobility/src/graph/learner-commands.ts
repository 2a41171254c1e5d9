import { isRefusal, type Role } from '@collegium/contracts'
import { demandRole, type GraphContext } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { type GivenLearner, type IdentityProofing, identityProofings } from '../learners/domain/registration.ts'
import { type HomeActing, registerLearner } from '../learners/register-learner.ts'
import { builder } from './builder.ts'
import { Learner, learnerRows, vaultOf } from './people.ts'

/** The home's offices that keep its learners' data. */
export const keepers = ['international-office', 'examinations-office', 'institution-administrator'] as const satisfies readonly Role[]

export const actingForHome = (context: GraphContext): HomeActing => ({
  home: context.session.institution,
  roles: context.session.roles,
  by: context.session.subject,
  at: context.dependencies.clock().toISOString(),
  vault: vaultOf(context),
  newId: () => newId(),
})

const LearnerInput = builder.inputType('LearnerInput', {
  description: 'What your institution holds of a learner. Names stay in their script.',
  fields: (t) => ({
    esi: t.string({ description: 'European Student Identifier, of your institution or your country.' }),
    localId: t.string({ description: 'Your own student number.' }),
    givenNames: t.string({ required: true, description: 'May be empty for a person with one name.' }),
    familyName: t.string({ required: true }),
    latinGivenNames: t.string(),
    latinFamilyName: t.string(),
    birthDate: t.field({ type: 'Date' }),
    email: t.string(),
    citizenship: t.string({ description: 'ISO 3166-1 alpha-2.' }),
    gender: t.int({ description: 'ISO 5218: 0 not known, 1 male, 2 female, 9 not applicable.' }),
  }),
})

export const givenFrom = (input: typeof LearnerInput.$inferInput): GivenLearner => ({
  esi: input.esi ?? null,
  localId: input.localId ?? null,
  givenNames: input.givenNames,
  familyName: input.familyName,
  latinGivenNames: input.latinGivenNames ?? null,
  latinFamilyName: input.latinFamilyName ?? null,
  birthDate: input.birthDate ?? null,
  email: input.email ?? null,
  citizenship: input.citizenship ?? null,
  gender: input.gender ?? null,
})
export { LearnerInput }

builder.mutationFields((t) => ({
  registerLearner: t.field({
    type: Learner,
    errors: { types: [Problem] },
    description: 'Registers one of your learners. Without an ESI, say how sure you are of the person; the id is then the identifier.',
    args: { learner: t.arg({ type: LearnerInput, required: true }), identityProofing: t.arg.string({ description: identityProofings.join(', ') }) },
    resolve: async (_root, { learner, identityProofing }, context) => {
      demandRole(context, keepers)
      if (identityProofing && !(identityProofings as readonly string[]).includes(identityProofing))
        throw new Problem('invalid-request', { identityProofing: identityProofings })
      const registered = await context.dependencies.database.write(
        { tenants: [context.session.institution] },
        { correlationId: context.requestId },
        async (tx) => {
          const outcome = await registerLearner(tx, actingForHome(context), givenFrom(learner), (identityProofing as IdentityProofing | undefined) ?? null)
          if (isRefusal(outcome)) throw problemOf(outcome)
          return outcome
        },
      )
      const row = await learnerRows(context).load(registered.id)
      if (!row) throw new Problem('not-found')
      return row
    },
  }),
}))
