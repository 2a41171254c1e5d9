import type { MobilityType } from '@collegium/contracts'
import { ownedBy } from '@collegium/database'
import { bytea, date, index, integer, jsonb, primaryKey, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Proposal } from './domain/agreement.ts'
import type { AgreementContent, Change } from './domain/content.ts'
import type { Contact } from './domain/parties.ts'
import type { MobilityOutcome } from './domain/recognition.ts'
import type { AgreementState, ProposalState, Side } from './domain/transitions.ts'

/** Which blended intensive programme a mobility belongs to: its number with the funder, of which call, and the hub's own offer. */
export interface ProgrammeReference {
  readonly code: string
  readonly callYear: number
  readonly instanceId: string | null
}

/**
 * A learning agreement as it stands, with what lists filter and sort by. The receiver sees it once a version was proposed
 * to it (`receiverSees`), the coordinator of a programme likewise.
 */
export const learningAgreements = snakeCase.table(
  'learning_agreements',
  {
    /** The id of the mobility; nomination and transcript carry it too. */
    id: uuid().primaryKey(),
    version: integer().notNull(),
    learnerId: uuid().notNull(),
    sending: text().notNull(),
    sendingUnit: text(),
    receiving: text().notNull(),
    receivingUnit: text(),
    coordinator: text(),
    teachingPartners: text().array().notNull(),
    /** `receiving`, once it may see the agreement. */
    receiverSees: text(),
    coordinatorSees: text(),
    type: text().$type<MobilityType>().notNull(),
    academicYear: text().notNull(),
    programme: jsonb().$type<ProgrammeReference | null>(),
    sendingContact: jsonb().$type<Contact | null>(),
    receivingContact: jsonb().$type<Contact | null>(),
    /** The student's data for the other parties and the salt of the commitment, sealed under the learner's key. */
    student: bytea().notNull(),
    /** SHA-256 over salt and student data: what the signed hash covers instead of a name. */
    studentCommitment: text().notNull(),
    /** The rule pack that counts: that of the academic year, or one that an alliance agreed on. */
    rulePack: text().notNull(),
    state: text().$type<AgreementState>().notNull(),
    /** What the home recognised, once it stands. */
    outcome: jsonb().$type<MobilityOutcome | null>(),
    /** One word for lists; see `statusOf`. */
    status: text().notNull(),
    turn: text().notNull(),
    turnSince: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    dueOn: date({ mode: 'string' }),
    startsOn: date({ mode: 'string' }),
    endsOn: date({ mode: 'string' }),
    /** Folded titles, codes and partners, for the text filter. */
    searchText: text().notNull(),
    /** Blind-indexed words of the student's name and the ESI; emptied when the learner is erased. */
    nameTokens: text().array().notNull(),
    openedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    index('learning_agreements_sending').on(t.sending, t.academicYear, t.status),
    index('learning_agreements_receiver').on(t.receiverSees, t.academicYear, t.status),
    index('learning_agreements_learner').on(t.learnerId),
    ...ownedBy(t.sending, { writers: [t.receiverSees], readers: [t.coordinatorSees], learner: t.learnerId }),
  ],
)

/** The log of versions. Rows are added and settled, never removed; the receiver sees those that were proposed to it. */
export const agreementVersions = snakeCase.table(
  'learning_agreement_versions',
  {
    agreementId: uuid().notNull(),
    number: integer().notNull(),
    sending: text().notNull(),
    receiverSees: text(),
    coordinatorSees: text(),
    learnerId: uuid().notNull(),
    state: text().$type<ProposalState>().notNull(),
    content: jsonb().$type<AgreementContent>().notNull(),
    changes: jsonb().$type<readonly Change[]>().notNull(),
    steps: jsonb().$type<readonly Change[]>().notNull(),
    hash: text().notNull(),
    signatures: jsonb().$type<Proposal['signatures']>().notNull(),
    comment: jsonb().$type<Proposal['comment']>(),
    openedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    changedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.agreementId, t.number] }),
    ...ownedBy(t.sending, { writers: [t.receiverSees], readers: [t.coordinatorSees], learner: t.learnerId }),
  ],
)

/** Who did what, when, why, and by which event the others learned of it. Only grows. */
export const agreementEntries = snakeCase.table(
  'learning_agreement_entries',
  {
    id: uuid().primaryKey(),
    agreementId: uuid().notNull(),
    sending: text().notNull(),
    receiverSees: text(),
    coordinatorSees: text(),
    learnerId: uuid().notNull(),
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
    side: text().$type<Side>().notNull(),
    /** The institution that acted; null for the learner and the hub. */
    institution: text(),
    /** The member of staff as sign-in knows them; never a learner. */
    actor: text(),
    move: text().notNull(),
    proposal: integer(),
    reason: text(),
    eventId: uuid(),
    eventType: text(),
  },
  (t) => [
    index('learning_agreement_entries_agreement').on(t.agreementId),
    ...ownedBy(t.sending, { writers: [t.receiverSees], readers: [t.coordinatorSees], learner: t.learnerId }),
  ],
)
