import { ownedBy } from '@collegium/database'
import { index, integer, jsonb, snakeCase, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AgreementContent } from '../learning-agreements/domain/content.ts'
import type { Contact } from '../learning-agreements/domain/parties.ts'

/** What the coordinator of a blended intensive programme prepared for one pair of sending and receiving institution. The sending one opens agreements from it. */
export const programmeAgreements = snakeCase.table(
  'programme_agreements',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    instanceId: uuid().notNull(),
    coordinator: text().notNull(),
    sending: text().notNull(),
    receiving: text().notNull(),
    receivingUnit: text(),
    receivingContact: jsonb().$type<Contact | null>(),
    teachingPartners: text().array().notNull(),
    /** Its number with the funder, and of which call. */
    code: text().notNull(),
    callYear: integer().notNull(),
    academicYear: text().notNull(),
    rulePack: text(),
    content: jsonb().$type<AgreementContent>().notNull(),
    /** Institutions that hold an Erasmus Charter, as the coordinator states it. */
    charters: text().array().notNull(),
    preparedAt: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    uniqueIndex('programme_agreements_pair').on(t.instanceId, t.sending),
    index('programme_agreements_sending').on(t.sending),
    ...ownedBy(t.coordinator, { readers: [t.sending, t.receiving] }),
  ],
)
