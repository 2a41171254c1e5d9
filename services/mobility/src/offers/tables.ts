import type { Instance, Specification } from '@collegium/contracts'
import { integer, jsonb, snakeCase, text, uuid } from 'drizzle-orm/pg-core'

/** What the catalogue published, as far as results need it. */
export const publicInstances = snakeCase.table('public_instances', {
  id: uuid().primaryKey(),
  specificationId: uuid().notNull(),
  lead: text().notNull(),
  partners: text().array().notNull(),
  instance: jsonb().$type<Instance>().notNull(),
})

export const publicSpecifications = snakeCase.table('public_specifications', {
  id: uuid().primaryKey(),
  version: integer().notNull(),
  specification: jsonb().$type<Specification>().notNull(),
})
