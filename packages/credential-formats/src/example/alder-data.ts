import type { ClaimInput } from '../claims/claim-input.ts'
import { statusEntry } from '../status/status-entry.ts'

/** A micro-credential of the invented demo alliance, with every optional part; for tests and benchmarks. */
export const alderData: ClaimInput = {
  award: {
    credentialId: '019a6f10-0000-7000-8000-000000000001',
    awardId: '019a6f10-0000-7000-8000-000000000002',
    issuedAt: '2026-11-20T10:00:00Z',
    status: statusEntry('https://hub.uni-alder.example/api/status-lists/019a6f10-0000-7000-8000-000000000003', 94_567),
  },
  learner: {
    givenNames: 'Elin',
    familyName: 'Sjöberg',
    birthDate: '2003-04-05',
    identifier: { scheme: 'esi', value: 'urn:schac:personaluniquecode:int:esi:uni-birke.example:b-10042' },
  },
  specification: {
    specificationId: '019a6f10-0000-7000-8000-000000000004',
    version: 1,
    code: 'ALD-DATA',
    kind: 'joint-course',
    lead: 'uni-alder.example',
    partners: ['uni-birke.example', 'uni-cedro.example'],
    title: { en: 'Data Practice across Borders', de: 'Datenpraxis über Grenzen' },
    learningOutcomes: [
      {
        title: { en: 'Prepares data from several institutions for joint analysis' },
        escoSkill: 'http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f',
      },
      { title: { en: 'Judges the quality and the bias of a data set' }, escoSkill: null },
    ],
    ects: 5,
    workloadHours: 135,
    eqfLevel: 6,
    iscedF: '0612',
    assessment: { type: 'project', text: { en: 'Project report with a short oral defence' } },
    participation: 'blended',
    qualityAssurance: {
      responsibleBody: 'uni-alder.example',
      kind: 'programme',
      agency: 'Agency for Quality in Examples',
      title: 'Programme accreditation of Data Practice',
      report: 'https://quality.example/reports/ald-data',
      validUntil: '2030-09-30',
    },
    prerequisites: { en: 'An introductory course in statistics' },
    identityCheck: 'onsite-with-identification',
    stackability: 'stackable',
    language: 'en',
  },
  instance: {
    instanceId: '019a6f10-0000-7000-8000-000000000005',
    specificationId: '019a6f10-0000-7000-8000-000000000004',
    specificationVersion: 1,
    code: 'ALD-DATA-2026',
    academicYear: '2026/2027',
    startsOn: '2026-09-14',
    endsOn: '2026-11-13',
    gradingScheme: 'de-1-5',
    releaseOnAcceptance: true,
  },
  institution: {
    schacId: 'uni-alder.example',
    version: 1,
    name: { en: 'University of Alder', de: 'Universität Alder' },
    country: 'DE',
    city: 'Alderstadt',
    legalIdentifier: 'VATDE-000000000',
    accreditation: {
      kind: 'institutional',
      agency: 'Agency for Quality in Examples',
      title: 'System accreditation 2024-2031',
      report: 'https://quality.example/reports/alder',
      validUntil: '2031-03-31',
    },
  },
  result: { grade: '1.7', gradingScheme: 'de-1-5', assessedOn: '2026-11-13', ects: 5 },
}
