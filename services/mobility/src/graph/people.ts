import { officeRoles } from '@collegium/contracts'
import { entity, type GraphContext, holdsRole, loader, reader } from '@collegium/graph-kit'
import { eq, inArray } from 'drizzle-orm'
import { identityOf } from '../learners/domain/identity.ts'
import { learnerVault, type Participant } from '../learners/vault.ts'
import { enrolments } from '../enrolments/tables.ts'
import { learnerIdentifiers, learners } from '../learners/tables.ts'
import { builder } from './builder.ts'

type Row = typeof learners.$inferSelect
export type EnrolmentRow = typeof enrolments.$inferSelect

export const vaultOf = (context: GraphContext) => learnerVault(context.dependencies.settings.secret)
/** Names are for the offices and for the learner; analysts, auditors and lecturers see pseudonyms. */
export const mayKnowPeople = ({ session }: GraphContext): boolean => session.kind === 'learner' || holdsRole(session, officeRoles)

export const learnerRows = (context: GraphContext) =>
  loader<Row>(
    context,
    'learner',
    (ids) =>
      reader(context)
        .select()
        .from(learners)
        .where(inArray(learners.id, [...ids])),
    (row) => row.id,
  )

/**
 * The name as the lead gave it, for whoever may see the enrolment. The key lies under the home's tenancy, so it is fetched there:
 * only for enrolments that row-level security has already shown to this session.
 */
const keys = (context: GraphContext, home: string) =>
  loader<{ id: string; wrappedKey: Uint8Array | null }>(
    context,
    `learner-key:${home}`,
    (ids) =>
      context.dependencies.database
        .reader({ tenants: [home] })
        .select({ id: learners.id, wrappedKey: learners.wrappedKey })
        .from(learners)
        .where(inArray(learners.id, [...ids])),
    (row) => row.id,
  )

export async function participantOf(context: GraphContext, row: EnrolmentRow): Promise<Participant | null> {
  const key = await learnerKey(context, row.home, row.learnerId)
  return key && vaultOf(context).openParticipant(key, row.id, row.participant)
}

/** The key of a learner on whose rows this session is a party. Null for roles without people, and once the learner is erased. */
export async function learnerKey(context: GraphContext, home: string, learnerId: string): Promise<Uint8Array | null> {
  if (!mayKnowPeople(context)) return null
  const found = await keys(context, home).load(learnerId)
  return found?.wrappedKey ? vaultOf(context).key(learnerId, found.wrappedKey) : null
}

/** What the home itself holds; null for everyone else, for an erased learner, and for a role without people. */
export function held(context: GraphContext, row: Row) {
  if (!row.wrappedKey || !row.personal || !mayKnowPeople(context)) return null
  const vault = vaultOf(context)
  return vault.openHeld(vault.key(row.id, row.wrappedKey), row.id, row.personal)
}

export const Learner = builder.objectRef<Row>('Learner').implement({
  description: "A learner, by pseudonym. Personal fields are seen by the home's offices and the learner alone.",
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    home: t.exposeString('home'),
    givenNames: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.givenNames ?? null }),
    familyName: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.familyName ?? null }),
    birthDate: t.field({ type: 'Date', nullable: true, resolve: (row, _args, context) => held(context, row)?.birthDate ?? null }),
    email: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.email ?? null }),
    latinGivenNames: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.latinGivenNames ?? null }),
    latinFamilyName: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.latinFamilyName ?? null }),
    citizenship: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.citizenship ?? null }),
    gender: t.int({ nullable: true, description: 'ISO 5218.', resolve: (row, _args, context) => held(context, row)?.gender ?? null }),
    esi: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.esi ?? null }),
    localId: t.string({ nullable: true, description: "The home's own number.", resolve: (row, _args, context) => held(context, row)?.localId ?? null }),
    identityProofing: t.exposeString('identityProofing', {
      nullable: true,
      description: 'How sure the home was of the person; null where an ESI vouches for them, otherwise the id is the identifier.',
    }),
    version: t.exposeInt('version'),
    mergedInto: t.exposeID('mergedInto', { nullable: true, description: 'The learner who goes on for this one.' }),
    erased: t.boolean({ resolve: (row) => row.erasedAt !== null }),
  }),
})

const learnersByIndex = (context: GraphContext, home: string) =>
  loader<Row & { identityIndex: string }>(
    context,
    `learner-by-index:${home}`,
    async (indexes) => {
      const found = await context.dependencies.database
        .reader({ tenants: [home] })
        .select({ learner: learners, identityIndex: learnerIdentifiers.identityIndex })
        .from(learnerIdentifiers)
        .innerJoin(learners, eq(learners.id, learnerIdentifiers.learnerId))
        .where(inArray(learnerIdentifiers.identityIndex, [...indexes]))
      return found.map(({ learner, identityIndex }) => ({ ...learner, identityIndex }))
    },
    (row) => row.identityIndex,
  )

/** The learner whom the home holds under what identifies a person in a file. */
export const learnerIdentifiedBy = (context: GraphContext, home: string, identifiers: Parameters<typeof identityOf>[0]): Promise<Row | null> =>
  learnersByIndex(context, home).load(vaultOf(context).indexOf(home, identityOf(identifiers)))

/** Finds the learner behind a verified ESI claim; the gateway asks at sign-in. */
export const learnerBehind = (context: GraphContext, home: string, esi: string): Promise<Row | null> =>
  learnerIdentifiedBy(context, home, { esi, localId: null, givenNames: '', familyName: '', birthDate: null })
