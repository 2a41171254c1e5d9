import { isRefusal, type Refusal, type Role } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { demandRole, type GraphContext } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { closeDataRequest } from '../learners/close-data-request.ts'
import { type GivenLearner, type IdentityProofing, identityProofings } from '../learners/domain/registration.ts'
import { rectificationReasons, rectifyLearner } from '../learners/rectify-learner.ts'
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

const proofingNamed = (text: string | null | undefined): IdentityProofing | null => {
  if (text && !(identityProofings as readonly string[]).includes(text)) throw new Problem('invalid-request', { identityProofing: identityProofings })
  return (text as IdentityProofing | null | undefined) ?? null
}

/** One transaction of the home; a refusal ends it and leaves everything as it was. */
export async function atHome<T extends object>(
  context: GraphContext,
  work: (tx: Transaction, acting: HomeActing) => Promise<T | Refusal>,
  owners: readonly string[] = [],
): Promise<T> {
  demandRole(context, keepers)
  const { dependencies, session, requestId } = context
  return dependencies.database.write({ tenants: [session.institution, ...owners] }, { correlationId: requestId }, async (tx) => {
    const outcome = await work(tx, actingForHome(context))
    if (isRefusal(outcome)) throw problemOf(outcome)
    return outcome as T
  })
}

async function learnerNamed(context: GraphContext, id: string) {
  const row = await learnerRows(context).clear(id).load(id)
  if (!row) throw new Problem('not-found')
  return row
}

builder.mutationFields((t) => ({
  registerLearner: t.field({
    type: Learner,
    errors: { types: [Problem] },
    description: 'Registers one of your learners. Without an ESI, say how sure you are of the person; the id is then the identifier.',
    args: { learner: t.arg({ type: LearnerInput, required: true }), identityProofing: t.arg.string({ description: identityProofings.join(', ') }) },
    resolve: async (_root, { learner, identityProofing }, context) => {
      const { id } = await atHome(context, (tx, acting) => registerLearner(tx, acting, givenFrom(learner), proofingNamed(identityProofing)))
      return learnerNamed(context, id)
    },
  }),
  rectifyLearner: t.field({
    type: Learner,
    errors: { types: [Problem] },
    description: 'Corrects what you hold of a learner (GDPR 16). With the request that asked for it, that is answered too.',
    args: {
      id: t.arg.id({ required: true }),
      learner: t.arg({ type: LearnerInput, required: true }),
      identityProofing: t.arg.string(),
      reason: t.arg.string({ required: true, description: rectificationReasons.join(', ') }),
      expectedVersion: t.arg.int({ required: true }),
      requestId: t.arg.id({ required: false }),
      requestVersion: t.arg.int({ required: false }),
    },
    resolve: async (_root, { id, learner, identityProofing, reason, expectedVersion, requestId, requestVersion }, context) => {
      await atHome(context, async (tx, acting) => {
        const rectified = await rectifyLearner(tx, acting, {
          learnerId: id,
          given: givenFrom(learner),
          identityProofing: proofingNamed(identityProofing),
          reason,
          expectedVersion,
        })
        if (isRefusal(rectified) || !requestId) return rectified
        return closeDataRequest(tx, acting, { move: 'complete', requestId, expectedVersion: requestVersion ?? 1, report: { changed: rectified.changed } })
      })
      return learnerNamed(context, id)
    },
  }),
}))
