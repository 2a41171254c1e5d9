import { type AgreementFactField, agreementFacts, type MobilityType, type SubmittedAgreement } from '@collegium/contracts'
import type { AgreementRow } from './agreement-row.ts'
import { componentKey } from './checked-agreements.ts'

type Component = SubmittedAgreement['components'][number]

/** The agreement that good rows of one mobility make. Rows of an agreement never contradict one another, so whoever says a fact first says it for all. */
export function agreementOfRows(submissionId: string, rows: readonly { readonly row: number; readonly values: AgreementRow }[]): SubmittedAgreement {
  const facts = Object.fromEntries(agreementFacts.map((field) => [field, rows.find(({ values }) => values[field] !== null)?.values[field] ?? null])) as Record<
    AgreementFactField,
    string | null
  >
  const { receivingInstitution, mobilityType, academicYear, startsOn, endsOn, virtualStartsOn, virtualEndsOn } = facts
  if (!receivingInstitution || !mobilityType || !academicYear || !startsOn || !endsOn) throw new Error('An agreement was submitted although it is not complete')
  const stay = { startsOn, endsOn }
  const virtualPart = virtualStartsOn && virtualEndsOn ? { startsOn: virtualStartsOn, endsOn: virtualEndsOn } : null
  return {
    submissionId,
    learner: {
      esi: facts.studentIdentifier,
      localId: facts.localStudentNumber,
      givenNames: facts.givenNames ?? '',
      familyName: facts.familyName ?? '',
      birthDate: facts.dateOfBirth,
      email: facts.email,
    },
    citizenship: facts.citizenship,
    gender: facts.gender === null ? null : Number(facts.gender),
    receiving: receivingInstitution,
    receivingUnit: facts.receivingUnit,
    sendingUnit: facts.sendingUnit,
    mobilityType: mobilityType as MobilityType,
    academicYear,
    // A virtual mobility has no stay: its days are those of the virtual part.
    physical: mobilityType === 'virtual' ? null : stay,
    virtual: mobilityType === 'virtual' ? stay : virtualPart,
    programmeCode: facts.programmeCode,
    iscedF: facts.iscedF,
    eqfLevel: facts.eqfLevel === null ? null : Number(facts.eqfLevel),
    language: facts.language,
    languageLevel: facts.languageLevel,
    components: componentsOf(rows),
  }
}

/** Rows that name the same component make one, with everything that it is recognised as. */
function componentsOf(rows: readonly { readonly row: number; readonly values: AgreementRow }[]): Component[] {
  const components = new Map<string, Component>()
  for (const { row, values } of rows) {
    const key = componentKey(values)
    const component = components.get(key) ?? componentOf(row, values)
    const { recognisedTitle, recognisedCode, recognisedEcts, recognitionConditions } = values
    const becomes =
      recognisedTitle === null
        ? []
        : [{ title: recognisedTitle, code: recognisedCode, ects: Number(recognisedEcts ?? values.ects), conditions: recognitionConditions }]
    components.set(key, { ...component, recognisedAs: [...component.recognisedAs, ...becomes] })
  }
  return [...components.values()]
}

function componentOf(row: number, { table, courseTitle, courseCode, ects, term, shortDescription, recognitionConditions }: AgreementRow): Component {
  if (!table || !courseTitle || !ects) throw new Error('A component was submitted although it is not complete')
  const [number, of] = term?.split('/').map(Number) ?? []
  return {
    row,
    table: table as Component['table'],
    title: courseTitle,
    code: courseCode,
    ects: Number(ects),
    term: number && of ? { number, of } : null,
    description: shortDescription,
    conditions: recognitionConditions,
    recognisedAs: [],
  }
}
