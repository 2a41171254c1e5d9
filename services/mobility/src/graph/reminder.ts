import type { Role } from '@collegium/contracts'
import { demandRole, type GraphContext, page, reader } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { inArray } from 'drizzle-orm'
import { wayOfWriting } from '../mails/settings.ts'
import { officeClock } from '../reminders/domain/office-clock.ts'
import { longestSnoozeDays, officesReminded, reminderKinds } from '../reminders/domain/reminder.ts'
import { type OpenReminder, openReminders } from '../reminders/open-reminders.ts'
import { type PutOff, putOffReminder } from '../reminders/put-off-reminder.ts'
import { reminders } from '../reminders/tables.ts'
import { builder } from './builder.ts'
import { Institution } from './enrolment.ts'
import { agreementRows, LearningAgreementType } from './learning-agreement.ts'

const reminded = [...officesReminded, 'learner'] as const satisfies readonly Role[]
interface Shown extends OpenReminder {
  readonly mailedOn: string | null
  readonly snoozedUntil: string | null
  readonly muted: boolean
}

/** The calendar day where the session belongs. */
async function todayOf(context: GraphContext): Promise<string> {
  const { clock, settings } = context.dependencies
  return officeClock(clock(), (await wayOfWriting(reader(context), settings, context.session.institution)).timeZone).day
}

/** What is open for whoever asks: their offices' matters, or a learner's own. */
async function openFor(context: GraphContext, today: string): Promise<Shown[]> {
  demandRole(context, reminded)
  const { session } = context
  if (session.kind === 'learner' && !session.learner) return []
  const open = await openReminders(reader(context), session.learner ? { learner: session.learner } : { institution: session.institution }, today)
  const mine = open.filter((one) => session.kind === 'learner' || (one.recipient !== 'learner' && session.roles.includes(one.recipient)))
  const subjects = [...new Set(mine.map((one) => one.subjectId))]
  const rows = subjects.length === 0 ? [] : await reader(context).select().from(reminders).where(inArray(reminders.subjectId, subjects))
  const known = new Map(rows.map((row) => [row.id, row]))
  const muted = new Set(rows.filter((row) => row.mutedAt !== null).map((row) => `${row.institution} ${row.recipient} ${row.subjectId}`))
  return mine.map((one) => ({
    ...one,
    mailedOn: known.get(one.id)?.mailedOn ?? null,
    snoozedUntil: known.get(one.id)?.snoozedUntil ?? null,
    muted: muted.has(`${one.institution} ${one.recipient} ${one.subjectId}`),
  }))
}

const Kind = builder.enumType('ReminderKind', {
  values: { TURN: { value: reminderKinds[0] }, DUE_SOON: { value: reminderKinds[1] }, OVERDUE: { value: reminderKinds[2] } } as const,
})
export const ReminderType = builder.objectRef<Shown>('Reminder').implement({
  description: 'Something that waits for you, with its day. It is gone once the matter is done.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({ type: Kind, resolve: ({ kind }) => kind }),
    subject: t.exposeString('subject', { description: 'learning-agreement, transcript or data-request' }),
    subjectId: t.exposeID('subjectId'),
    recipient: t.exposeString('recipient', { description: 'The office that is reminded, or learner.' }),
    since: t.expose('since', { type: 'Date' }),
    dueOn: t.expose('dueOn', { type: 'Date' }),
    mailedOn: t.expose('mailedOn', { type: 'Date', nullable: true, description: 'The day of the digest that said it.' }),
    snoozedUntil: t.expose('snoozedUntil', { type: 'Date', nullable: true }),
    muted: t.exposeBoolean('muted'),
    partner: t.field({ type: Institution, nullable: true, resolve: ({ partner }) => (partner === null ? null : { schacId: partner }) }),
    agreement: t.field({
      type: LearningAgreementType,
      nullable: true,
      resolve: ({ subject, subjectId }, _args, context) => (subject === 'data-request' ? null : agreementRows(context).load(subjectId)),
    }),
  }),
})

builder.queryField('myReminders', (t) =>
  t.connection({
    type: ReminderType,
    nullable: true,
    description: 'What waits for your offices, or for you as a learner, most pressing first.',
    args: { putOff: t.arg.boolean({ defaultValue: false, description: 'Also what was put off or muted.' }) },
    resolve: async (_root, args, context) => {
      demandRole(context, reminded)
      const today = await todayOf(context)
      const all = (await openFor(context, today)).filter((one) => args.putOff || (!one.muted && (one.snoozedUntil ?? '') <= today))
      return page<Shown>(args, {
        load: async (limit, after) => {
          const from = after === null ? 0 : all.findIndex((one) => one.id === after) + 1
          return all.slice(from, from + limit)
        },
        count: async () => all.length,
        cursor: (one) => one.id,
      })
    },
  }),
)

async function putOff(context: GraphContext, id: string, wish: PutOff): Promise<Shown> {
  demandRole(context, reminded)
  const { dependencies, requestId } = context
  const today = await todayOf(context)
  const found = (await openFor(context, today)).find((one) => one.id === id)
  if (!found) throw new Problem('not-found')
  await dependencies.database.write({ tenants: [found.institution] }, { correlationId: requestId }, async (tx) => {
    const refusal = await putOffReminder(tx, found, wish, today, dependencies.clock().toISOString())
    if (refusal) throw problemOf(refusal)
  })
  return 'mute' in wish ? { ...found, muted: wish.mute } : { ...found, snoozedUntil: wish.snoozeUntil }
}
builder.mutationFields((t) => ({
  snoozeReminder: t.field({
    type: ReminderType,
    errors: { types: [Problem] },
    description: `Puts a reminder off until a day, at most ${longestSnoozeDays} days ahead; then it comes once more. An office speaks for all its people.`,
    args: { id: t.arg.id({ required: true }), until: t.arg({ type: 'Date', required: true }) },
    resolve: (_root, { id, until }, context) => putOff(context, id, { snoozeUntil: until }),
  }),
  muteReminder: t.field({
    type: ReminderType,
    errors: { types: [Problem] },
    description: 'No more reminders of its subject, or again.',
    args: { id: t.arg.id({ required: true }), muted: t.arg.boolean({ required: true }) },
    resolve: (_root, { id, muted }, context) => putOff(context, id, { mute: muted }),
  }),
}))
