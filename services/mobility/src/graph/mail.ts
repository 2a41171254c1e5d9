import { isRefusal, type Role } from '@collegium/contracts'
import { demandRole, page, reader, sightOf } from '@collegium/graph-kit'
import { Problem, problemOf } from '@collegium/service-kit'
import { and, count, desc, eq, lt } from 'drizzle-orm'
import { defaultTemplates } from '../mails/domain/default-templates.ts'
import type { DigestItem } from '../mails/domain/mail.ts'
import { faultOfTemplate, mailKinds, type MailKind, type MailLanguage, mailLanguages, writeMail, type WrittenMail } from '../mails/domain/template.ts'
import { saveMailSettings, saveMailTemplate } from '../mails/keep-words.ts'
import { type WayOfWriting, wayOfWriting } from '../mails/settings.ts'
import { mails, mailSettings } from '../mails/tables.ts'
import { type MailRow, templateOf, valuesFor } from '../mails/write-mails.ts'
import { officesReminded } from '../reminders/domain/reminder.ts'
import { builder } from './builder.ts'

const keepers = ['international-office', 'institution-administrator'] as const satisfies readonly Role[]
const kinds = Object.keys(mailKinds) as MailKind[]

const Kind = builder.enumType('MailKind', { values: { OFFICE_DIGEST: { value: 'office-digest' }, LEARNER_DIGEST: { value: 'learner-digest' } } as const })
const Language = builder.enumType('MailLanguage', { values: { EN: { value: 'en' }, DE: { value: 'de' }, SV: { value: 'sv' }, PT: { value: 'pt' } } as const })

interface Template {
  readonly kind: MailKind
  readonly language: MailLanguage
  readonly version: number
  readonly subject: string
  readonly body: string
}
const TemplateType = builder.objectRef<Template>('MailTemplate').implement({
  description: 'The words of a mail in a language. Version 0 is what the hub says by itself.',
  fields: (t) => ({
    kind: t.field({ type: Kind, resolve: ({ kind }) => kind }),
    language: t.field({ type: Language, resolve: ({ language }) => language }),
    version: t.exposeInt('version'),
    subject: t.exposeString('subject'),
    body: t.exposeString('body'),
    placeholders: t.stringList({ description: 'What may stand in double braces.', resolve: ({ kind }) => [...mailKinds[kind].placeholders] }),
  }),
})
const PreviewType = builder.objectRef<WrittenMail>('MailPreview').implement({
  description: 'How a mail would read, with invented matters.',
  fields: (t) => ({ subject: t.exposeString('subject'), text: t.exposeString('text'), html: t.exposeString('html') }),
})
const MailType = builder.objectRef<MailRow>('Mail').implement({
  description: 'A mail that was made; what it says is not kept.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({ type: Kind, resolve: ({ kind }) => kind }),
    day: t.expose('day', { type: 'Date' }),
    office: t.exposeString('office', { nullable: true, description: 'The address of the office; null where it went to a learner.' }),
    state: t.exposeString('state', { description: 'pending, sent, kept, parked or dropped' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it waits, is parked or was dropped.' }),
    attempts: t.exposeInt('attempts'),
    settledAt: t.expose('settledAt', { type: 'DateTime', nullable: true }),
  }),
})
interface SettingsShown {
  readonly way: WayOfWriting
  readonly own: typeof mailSettings.$inferSelect | null
}
const SettingsType = builder.objectRef<SettingsShown>('MailSettings').implement({
  description: 'How your institution writes mails.',
  fields: (t) => ({
    version: t.int({ description: '0 while everything is as the hub suggests.', resolve: ({ own }) => own?.version ?? 0 }),
    sender: t.string({ resolve: ({ way }) => way.sender }),
    language: t.field({ type: Language, resolve: ({ way }) => way.language }),
    timeZone: t.string({ resolve: ({ way }) => way.timeZone }),
    offices: t.field({
      type: [OfficeAddress],
      description: 'Where each office is written to; an office without an address reads its reminders here only.',
      resolve: ({ way }) =>
        officesReminded.flatMap((role) => {
          const address = way.addressOf(role)
          return address === null ? [] : [{ role, address }]
        }),
    }),
  }),
})
const OfficeAddress = builder
  .objectRef<{ role: string; address: string }>('OfficeAddress')
  .implement({ fields: (t) => ({ role: t.exposeString('role'), address: t.exposeString('address') }) })
const OfficeAddressInput = builder.inputType('OfficeAddressInput', {
  description: `An office (${officesReminded.join(', ')}) and where it is written to.`,
  fields: (t) => ({ role: t.string({ required: true }), address: t.string({ required: true }) }),
})

/** Two invented matters, so that a preview shows what a list looks like and nobody's data. */
const sample = (day: string): DigestItem[] => [
  { kind: 'overdue', subject: 'transcript', subjectId: '', partner: 'uni-birke.example', academicYear: null, since: day, dueOn: day },
  { kind: 'turn', subject: 'learning-agreement', subjectId: '', partner: 'uni-cedro.example', academicYear: '2026/2027', since: day, dueOn: day },
]

builder.queryFields((t) => ({
  mailSettings: t.field({
    type: SettingsType,
    nullable: true,
    resolve: async (_root, _args, context) => {
      demandRole(context, keepers)
      const { institution } = context.session
      const [own] = await reader(context).select().from(mailSettings).where(eq(mailSettings.institution, institution))
      return { way: await wayOfWriting(reader(context), context.dependencies.settings, institution), own: own ?? null }
    },
  }),
  mailTemplates: t.field({
    type: [TemplateType],
    nullable: true,
    description: 'The words that count at your institution, of every mail in every language.',
    resolve: async (_root, _args, context) => {
      demandRole(context, keepers)
      const all = kinds.flatMap((kind) => mailLanguages.map((language) => ({ kind, language })))
      return Promise.all(
        all.map(async ({ kind, language }) => ({ ...(await templateOf(reader(context), context.session.institution, kind, language)), kind, language })),
      )
    },
  }),
  mailPreview: t.field({
    type: PreviewType,
    nullable: true,
    errors: { types: [Problem] },
    description: 'How a mail would read: with the words given, or with those that count now.',
    args: { kind: t.arg({ type: Kind, required: true }), language: t.arg({ type: Language, required: true }), subject: t.arg.string(), body: t.arg.string() },
    resolve: async (_root, { kind, language, subject, body }, context) => {
      demandRole(context, keepers)
      const { clock, settings } = context.dependencies
      const { institution } = context.session
      const current = { ...defaultTemplates[kind][language], ...(await templateOf(reader(context), institution, kind, language)) }
      const template = { subject: subject ?? current.subject, body: body ?? current.body }
      const fault = faultOfTemplate(kind, template)
      if (fault) throw problemOf(fault)
      const day = clock().toISOString().slice(0, 10)
      const values = valuesFor(await wayOfWriting(reader(context), settings, institution), { items: sample(day), language, day }, settings.publicUrl)
      return writeMail(template, { ...values, name: 'Åsa' }, language)
    },
  }),
  mails: t.connection({
    type: MailType,
    nullable: true,
    description: "Your institution's mails, and how far each one came.",
    args: { state: t.arg.string() },
    resolve: (_root, args, context) => {
      demandRole(context, keepers)
      const where = and(eq(mails.institution, context.session.institution), args.state ? eq(mails.state, args.state as MailRow['state']) : undefined)
      return page<MailRow>(args, {
        load: (limit, after) =>
          reader(context)
            .select()
            .from(mails)
            .where(and(where, after ? lt(mails.id, after) : undefined))
            .orderBy(desc(mails.id))
            .limit(limit),
        count: async () => (await reader(context).select({ n: count() }).from(mails).where(where))[0]?.n ?? 0,
        cursor: (row) => row.id,
      })
    },
  }),
}))

builder.mutationFields((t) => ({
  saveMailTemplate: t.field({
    type: TemplateType,
    errors: { types: [Problem] },
    description: 'Your own words for a mail, from the next one on. Placeholders are checked; earlier versions stay.',
    args: {
      kind: t.arg({ type: Kind, required: true }),
      language: t.arg({ type: Language, required: true }),
      subject: t.arg.string({ required: true }),
      body: t.arg.string({ required: true }),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, args, context) => {
      demandRole(context, keepers)
      const { dependencies, session, requestId } = context
      const acting = { institution: session.institution, by: session.subject, at: dependencies.clock().toISOString() }
      const outcome = await dependencies.database.write(sightOf(session), { correlationId: requestId }, (tx) => saveMailTemplate(tx, acting, args))
      if (isRefusal(outcome)) throw problemOf(outcome)
      return outcome
    },
  }),
  saveMailSettings: t.field({
    type: SettingsType,
    errors: { types: [Problem] },
    description: 'How your institution writes: sender, addresses of its offices, language and time zone. What is left out is as the hub suggests.',
    args: {
      sender: t.arg.string(),
      offices: t.arg({ type: [OfficeAddressInput], required: true }),
      language: t.arg({ type: Language }),
      timeZone: t.arg.string(),
      expectedVersion: t.arg.int({ required: true }),
    },
    resolve: async (_root, { sender, offices, language, timeZone, expectedVersion }, context) => {
      demandRole(context, ['institution-administrator'])
      const { dependencies, session, requestId } = context
      const unknown = offices.filter(({ role }) => !officesReminded.some((one) => one === role)).map(({ role }) => role)
      if (unknown.length > 0) throw new Problem('invalid-request', { unknown, known: officesReminded })
      const given = {
        sender: sender ?? null,
        offices: Object.fromEntries(offices.map(({ role, address }) => [role, address])),
        language: language ?? null,
        timeZone: timeZone ?? null,
      }
      const acting = { institution: session.institution, by: session.subject, at: dependencies.clock().toISOString() }
      return dependencies.database.write(sightOf(session), { correlationId: requestId }, async (tx) => {
        const outcome = await saveMailSettings(tx, acting, given, expectedVersion)
        if (isRefusal(outcome)) throw problemOf(outcome)
        return { own: outcome, way: await wayOfWriting(tx.db, dependencies.settings, session.institution) }
      })
    },
  }),
}))
