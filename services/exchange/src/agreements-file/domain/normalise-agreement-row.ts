import { type AgreementField, mobilityTypes } from '@collegium/contracts'
import { isEsi, parseAcademicYear, parseCountry, parseEqf, parseEsi, parseIscedF, parseLanguage } from '@collegium/vocabulary'
import { Judgement } from '../../files/domain/judgement.ts'
import { readCreditsOf } from '../../files/domain/read-credits-of.ts'
import { readDayOf } from '../../files/domain/read-day-of.ts'
import { institutionNamed } from '../../files/domain/read-institution.ts'
import type { Change, CheckContext, CheckedRow, RawRow } from '../../files/domain/rows.ts'
import type { ProblemCode } from '../../errors/row-problems.ts'
import { esiFaultWords } from '../../results-file/domain/read-learner.ts'
import type { AgreementRow } from './agreement-row.ts'
import { readGender, readLanguageName, readMobilityType, readTable, readTerm } from './words.ts'

type Judging = Judgement<AgreementField>

/**
 * Brings one row into its normal form and judges it by itself: every change it took and every problem it has. What it says together with the other
 * rows of its agreement is the business of `CheckedAgreements`.
 */
export function normaliseAgreementRow(raw: RawRow, context: CheckContext): CheckedRow<AgreementRow> {
  const judgement: Judging = new Judgement(raw)
  if (raw.cellsBeyondHeader) judgement.refuse('cells-beyond-header', null, '')
  const values: AgreementRow = { ...aboutStudent(context, judgement), ...aboutMobility(context, judgement), ...aboutComponent(judgement) }
  return { row: raw.row, values, changes: judgement.changes, problems: judgement.problems, fate: judgement.fate() }
}

function aboutStudent(context: CheckContext, judgement: Judging) {
  const localStudentNumber = number('localStudentNumber', judgement)
  const [givenNames, familyName] = [judgement.text('givenNames') || null, judgement.text('familyName') || null]
  if (givenNames !== null && familyName === null && !judgement.has('familyName')) judgement.refuse('name-missing', 'familyName', '')
  if (familyName !== null && givenNames === null && !judgement.has('givenNames')) judgement.refuse('name-missing', 'givenNames', '')
  return {
    studentIdentifier: identifier(context, judgement),
    localStudentNumber,
    givenNames,
    familyName,
    dateOfBirth: readDayOf('dateOfBirth', judgement, { latest: context.today }),
    email: address(judgement),
    citizenship: coded('citizenship', judgement, 'country-unknown', (text) => parseCountry(text)),
    gender: coded('gender', judgement, 'gender-unknown', readGender),
  }
}

function identifier({ institution }: CheckContext, judgement: Judging): string | null {
  const text = judgement.text('studentIdentifier')
  if (text === '') return null
  const esi = parseEsi(text)
  if (!isEsi(esi)) {
    judgement.refuse('esi-malformed', 'studentIdentifier', text, { fault: esiFaultWords[esi] })
    return null
  }
  if (esi.home !== null && esi.home !== institution) judgement.refuse('esi-not-of-home', 'studentIdentifier', text, { issuer: esi.home, home: institution })
  if (esi.urn !== text) judgement.change('studentIdentifier', text, esi.urn, 'identifier-form')
  return esi.urn
}

function address(judgement: Judging): string | null {
  const text = judgement.text('email')
  if (text === '') return null
  const lower = text.toLowerCase()
  if (!/^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(lower)) {
    judgement.refuse('email-malformed', 'email', text)
    return null
  }
  if (lower !== text) judgement.change('email', text, lower, 'lower-case')
  return lower
}

function aboutMobility(context: CheckContext, judgement: Judging) {
  const mobility = number('mobility', judgement)
  if (mobility === null && !judgement.has('mobility')) judgement.refuse('value-missing', 'mobility', '')
  const startsOn = readDayOf('startsOn', judgement)
  const endsOn = readDayOf('endsOn', judgement)
  if (startsOn && endsOn && endsOn < startsOn) judgement.refuse('dates-reversed', 'endsOn', endsOn, { first: startsOn, last: endsOn })
  const virtualStartsOn = readDayOf('virtualStartsOn', judgement)
  const virtualEndsOn = readDayOf('virtualEndsOn', judgement)
  if (virtualStartsOn && virtualEndsOn && virtualEndsOn < virtualStartsOn)
    judgement.refuse('dates-reversed', 'virtualEndsOn', virtualEndsOn, { first: virtualStartsOn, last: virtualEndsOn })
  if (virtualStartsOn && !virtualEndsOn && !judgement.has('virtualEndsOn')) judgement.refuse('value-missing', 'virtualEndsOn', '')
  if (virtualEndsOn && !virtualStartsOn && !judgement.has('virtualStartsOn')) judgement.refuse('value-missing', 'virtualStartsOn', '')
  return {
    mobility,
    receivingInstitution: receiving(context, judgement),
    receivingUnit: judgement.text('receivingUnit') || null,
    sendingUnit: judgement.text('sendingUnit') || null,
    mobilityType: coded('mobilityType', judgement, 'mobility-type-unknown', readMobilityType, { known: mobilityTypes.join(', ') }),
    academicYear: coded('academicYear', judgement, 'academic-year-unreadable', parseAcademicYear),
    startsOn,
    endsOn,
    virtualStartsOn,
    virtualEndsOn,
    programmeCode: judgement.text('programmeCode') || null,
    iscedF: coded('iscedF', judgement, 'isced-unknown', (text) => parseIscedF(text)?.code),
    eqfLevel: coded('eqfLevel', judgement, 'eqf-unreadable', (text) => parseEqf(text)?.toString()),
    language: coded('language', judgement, 'language-unknown', (text) => readLanguageName(text) ?? (text.length <= 5 ? parseLanguage(text) : null)),
    languageLevel: coded('languageLevel', judgement, 'language-level-unknown', (text) => /^(?:[ABC][12]|NS)$/.exec(text.toUpperCase())?.[0]),
  }
}

function receiving(context: CheckContext, judgement: Judging): string | null {
  const text = judgement.text('receivingInstitution')
  if (text === '') return null
  const named = institutionNamed(text, context)
  if (!named || !context.institutions.some((one) => one.id === named.id)) {
    const known = context.institutions.map((one) => one.id).filter((id) => id !== context.institution)
    judgement.refuse('receiving-unknown', 'receivingInstitution', text, { known: known.slice(0, 20).join(', ') })
    return null
  }
  if (named.id === context.institution) judgement.refuse('receiving-is-home', 'receivingInstitution', text)
  if (named.id !== text) judgement.change('receivingInstitution', text, named.id, named.by === 'name' ? 'institution-from-name' : 'lower-case')
  return named.id
}

function aboutComponent(judgement: Judging) {
  const table = coded('table', judgement, 'table-unknown', readTable)
  if (table === null && !judgement.has('table')) judgement.refuse('value-missing', 'table', '')
  const courseTitle = judgement.text('courseTitle') || null
  if (courseTitle === null && !judgement.has('courseTitle')) judgement.refuse('value-missing', 'courseTitle', '')
  const ects = readCreditsOf('ects', judgement)
  if (ects === null && !judgement.has('ects')) judgement.refuse('value-missing', 'ects', '')
  const recognisedTitle = judgement.text('recognisedTitle') || null
  const recognisedCode = judgement.text('recognisedCode') || null
  let recognisedEcts = readCreditsOf('recognisedEcts', judgement)
  const recognised = recognisedTitle ?? recognisedCode
  if (recognised !== null && table === 'recognised') judgement.refuse('table-not-recognised-as', 'recognisedTitle', recognised)
  if (recognised === null && recognisedEcts !== null && table !== 'recognised') judgement.refuse('value-missing', 'recognisedTitle', '')
  if (recognised !== null && recognisedEcts === null && ects !== null && !judgement.has('recognisedEcts')) {
    judgement.change('recognisedEcts', '', ects, 'credits-from-component')
    recognisedEcts = ects
  }
  return {
    table,
    courseTitle,
    courseCode: judgement.text('courseCode') || null,
    ects,
    term: coded('term', judgement, 'term-unreadable', readTerm),
    shortDescription: judgement.text('shortDescription') || null,
    recognisedTitle: recognisedTitle ?? recognisedCode,
    recognisedCode,
    recognisedEcts,
    recognitionConditions: judgement.text('recognitionConditions') || null,
  }
}

/** A cell that stands for a code; null where it is empty or cannot be read. */
function coded(
  field: AgreementField,
  judgement: Judging,
  problem: ProblemCode,
  read: (text: string) => string | null | undefined,
  detail?: Record<string, string>,
  why: Change['why'] = 'word',
): string | null {
  const text = judgement.text(field)
  if (text === '') return null
  const code = read(text)
  if (!code) {
    judgement.refuse(problem, field, text, detail)
    return null
  }
  if (code !== text) judgement.change(field, text, code, why)
  return code
}

/** A number that stands for somebody or something; one that a spreadsheet has shortened means nobody. */
function number(field: 'mobility' | 'localStudentNumber', judgement: Judging): string | null {
  const text = judgement.text(field)
  if (text === '') return null
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/i.test(text)) judgement.refuse('number-damaged', field, text)
  return text
}
