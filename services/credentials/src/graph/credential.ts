import { officeRoles } from '@collegium/contracts'
import { demandRole, entity, type GraphContext, listLoader, loader, page, reader, reference } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { and, asc, count, desc, eq, getColumns, inArray, lt } from 'drizzle-orm'
import { shareCredential, longestDays } from '../sharing/share-links.ts'
import { credentials, verifications } from '../tables.ts'
import { builder } from './builder.ts'

// The sealed bytes stay where they are: they go out through /api/credentials alone.
const { sealed: _sealed, ...shown } = getColumns(credentials)
type Credential = Omit<typeof credentials.$inferSelect, 'sealed'>
type Verification = typeof verifications.$inferSelect
type Verdict = Verification['verdicts'][number]

const byId = (context: GraphContext) =>
  loader<Credential>(
    context,
    'credential',
    (ids) =>
      reader(context)
        .select(shown)
        .from(credentials)
        .where(inArray(credentials.id, [...ids])),
    (row) => row.id,
  )
const byEnrolment = (context: GraphContext) =>
  listLoader<Credential>(
    context,
    'credentials-of',
    (ids) =>
      reader(context)
        .select(shown)
        .from(credentials)
        .where(inArray(credentials.enrolmentId, [...ids]))
        .orderBy(asc(credentials.id)),
    (row) => row.enrolmentId,
  )
const verificationsOf = (context: GraphContext) =>
  listLoader<Verification>(
    context,
    'verifications-of',
    (ids) =>
      reader(context)
        .select()
        .from(verifications)
        .where(inArray(verifications.credentialId, [...ids]))
        .orderBy(desc(verifications.id)),
    (row) => row.credentialId,
  )

/** Names and marks of people are for offices and the people themselves; whoever else looks gets nothing, not an error. */
const seesPeople = ({ session }: GraphContext) => session.kind === 'learner' || session.roles.some((role) => (officeRoles as readonly string[]).includes(role))
export const credentialsById = async (ids: readonly string[], context: GraphContext) =>
  seesPeople(context) ? byId(context).loadMany(ids) : ids.map(() => null)

export const Learner = builder.objectRef<{ id: string }>('Learner').implement({ extensions: reference('id'), fields: (t) => ({ id: t.exposeID('id') }) })
export const Instance = builder
  .objectRef<{ id: string }>('LearningOpportunityInstance')
  .implement({ extensions: reference('id'), fields: (t) => ({ id: t.exposeID('id') }) })
export const Institution = builder
  .objectRef<{ schacId: string }>('Institution')
  .implement({ extensions: reference('schacId'), fields: (t) => ({ schacId: t.exposeID('schacId') }) })

export const CredentialVerdict = builder.objectRef<Verdict>('CredentialVerdict').implement({
  description: 'What one check of a credential found.',
  fields: (t) => ({
    check: t.exposeString('check', { description: 'format, seal, owner, expiry, revocation, accreditation or custom (Annex I).' }),
    verdict: t.exposeString('verdict', { description: 'ok, error or skipped; a check that could not be made is skipped.' }),
    reason: t.exposeString('reason'),
  }),
})

export const CredentialVerification = builder.objectRef<Verification>('CredentialVerification').implement({
  fields: (t) => ({
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at).toISOString() }),
    trustListVersion: t.exposeString('trustListVersion'),
    verdicts: t.field({ type: [CredentialVerdict], resolve: ({ verdicts }) => [...verdicts] }),
  }),
})

export const CredentialRef = builder.objectRef<Credential>('Credential').implement({
  description: 'A sealed credential. The bytes themselves are at /api/credentials/{id}.',
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    awardId: t.exposeID('awardId', { description: 'One award through all its corrections.' }),
    state: t.exposeString('state', { description: 'issued, superseded or revoked.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it no longer stands.' }),
    issuedAt: t.field({ type: 'DateTime', resolve: ({ issuedAt }) => new Date(issuedAt).toISOString() }),
    attempt: t.exposeInt('attempt'),
    resultVersion: t.exposeInt('resultVersion'),
    sha256: t.exposeString('sha256', { description: 'Of the sealed bytes.' }),
    size: t.exposeInt('size', { description: 'Bytes.' }),
    keyId: t.exposeString('keyId', { description: 'SHA-256 of the sealing certificate.' }),
    verification: t.field({
      type: CredentialVerification,
      nullable: true,
      description: 'The newest check of the stored bytes; null while it is under way.',
      resolve: async (row, _args, context) => (await verificationsOf(context).load(row.id))[0] ?? null,
    }),
    verdicts: t.field({
      type: [CredentialVerdict],
      description: 'Of the newest check; empty while it is under way.',
      resolve: async (row, _args, context) => [...((await verificationsOf(context).load(row.id))[0]?.verdicts ?? [])],
    }),
    issuer: t.field({ type: Institution, nullable: true, resolve: ({ lead }) => ({ schacId: lead }) }),
    home: t.field({ type: Institution, nullable: true, resolve: ({ home }) => ({ schacId: home }) }),
    learner: t.field({ type: Learner, nullable: true, resolve: ({ learnerId }) => ({ id: learnerId }) }),
    instance: t.field({ type: Instance, nullable: true, resolve: ({ instanceId }) => ({ id: instanceId }) }),
  }),
})
builder.objectField(CredentialRef, 'supersedes', (t) =>
  t.field({
    type: CredentialRef,
    nullable: true,
    description: 'The credential of the same award before it.',
    resolve: (row, _args, context) => (row.supersedes ? byId(context).load(row.supersedes) : null),
  }),
)

export const Enrolment = builder.objectRef<{ id: string }>('Enrolment').implement({
  extensions: entity('id'),
  fields: (t) => ({
    id: t.exposeID('id'),
    credentials: t.field({
      type: [CredentialRef],
      description: 'Every credential of this enrolment, the ones that no longer stand included.',
      resolve: (row, _args, context) => (seesPeople(context) ? byEnrolment(context).load(row.id) : []),
    }),
  }),
})
builder.objectField(CredentialRef, 'enrolment', (t) => t.field({ type: Enrolment, nullable: true, resolve: ({ enrolmentId }) => ({ id: enrolmentId }) }))

const CredentialFilter = builder.inputType('CredentialFilter', {
  fields: (t) => ({
    state: t.string({ required: false }),
    instance: t.id({ required: false }),
    award: t.id({ required: false }),
    lead: t.string({ required: false }),
    home: t.string({ required: false }),
  }),
})

builder.queryFields((t) => ({
  credential: t.field({
    type: CredentialRef,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => (seesPeople(context) ? byId(context).load(id) : null),
  }),
  credentials: t.connection({
    type: CredentialRef,
    nullable: true,
    description: "Credentials that your institution issued or received, newest first; a learner's own.",
    args: { filter: t.arg({ type: CredentialFilter, required: false }) },
    resolve: (_root, { filter, ...args }, context) => {
      if (!seesPeople(context)) demandRole(context, officeRoles)
      const wanted = and(
        filter?.state ? eq(credentials.state, filter.state as Credential['state']) : undefined,
        filter?.instance ? eq(credentials.instanceId, filter.instance) : undefined,
        filter?.award ? eq(credentials.awardId, filter.award) : undefined,
        filter?.lead ? eq(credentials.lead, filter.lead) : undefined,
        filter?.home ? eq(credentials.home, filter.home) : undefined,
      )
      return page<Credential>(args, {
        load: (limit, after) =>
          reader(context)
            .select(shown)
            .from(credentials)
            .where(and(wanted, after ? lt(credentials.id, after) : undefined))
            .orderBy(desc(credentials.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(credentials).where(wanted))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
}))

const SharedLink = builder.objectRef<{ url: string; expiresAt: string }>('SharedLink').implement({
  description: 'A link by which anyone who has it reads one credential. It is shown this once.',
  fields: (t) => ({ url: t.exposeString('url'), expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAt }) => expiresAt }) }),
})

builder.mutationType({})
builder.mutationField('shareCredential', (t) =>
  t.field({
    type: SharedLink,
    description: 'For the holder: a link to the sealed bytes that ends by itself.',
    errors: { types: [Problem] },
    args: { id: t.arg.id({ required: true }), days: t.arg.int({ required: true }) },
    resolve: async (_root, { id, days }, context) => {
      if (context.session.kind !== 'learner') throw new Problem('forbidden', { needs: ['learner'] })
      if (days < 1 || days > longestDays) throw new Problem('share-too-long', { days })
      const credential = await byId(context).load(id)
      if (!credential) throw new Problem('not-found')
      const { token, expiresAt } = await shareCredential(context.dependencies, credential, days)
      return { url: `${context.dependencies.settings.publicUrl}/api/credentials/${id}?token=${token}`, expiresAt }
    },
  }),
)
