import { isEsi, parseEsi } from '@collegium/vocabulary'
import { institutionNamed } from '../../files/domain/read-institution.ts'
import type { Judgement } from '../../files/domain/judgement.ts'
import { readDayOf } from '../../files/domain/read-day-of.ts'
import type { CheckContext, RawRow } from '../../files/domain/rows.ts'
import type { ResultRow } from './result-row.ts'

type Learner = Pick<ResultRow, 'esi' | 'home' | 'localId' | 'givenNames' | 'familyName' | 'birthDate' | 'email'>

/** What is wrong with an identifier, for the words of `esi-malformed`. */
export const esiFaultWords = {
  'no-urn': 'it does not begin with urn:schac:personalUniqueCode:int:esi',
  'not-esi': 'it is another kind of personal code',
  'no-code': 'the code behind the last colon is missing',
  'scope-unknown': 'before the code there must be the domain name of a university or a country code',
  'code-has-blanks': 'the code has blanks or letters outside ASCII',
} as const

/** Who the row is about, and which university that person comes from (A01). */
export function readLearner(raw: RawRow, context: CheckContext, judgement: Judgement): Learner {
  const esiText = judgement.text('studentIdentifier')
  const esi = esiText === '' ? null : parseEsi(esiText)
  if (typeof esi === 'string') judgement.refuse('esi-malformed', 'studentIdentifier', esiText, { fault: esiFaultWords[esi] })
  const read = esi !== null && isEsi(esi) ? esi : null
  if (read && read.urn !== esiText) judgement.change('studentIdentifier', esiText, read.urn, 'identifier-form')
  const home = readHome(raw, context, judgement, read?.home ?? null)
  if (read?.home && home && read.home !== home) judgement.refuse('esi-not-of-home', 'studentIdentifier', esiText, { issuer: read.home, home })
  else if (home && !context.institutions.some((i) => i.id === home))
    judgement.refuse('home-not-partner', 'homeInstitution', home, { home, partners: partnersOf(context) })
  const localId = judgement.text('localStudentNumber')
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/i.test(localId)) judgement.refuse('number-damaged', 'localStudentNumber', localId)
  if (esiText === '' && !judgement.has('studentIdentifier')) judgement.refuse('learner-without-identifier', 'studentIdentifier', '')
  return {
    esi: read?.urn ?? null,
    home,
    localId: localId || null,
    givenNames: readName('givenNames', judgement),
    familyName: readName('familyName', judgement),
    birthDate: readBirthDate(context, judgement),
    email: readEmail(judgement),
  }
}

const partnersOf = (context: CheckContext) => context.institutions.map((i) => i.id).join(', ')

function readHome(raw: RawRow, context: CheckContext, judgement: Judgement, named: string | null): string | null {
  const text = judgement.text('homeInstitution')
  if (judgement.has('homeInstitution')) return null
  if (text !== '') {
    const found = institutionNamed(text, context)
    if (!found) judgement.refuse('home-malformed', 'homeInstitution', text, { partners: partnersOf(context) })
    else if (found.id !== text) judgement.change('homeInstitution', text, found.id, found.by === 'name' ? 'home-from-name' : 'lower-case')
    return found?.id ?? null
  }
  if (named !== null) {
    judgement.change('homeInstitution', '', named, 'home-from-identifier')
    return named
  }
  if (context.defaultHome !== null) {
    judgement.change('homeInstitution', '', context.defaultHome, 'home-from-upload')
    return context.defaultHome
  }
  judgement.refuse(raw.homeIsAskedFor ? 'home-asked-for' : 'home-missing', 'homeInstitution', '')
  return null
}

function readName(field: 'givenNames' | 'familyName', judgement: Judgement): string {
  const name = judgement.text(field)
  if (name === '' && !judgement.has(field)) judgement.refuse('name-missing', field, '')
  return name
}

function readBirthDate(context: CheckContext, judgement: Judgement): string | null {
  const day = readDayOf('dateOfBirth', judgement, { latest: context.today })
  if (day === null) return null
  const age = Number(context.today.slice(0, 4)) - Number(day.slice(0, 4))
  if (age < 14 || age > 110) judgement.refuse('birth-date-implausible', 'dateOfBirth', day, { day, age: String(age) })
  return day
}

function readEmail(judgement: Judgement): string | null {
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
