import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** UUIDv7 of an aggregate, a run, a row. */
export const Id = Type.String({ format: 'uuid', description: 'UUIDv7' })
/** SCHAC home organisation of an HEI, or the registered domain name of another organisation; lower case. */
export const SchacId = Type.String({
  pattern: '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$',
  maxLength: 253,
  examples: ['uni-alder.example'],
})
/** Starts at 1 and grows by 1 with every change of its aggregate. */
export const Version = Type.Integer({ minimum: 1 })
/** Which try of the same learner at the same instance, from 1. */
export const Attempt = Type.Integer({ minimum: 1, maximum: 20 })
/** ECTS credits, in hundredths at the finest. */
export const Ects = Type.Number({ minimum: 0, maximum: 240, multipleOf: 0.01 })
/** A calendar day, ISO 8601. */
export const Day = Type.String({ format: 'date' })
/** An instant, ISO 8601 with zone. */
export const Instant = Type.String({ format: 'date-time' })
/** ISCED-F 2013, two to four digits. */
export const IscedF = Type.String({ pattern: '^\\d{2,4}$' })
/** As EWP writes it, "2026/2027". */
export const AcademicYear = Type.String({ pattern: '^\\d{4}/\\d{4}$' })
/** A reason code out of a service's error catalogue; its page is /docs/errors/{code}. */
export const ReasonCode = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 })
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
/** One text per language, BCP 47 key. */
export const Multilingual = Type.Record(Type.String({ pattern: '^[a-z]{2,3}$' }), Type.String({ minLength: 1 }))
/** A closed list as a union of literals. */
export const OneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export type Multilingual = Static<typeof Multilingual>
