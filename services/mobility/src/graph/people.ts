import { officeRoles } from '@collegium/contracts'
import { entity, type GraphContext, holdsRole, loader, reader } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import { identityOf } from '../learners/domain/identity.ts'
import { learnerVault, type Participant } from '../learners/vault.ts'
import { enrolments } from '../enrolments/tables.ts'
import { learners } from '../learners/tables.ts'
import { builder } from './builder.ts'

type Row = typeof learners.$inferSelect
export type EnrolmentRow = typeof enrolments.$inferSelect

const vaultOf = (context: GraphContext) => learnerVault(context.dependencies.settings.secret)
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
  if (!mayKnowPeople(context)) return null
  const key = await keys(context, row.home).load(row.learnerId)
  const vault = vaultOf(context)
  return key?.wrappedKey ? vault.openParticipant(vault.key(row.learnerId, key.wrappedKey), row.id, row.participant) : null
}

/** What the home itself holds; null for everyone else, for an erased learner, and for a role without people. */
function held(context: GraphContext, row: Row) {
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
    esi: t.string({ nullable: true, resolve: (row, _args, context) => held(context, row)?.esi ?? null }),
    erased: t.boolean({ resolve: (row) => row.erasedAt !== null }),
  }),
})

const learnersByIndex = (context: GraphContext, home: string) =>
  loader<Row>(
    context,
    `learner-by-index:${home}`,
    (indexes) =>
      context.dependencies.database
        .reader({ tenants: [home] })
        .select()
        .from(learners)
        .where(inArray(learners.identityIndex, [...indexes])),
    (row) => row.identityIndex,
  )

/** The learner whom the home holds under what identifies a person in a file. */
export const learnerIdentifiedBy = (context: GraphContext, home: string, identifiers: Parameters<typeof identityOf>[0]): Promise<Row | null> =>
  learnersByIndex(context, home).load(vaultOf(context).indexOf(home, identityOf(identifiers)))

/** Finds the learner behind a verified ESI claim; the gateway asks at sign-in. */
export const learnerBehind = (context: GraphContext, home: string, esi: string): Promise<Row | null> =>
  learnerIdentifiedBy(context, home, { esi, localId: null, givenNames: '', familyName: '', birthDate: null })
