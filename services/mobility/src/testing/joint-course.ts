import { type HubEvent, OpportunityOpened, OpportunityPublished, SubmissionSubmitted, type SubmittedRow } from '@collegium/contracts'
import { v7 as newId } from 'uuid'
import { alder, anEvent, birke, cedro } from './mobility-under-test.ts'

const text = { en: 'Data and Society' }

/** A joint course of the three universities, led by Alder, as the catalogue publishes it. */
export function jointCourse(): { readonly instanceId: string; readonly events: readonly HubEvent[] } {
  const [specificationId, instanceId] = [newId(), newId()]
  const qualityAssurance = {
    responsibleBody: alder,
    kind: 'programme' as const,
    agency: 'Agency',
    title: 'Accreditation',
    report: 'https://quality.example/1',
    validUntil: '2031-01-01',
  }
  return {
    instanceId,
    events: [
      anEvent(OpportunityPublished, {
        specificationId,
        version: 1,
        specHash: '1'.repeat(64),
        specification: {
          specificationId,
          version: 1,
          code: 'ALD-DATA',
          kind: 'joint-course',
          lead: alder,
          partners: [birke, cedro],
          title: text,
          learningOutcomes: [{ title: text, escoSkill: null }],
          ects: 5,
          workloadHours: 135,
          eqfLevel: 6,
          iscedF: '0613',
          assessment: { type: 'project', text },
          participation: 'blended',
          qualityAssurance,
          prerequisites: null,
          identityCheck: null,
          stackability: null,
          language: 'en',
        },
      }),
      anEvent(OpportunityOpened, {
        specificationId,
        version: 1,
        lead: alder,
        partners: [birke, cedro],
        instance: {
          instanceId,
          specificationId,
          specificationVersion: 1,
          code: 'ALD-DATA-2026',
          academicYear: '2026/2027',
          startsOn: '2026-09-01',
          endsOn: '2027-01-31',
          gradingScheme: 'de-1-5',
          releaseOnAcceptance: true,
        },
      }),
    ],
  }
}

/** A row that the lead handed in, with the event that announces it; `claim` of the test has to answer with the row. */
export function aRow(
  instanceId: string,
  learner: Partial<SubmittedRow['learner']> = {},
  change: Partial<SubmittedRow> = {},
): { readonly row: SubmittedRow; readonly event: HubEvent } {
  const row: SubmittedRow = {
    submissionId: newId(),
    runId: newId(),
    streamId: newId(),
    instanceId,
    lead: alder,
    home: birke,
    attempt: 1,
    learner: { esi: null, localId: null, givenNames: 'Saga', familyName: 'Lindqvist', birthDate: '2003-04-17', email: null, ...learner },
    outcome: 'passed',
    grade: '1.7',
    gradingScheme: 'de-1-5',
    ects: 5,
    assessedOn: '2026-11-13',
    ...change,
  }
  const { submissionId, runId, streamId, lead, home, attempt } = row
  return { row, event: anEvent(SubmissionSubmitted, { submissionId, runId, streamId, instanceId, lead, home, attempt }) }
}
