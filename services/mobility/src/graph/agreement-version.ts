import { type GraphContext, listLoader, reader } from '@collegium/graph-kit'
import { inArray } from 'drizzle-orm'
import type { Proposal } from '../learning-agreements/domain/agreement.ts'
import { type Difference, differences } from '../learning-agreements/domain/diff.ts'
import type { Fault } from '../learning-agreements/domain/rules.ts'
import { inWords, type Language, languages } from '../learning-agreements/domain/words.ts'
import { agreementEntries, agreementVersions } from '../learning-agreements/tables.ts'
import { ChangeType, ContentType } from './agreement-content.ts'
import { builder } from './builder.ts'

type VersionRow = typeof agreementVersions.$inferSelect
type EntryRow = typeof agreementEntries.$inferSelect

export const versionsOf = (context: GraphContext) =>
  listLoader<VersionRow>(
    context,
    'versions-of-agreement',
    (ids) =>
      reader(context)
        .select()
        .from(agreementVersions)
        .where(inArray(agreementVersions.agreementId, [...ids]))
        .orderBy(agreementVersions.number),
    (row) => row.agreementId,
  )
export const entriesOf = (context: GraphContext) =>
  listLoader<EntryRow>(
    context,
    'entries-of-agreement',
    (ids) =>
      reader(context)
        .select()
        .from(agreementEntries)
        .where(inArray(agreementEntries.agreementId, [...ids]))
        .orderBy(agreementEntries.id),
    (row) => row.agreementId,
  )

export const FaultType = builder.objectRef<Fault>('AgreementFault').implement({
  description: 'Why a version cannot be signed (refusal), or what a person should look at (warning).',
  fields: (t) => ({
    rule: t.exposeString('rule'),
    weight: t.exposeString('weight'),
    path: t.exposeString('path', { description: 'Where in the content.' }),
    detail: t.field({ type: 'JSON', nullable: true, resolve: ({ detail }) => detail ?? null }),
  }),
})
const DifferenceType = builder.objectRef<Difference>('AgreementDifference').implement({
  description: 'One thing that differs between two versions.',
  fields: (t) => ({
    kind: t.exposeString('kind'),
    words: t.string({
      description: 'As one sentence, in en, de, sv or pt.',
      args: { language: t.arg.string({ defaultValue: 'en' }) },
      resolve: (difference, { language }) => inWords(difference, languageOf(language)),
    }),
    detail: t.field({ type: 'JSON', description: 'The same, for machines.', resolve: (difference) => difference }),
  }),
})
const languageOf = (given: string | null | undefined): Language => languages.find((one) => one === given?.slice(0, 2).toLowerCase()) ?? 'en'

const SignatureType = builder.objectRef<Proposal['signatures'][number]>('AgreementSignature').implement({
  fields: (t) => ({
    side: t.exposeString('side'),
    at: t.expose('at', { type: 'DateTime' }),
    name: t.string({ nullable: true, description: 'Who signed for an institution.', resolve: ({ signer }) => signer?.name ?? null }),
    position: t.string({ nullable: true, resolve: ({ signer }) => signer?.position ?? null }),
    email: t.string({ nullable: true, resolve: ({ signer }) => signer?.email ?? null }),
  }),
})

export const VersionType = builder.objectRef<VersionRow>('AgreementVersion').implement({
  description: 'One version in the log. Rejected and overtaken ones stay readable.',
  fields: (t) => ({
    number: t.exposeInt('number'),
    state: t.exposeString('state'),
    hash: t.exposeString('hash', { description: 'SHA-256 of what is signed; a signature and an approval name it.' }),
    content: t.field({ type: ContentType, resolve: ({ content }) => content }),
    changes: t.field({ type: [ChangeType], description: 'Against the first version, as EWP counts.', resolve: ({ changes }) => [...changes] }),
    signatures: t.field({ type: [SignatureType], resolve: ({ signatures }) => [...signatures] }),
    comment: t.string({ nullable: true, description: 'Why the receiver sent it back.', resolve: ({ comment }) => comment?.text ?? null }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
    differences: t.field({
      type: [DifferenceType],
      description: 'Against another version; without one, against what stood when this one was begun.',
      args: { against: t.arg.int({ required: false }) },
      resolve: async (row, { against }, context) => {
        const log = await versionsOf(context).load(row.agreementId)
        const other = against ? log.find((one) => one.number === against) : log.findLast((one) => one.number < row.number && one.state === 'approved')
        return other ? [...differences(other.content, row.content, row.steps)] : []
      },
    }),
  }),
})

export const EntryType = builder.objectRef<EntryRow>('AgreementEntry').implement({
  description: 'One line of the timeline: who did what, when and why, and the event by which the others learned of it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    at: t.expose('at', { type: 'DateTime' }),
    side: t.exposeString('side'),
    institution: t.exposeString('institution', { nullable: true }),
    actor: t.exposeString('actor', { nullable: true }),
    move: t.exposeString('move'),
    version: t.exposeInt('proposal', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
    eventId: t.exposeID('eventId', { nullable: true }),
    eventType: t.exposeString('eventType', { nullable: true }),
  }),
})
