import { isRefusal, type Term } from '@collegium/contracts'
import { demandRole, type GraphContext, listLoader, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { calendarEditors, type TermCalendar } from '../calendars/domain/calendar.ts'
import { publishCalendar } from '../calendars/publish-calendar.ts'
import { publicTermCalendars } from '../calendars/tables.ts'
import { builder } from './builder.ts'
import { Institution } from './institution.ts'

type Row = typeof publicTermCalendars.$inferSelect

const calendarsOf = (context: GraphContext) =>
  listLoader<Row>(
    context,
    'calendars-of',
    (schacIds) =>
      reader(context)
        .select()
        .from(publicTermCalendars)
        .where(inArray(publicTermCalendars.schacId, [...schacIds]))
        .orderBy(publicTermCalendars.academicYear),
    (row) => row.schacId,
  )

const TermType = builder.objectRef<Term>('Term').implement({
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counted from 1 within the academic year.' }),
    name: t.string({
      args: { language: t.arg.string({ required: false }) },
      resolve: (term, { language }) => term.name[language ?? 'en'] ?? term.name.en ?? Object.values(term.name)[0] ?? String(term.number),
    }),
    startsOn: t.expose('startsOn', { type: 'Date' }),
    endsOn: t.expose('endsOn', { type: 'Date' }),
    resultsOn: t.expose('resultsOn', { type: 'Date', nullable: true, description: 'When the results of the term are published, once that is fixed.' }),
  }),
})

export const TermCalendarType = builder.objectRef<TermCalendar>('TermCalendar').implement({
  description: 'The terms of one academic year at one organisation; deadlines are counted from it (R13).',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version'),
    schacId: t.exposeString('schacId'),
    academicYear: t.exposeString('academicYear'),
    terms: t.field({ type: [TermType], resolve: (calendar) => [...calendar.terms] }),
  }),
})

const TermInput = builder.inputType('TermInput', {
  fields: (t) => ({
    name: t.field({ type: 'JSON', required: true, description: 'One text per language: {"en": "Autumn term"}.' }),
    startsOn: t.field({ type: 'Date', required: true }),
    endsOn: t.field({ type: 'Date', required: true }),
    resultsOn: t.field({ type: 'Date', required: false }),
  }),
})

builder.objectField(Institution, 'termCalendars', (t) =>
  t.field({ type: [TermCalendarType], resolve: (row, _args, context) => calendarsOf(context).load(row.schacId) }),
)

builder.queryField('termCalendar', (t) =>
  t.field({
    type: TermCalendarType,
    nullable: true,
    args: { schacId: t.arg.id({ required: true }), academicYear: t.arg.string({ required: true }) },
    resolve: async (_root, { schacId, academicYear }, context) =>
      (
        await reader(context)
          .select()
          .from(publicTermCalendars)
          .where(and(eq(publicTermCalendars.schacId, schacId), eq(publicTermCalendars.academicYear, academicYear)))
      )[0] ?? null,
  }),
)

/** A name per language, each of them text. */
function named(value: unknown): Record<string, string> {
  const texts = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []
  if (texts.length === 0 || texts.some(([language, text]) => !/^[a-z]{2,3}$/.test(language) || typeof text !== 'string' || text === ''))
    throw new Problem('invalid-request', { name: 'One text per language, such as {"en": "Autumn term"}.' })
  return Object.fromEntries(texts)
}

builder.mutationField('publishTermCalendar', (t) =>
  t.field({
    type: TermCalendarType,
    errors: { types: [Problem] },
    description: "Publishes your institution's terms of one academic year; expectedVersion is 0 for a year that has none yet.",
    args: {
      academicYear: t.arg.string({ required: true }),
      terms: t.arg({ type: [TermInput], required: true }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, { academicYear, terms, expectedVersion }, context) => {
      demandRole(context, calendarEditors)
      const { session, dependencies, requestId } = context
      const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) =>
        publishCalendar(
          tx,
          {
            id: newId(),
            schacId: session.institution,
            academicYear,
            terms: terms.map(({ name, startsOn, endsOn, resultsOn }) => ({ name: named(name), startsOn, endsOn, resultsOn: resultsOn ?? null })),
            by: session.roles,
            expectedVersion,
          },
          dependencies.clock().toISOString(),
        ),
      )
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
)
