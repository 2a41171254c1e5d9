import { demandRole } from '@collegium/graph-kit'
import { askCredits, type CreditsAnswer, type CreditsRow } from '../credits/ask-credits.ts'
import type { Reason, Total } from '../disclosure/disclosure.ts'
import type { publicCoverage } from '../tables.ts'
import { builder } from './builder.ts'

interface FigureValue {
  readonly value: number
  readonly suppressed: Reason | null
}
const Suppression = builder.enumType('Suppression', {
  description: 'Why a figure is hidden; see /docs/errors.',
  values: { TOO_FEW: { value: 'too-few' }, DOMINATED: { value: 'dominated' }, COMPLEMENTARY: { value: 'complementary' } } as const,
})

const Figure = builder.objectRef<FigureValue>('Figure').implement({
  description: 'A number, or why it is hidden. Hidden is not zero.',
  fields: (t) => ({
    value: t.float({ nullable: true, resolve: ({ value, suppressed }) => (suppressed ? null : value) }),
    suppressed: t.field({ type: Suppression, nullable: true, resolve: ({ suppressed }) => suppressed }),
  }),
})

const Coverage = builder.objectRef<typeof publicCoverage.$inferSelect>('Coverage').implement({
  description: 'Which organisation has delivered for a year, and until when.',
  fields: (t) => ({
    institution: t.exposeString('institution'),
    academicYear: t.exposeString('academicYear'),
    since: t.expose('since', { type: 'Date' }),
    until: t.expose('until', { type: 'DateTime' }),
  }),
})

const Row = builder.objectRef<CreditsRow>('CreditsRow').implement({
  fields: (t) => ({
    lead: t.exposeString('lead', { nullable: true }),
    home: t.exposeString('home', { nullable: true }),
    iscedF: t.exposeString('iscedF'),
    academicYear: t.exposeString('academicYear'),
    tier: t.string({ description: 'own, parties or alliance: how much of this row is yours to see.', resolve: ({ cell }) => cell.tier }),
    credentials: t.field({ type: Figure, resolve: ({ cell, suppressed }) => ({ value: cell.credentials, suppressed }) }),
    ectsEarned: t.field({ type: Figure, resolve: ({ cell, suppressed }) => ({ value: cell.earned, suppressed }) }),
    decided: t.field({ type: Figure, resolve: ({ cell, suppressed }) => ({ value: cell.decided, suppressed }) }),
    ectsRecognised: t.field({ type: Figure, resolve: ({ cell, suppressed }) => ({ value: cell.recognised, suppressed }) }),
  }),
})

const TotalType = builder.objectRef<Total>('CreditsTotal').implement({
  fields: (t) => ({
    of: t.exposeString('group'),
    credentials: t.field({ type: Figure, resolve: ({ credentials, suppressed }) => ({ value: credentials, suppressed }) }),
    ectsEarned: t.field({ type: Figure, resolve: ({ earned, suppressed }) => ({ value: earned, suppressed }) }),
    ectsRecognised: t.field({ type: Figure, resolve: ({ recognised, suppressed }) => ({ value: recognised, suppressed }) }),
  }),
})

const Answer = builder.objectRef<CreditsAnswer>('CreditsAnswer').implement({
  fields: (t) => ({
    rows: t.field({ type: [Row], resolve: (answer) => answer.rows }),
    totals: t.field({ type: [TotalType], resolve: (answer) => answer.totals }),
    coverage: t.field({ type: [Coverage], resolve: (answer) => answer.coverage }),
  }),
})

const Breakdown = builder.enumType('CreditsBreakdown', { values: { PAIR: { value: 'pair' }, FIELD: { value: 'field' } } as const })

builder.queryField('credits', (t) =>
  t.field({
    type: Answer,
    nullable: true,
    description: 'Q1: credentials and ECTS, earned and recognised: by lead, home, ISCED-F field and academic year, or by field over all institutions.',
    args: { by: t.arg({ type: Breakdown, required: true }) },
    resolve: (_root, { by }, context) => {
      demandRole(context, [
        'analyst',
        'auditor',
        'international-office',
        'recognition-office',
        'quality-office',
        'institution-administrator',
        'alliance-administrator',
      ])
      return askCredits(context.dependencies.database, context.session, by)
    },
  }),
)
