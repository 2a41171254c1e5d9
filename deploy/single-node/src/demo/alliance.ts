import type { Instance, RecognitionCommitment, Specification } from '@collegium/contracts'

/** Fixed ids: documentation, tests and a reset demo name the same things. */
export const demoIds = {
  jointCourse: '01930000-0000-7000-8000-000000000001',
  jointCourseInstance: '01930000-0000-7000-8000-000000000002',
  bip: '01930000-0000-7000-8000-000000000003',
  bipInstance: '01930000-0000-7000-8000-000000000004',
  microCredential: '01930000-0000-7000-8000-000000000005',
  microCredentialInstance: '01930000-0000-7000-8000-000000000006',
  agreement: '01930000-0000-7000-8000-000000000010',
  birkeClause: '01930000-0000-7000-8000-000000000011',
  cedroClause: '01930000-0000-7000-8000-000000000012',
} as const

const lead = 'uni-alder.example'
const partners = ['uni-birke.example', 'uni-cedro.example']

const qualityAssurance = {
  responsibleBody: lead,
  kind: 'programme',
  agency: 'Alliance Quality Agency',
  title: 'Programme accreditation Data Science',
  report: 'https://quality.example/reports/ald-2025',
  validUntil: '2031-09-30',
} as const

export const specifications: readonly Specification[] = [
  {
    specificationId: demoIds.jointCourse,
    version: 1,
    code: 'ALD-DATA',
    kind: 'joint-course',
    lead,
    partners,
    title: { en: 'Data and Society', de: 'Daten und Gesellschaft', sv: 'Data och samhälle', pt: 'Dados e sociedade' },
    learningOutcomes: [
      {
        title: {
          en: 'Assess the quality of a public data set and document its limits',
          de: 'Die Qualität eines öffentlichen Datensatzes beurteilen und seine Grenzen dokumentieren',
        },
        escoSkill: null,
      },
      {
        title: { en: 'Build a reproducible analysis in an international team', de: 'Eine reproduzierbare Auswertung in einem internationalen Team erstellen' },
        escoSkill: null,
      },
    ],
    ects: 5,
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0613',
    assessment: { type: 'project', text: { en: 'Team project with an individual report', de: 'Gruppenprojekt mit individuellem Bericht' } },
    participation: 'blended',
    qualityAssurance,
    prerequisites: { en: 'An introductory course in statistics' },
    identityCheck: 'supervised-online-with-identification',
    stackability: 'stackable',
    language: 'en',
  },
  {
    specificationId: demoIds.bip,
    version: 1,
    code: 'ALD-BIP-CITY',
    kind: 'blended-intensive-programme',
    lead,
    partners,
    title: { en: 'Cities after the Car' },
    learningOutcomes: [{ title: { en: 'Design an intervention for a street and defend it before its users' }, escoSkill: null }],
    ects: 3,
    workloadHours: 80,
    eqfLevel: 7,
    iscedF: '0731',
    assessment: { type: 'presentation', text: { en: 'Presentation of the design' } },
    participation: 'blended',
    qualityAssurance,
    prerequisites: null,
    identityCheck: 'onsite-with-identification',
    stackability: 'stand-alone',
    language: 'en',
  },
  {
    specificationId: demoIds.microCredential,
    version: 1,
    code: 'ALD-MC-ETHICS',
    kind: 'micro-credential',
    lead,
    partners: [],
    title: { en: 'Data Ethics in Practice' },
    learningOutcomes: [{ title: { en: 'Weigh the interests of those who appear in a data set' }, escoSkill: null }],
    ects: 2,
    workloadHours: 54,
    eqfLevel: 6,
    iscedF: '0611',
    assessment: { type: 'portfolio', text: { en: 'Portfolio of three cases' } },
    participation: 'online',
    qualityAssurance,
    prerequisites: null,
    identityCheck: 'supervised-online-with-identification',
    stackability: 'stackable',
    language: 'en',
  },
]

const during = { academicYear: '2026/2027', startsOn: '2026-09-01', endsOn: '2027-01-31', specificationVersion: 1, releaseOnAcceptance: true } as const
export const instances: readonly Instance[] = [
  { ...during, instanceId: demoIds.jointCourseInstance, specificationId: demoIds.jointCourse, code: 'ALD-DATA-2026', gradingScheme: 'de-1-5' },
  {
    ...during,
    instanceId: demoIds.bipInstance,
    specificationId: demoIds.bip,
    code: 'ALD-BIP-CITY-2026',
    gradingScheme: 'pass-fail',
    bip: {
      bipId: '2026-1-DE01-KA131-HED-000000001-1',
      callYear: 2026,
      coordinator: lead,
      receiver: lead,
      physical: { from: '2026-11-09', until: '2026-11-13' },
      virtual: [{ from: '2026-10-05', until: '2026-10-30' }],
    },
  },
  { ...during, instanceId: demoIds.microCredentialInstance, specificationId: demoIds.microCredential, code: 'ALD-MC-ETHICS-2026', gradingScheme: 'de-1-5' },
]

const commitment = (clauseId: string, recognisingBody: string, code: string, title: string): RecognitionCommitment => ({
  clauseId,
  recognisingBody,
  specificationId: demoIds.jointCourse,
  specificationVersion: 1,
  route: 'academic',
  target: { kind: 'elective', code, title },
  credits: 5,
  conditions: { qualityAssuranceValid: true, minimumEqfLevel: 6, oneUsePerProgramme: true },
  validFrom: '2026-01-01',
  validUntil: '2030-12-31',
})

export const agreement = {
  id: demoIds.agreement,
  parties: [lead, ...partners],
  title: 'Joint courses in data and society 2026–2030',
  validFrom: '2026-01-01',
  validUntil: '2030-12-31',
  commitments: [
    commitment(demoIds.birkeClause, 'uni-birke.example', 'BIR-EL-07', 'Elective: digital society'),
    commitment(demoIds.cedroClause, 'uni-cedro.example', 'CED-OPT-2', 'Opção: dados'),
  ],
}
