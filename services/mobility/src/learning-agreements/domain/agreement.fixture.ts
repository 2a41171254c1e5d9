import { legalQuestions } from '../../legal-status/domain/statement.ts'
import type { LearningAgreement, Proposal } from './agreement.ts'
import type { AgreementContent, Component } from './content.ts'
import type { AgreementRules } from './rules.ts'

const sending = 'uni-birke.example'
const receiving = 'uni-alder.example'

export const idOf = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const aComponent = (n: number, given: Partial<Component> = {}): Component => ({
  id: idOf(n),
  table: 'studied',
  title: `Course ${n}`,
  losId: null,
  losCode: `C-${n}`,
  loiId: null,
  instanceId: null,
  term: { number: 1, of: 2 },
  credits: [{ scheme: 'ects', value: 15 }],
  shortDescription: null,
  automaticRecognition: given.table && given.table !== 'studied' ? true : null,
  recognitionConditions: null,
  period: null,
  form: null,
  teachingPartner: null,
  ...given,
})

const legalStatements = [sending, receiving].flatMap((institution) =>
  legalQuestions.map((question) => ({ institution, question, answer: 'yes' as const, basis: 'Study regulations 2026', owner: null, reviewOn: null })),
)

/** A semester abroad that breaks no rule: two courses there, two at home, linked one to one. */
export const aContent = (given: Partial<AgreementContent> = {}): AgreementContent => ({
  components: [
    aComponent(1, { title: 'Statistics II' }),
    aComponent(2, { title: 'Urban Ecology' }),
    aComponent(11, { table: 'recognised', title: 'Statistik B' }),
    aComponent(12, { table: 'recognised', title: 'Stadsekologi' }),
  ],
  links: [
    { studied: idOf(1), recognised: idOf(11) },
    { studied: idOf(2), recognised: idOf(12) },
  ],
  physical: { startsOn: '2026-09-01', endsOn: '2027-01-31' },
  virtual: null,
  target: { kind: 'programme', code: 'BSc-STAT', title: 'Statistics', ects: null },
  iscedF: '0542',
  iscedClarification: null,
  eqfLevel: 6,
  language: { tag: 'en', cefr: 'B2' },
  legalStatements,
  learningOutcomesUrl: null,
  provisionsUrl: null,
  ...given,
})

/** A blended mobility that breaks no rule: five days there, and weeks online. */
export const aBlendedContent = (given: Partial<AgreementContent> = {}): AgreementContent =>
  aContent({
    components: [
      aComponent(1, {
        table: 'blended',
        title: 'Cities after the Car',
        credits: [{ scheme: 'ects', value: 3 }],
        shortDescription: 'A week on site and a project online',
        term: null,
      }),
    ],
    links: [],
    physical: { startsOn: '2027-03-01', endsOn: '2027-03-05' },
    virtual: { startsOn: '2027-02-01', endsOn: '2027-04-30' },
    ...given,
  })

export const theRules: AgreementRules = {
  programmeYear: 'erasmus-2024',
  changesAllowedFor: ['semester', 'virtual', 'micro-credential'],
  ectsPerYear: 60,
  ectsToleranceShare: 0.2,
  blendedStayDays: { least: 5, most: 30 },
  blendedLeastEcts: 3,
}

export const aProposal = (given: Partial<Proposal> = {}): Proposal => ({
  number: 1,
  state: 'draft',
  content: aContent(),
  changes: [],
  steps: [],
  hash: 'hash-1',
  signatures: [],
  comment: null,
  openedAt: '2026-05-01T08:00:00.000Z',
  changedAt: '2026-05-01T08:00:00.000Z',
  ...given,
})

export const anAgreement = (given: Partial<LearningAgreement> = {}): LearningAgreement => ({
  id: idOf(100),
  version: 1,
  learnerId: idOf(200),
  sending,
  receiving,
  type: 'semester',
  academicYear: '2026/2027',
  coordinator: null,
  teachingPartners: [],
  state: 'negotiating',
  proposals: [aProposal()],
  ...given,
})
