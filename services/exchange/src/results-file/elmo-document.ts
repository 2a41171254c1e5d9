import type { ResultField } from '@collegium/contracts'
import { parseCountry, parseDecimal, parseSchacId, scaleNamed } from '@collegium/vocabulary'
import type { RawRow } from '../files/domain/rows.ts'
import { type FileReport, note } from '../files/file-report.ts'

interface Learner {
  esi?: string
  number?: string
  givenNames?: string
  familyName?: string
  birthDate?: string
}

/** One learning opportunity while its element is open. Modules nest, so there is a stack of them. */
interface Opportunity {
  readonly identifiers: string[]
  title: string
  type: string
  ects: string
  status: string
  label: string
  scale: string
  date: string
  termEnd: string
  start: string
  hasInstance: boolean
}

const learnerNumbers = /^student|^local|^internal|student/i
const nationalNumbers = /national(?!ity)|ssn|cpr|pesel|personal/i

/**
 * Follows the elements of ELMO and hands out a row for each opportunity with a result. Knows what national systems leave open: where the
 * learner stands, where credits stand (specification, instance), how dates are written (`dtf`), that there may be no issuer to speak of.
 */
export class ElmoDocument {
  root: string | null = null
  found = false
  rows = 0
  readonly #report: FileReport
  readonly #emit: (row: RawRow) => void
  readonly #path: string[] = []
  readonly #attributes: Record<string, string>[] = []
  readonly #open: Opportunity[] = []
  #text = ''
  #learner: Learner = {}
  #issuer: { schac?: string; country?: string; title: string; inUse: boolean } = { title: '', inUse: false }

  constructor(report: FileReport, emit: (row: RawRow) => void) {
    this.#report = report
    this.#emit = emit
  }

  open(name: string, attributes: Record<string, string>): void {
    this.root ??= name
    if (name === 'elmo') this.found = true
    if (name === 'learner') this.#learner = {}
    if (name === 'issuer') this.#issuer = { title: '', inUse: false }
    if (name === 'learningOpportunitySpecification')
      this.#open.push({
        identifiers: [],
        title: '',
        type: '',
        ects: '',
        status: '',
        label: '',
        scale: '',
        date: '',
        termEnd: '',
        start: '',
        hasInstance: false,
      })
    if (name === 'learningOpportunityInstance' && this.#current) this.#current.hasInstance = true
    this.#path.push(name)
    this.#attributes.push(attributes)
    this.#text = ''
  }

  text(text: string): void {
    // Attachments are documents of megabytes, and nothing in them is a result.
    if (!this.#path.includes('attachment')) this.#text += text
  }

  close(name: string): void {
    const text = this.#text.trim()
    const attributes = this.#attributes.pop() ?? {}
    this.#path.pop()
    this.#text = ''
    if (name === 'learningOpportunitySpecification') this.#finish()
    else if (text !== '') this.#value(name, text, attributes)
  }

  get #current(): Opportunity | undefined {
    return this.#open.at(-1)
  }

  #value(name: string, text: string, attributes: Record<string, string>): void {
    const parent = this.#path.at(-1) ?? ''
    if (parent === 'learner') return this.#learnerValue(name, text, attributes)
    if (parent === 'issuer') return this.#issuerValue(name, text, attributes)
    const opportunity = this.#current
    if (!opportunity) return
    if (parent === 'learningOpportunitySpecification') {
      if (name === 'identifier') opportunity.identifiers.push(text)
      else if (name === 'title' && (opportunity.title === '' || attributes.lang === 'en')) opportunity.title = text.replace(/\s+/g, ' ')
      else if (name === 'type') opportunity.type = text
    } else if (parent === 'learningOpportunityInstance') this.#instanceValue(opportunity, name, text, attributes)
    else if (parent === 'academicTerm' && name === 'end') opportunity.termEnd = isoDay(text, attributes.dtf)
    else if (parent === 'credit') {
      // A credit of another scheme than ECTS says nothing here; the scheme stands before the value.
      if (name === 'scheme') opportunity.ects = text.toLowerCase() === 'ects' ? opportunity.ects : 'other'
      else if (name === 'value') opportunity.ects = opportunity.ects === 'other' ? '' : opportunity.ects || text
    }
  }

  #instanceValue(opportunity: Opportunity, name: string, text: string, attributes: Record<string, string>): void {
    if (name === 'identifier') opportunity.identifiers.push(text)
    else if (name === 'status') opportunity.status = text.toLowerCase()
    else if (name === 'date') opportunity.date = isoDay(text, attributes.dtf)
    else if (name === 'start') opportunity.start = isoDay(text, attributes.dtf)
    else if (name === 'gradingSchemeLocalId') opportunity.scale ||= text
    else if (name === 'resultLabel' || name === 'result') {
      opportunity.label = text
      if (attributes.scheme) opportunity.scale = attributes.scheme
    }
  }

  #learnerValue(name: string, text: string, attributes: Record<string, string>): void {
    const type = attributes.type ?? ''
    if (name === 'givenNames' || name === 'familyName') this.#learner[name] = text
    else if (name === 'bday') this.#learner.birthDate = isoDay(text, attributes.dtf)
    else if (name !== 'identifier') return
    else if (/^urn:schac:personaluniquecode:int:esi:/i.test(text) || /^esi$/i.test(type)) this.#learner.esi = text
    else if (nationalNumbers.test(type)) note(this.#report, 'national-identifier-left-out', type)
    else if (learnerNumbers.test(type)) this.#learner.number ??= text
  }

  #issuerValue(name: string, text: string, attributes: Record<string, string>): void {
    if (name === 'identifier' && attributes.type?.toLowerCase() === 'schac') this.#issuer.schac = parseSchacId(text) ?? text.toLowerCase()
    else if (name === 'country') {
      const country = parseCountry(text)
      if (country) this.#issuer.country = country
    } else if (name === 'title' && (this.#issuer.title === '' || attributes.lang === 'en')) this.#issuer.title = text
  }

  #finish(): void {
    const o = this.#open.pop()
    if (!o) return
    const credits = parseDecimal(o.ects) ?? 0
    // Without a label, a status of its own and credits it is a container, or a lecture of the course around it.
    if (!o.hasInstance || (o.label === '' && credits <= 0 && (o.status === '' || o.type === 'Class'))) return
    if (this.#issuer.schac === undefined && !this.#issuer.inUse) note(this.#report, 'issuer-not-named', this.#issuer.title || '—')
    this.#issuer.inUse = true
    this.rows++
    this.#emit(this.#rowOf(o))
  }

  #rowOf(o: Opportunity): RawRow {
    const inProgress = o.status === 'in-progress'
    const assessed: [string, string] = o.date ? [o.date, ''] : o.termEnd ? [o.termEnd, 'academicTerm/end'] : [o.start, 'start']
    const values: Partial<Record<ResultField, string>> = {
      studentIdentifier: this.#learner.esi ?? '',
      localStudentNumber: this.#learner.number ?? '',
      givenNames: this.#learner.givenNames ?? '',
      familyName: this.#learner.familyName ?? '',
      dateOfBirth: this.#learner.birthDate ?? '',
      // An absent status means passed (ELMO), unless the label itself tells.
      outcome: o.status === 'passed' || o.status === 'failed' ? o.status : o.label === '' ? 'passed' : '',
      grade: o.label,
      // A local id is a name within the file; only where it is one that the hub knows too does it help.
      gradingScale: o.label !== '' && scaleNamed(o.scale) ? o.scale : '',
      ects: o.ects,
      assessedOn: assessed[0],
    }
    return {
      row: this.rows,
      values,
      opportunity: { identifiers: o.identifiers, title: o.title },
      homeIsAskedFor: true,
      ...(assessed[0] !== '' && assessed[1] !== '' && { takenFrom: { assessedOn: assessed[1] } }),
      ...(this.#issuer.schac !== undefined && { issuer: this.#issuer.schac }),
      ...(this.#issuer.country !== undefined && { issuerCountry: this.#issuer.country }),
      ...(inProgress && { inProgress }),
    }
  }
}

/** Some systems name the layout of a date beside it (`dtf`); only then is an order of day and month certain. */
function isoDay(text: string, layout: string | undefined): string {
  if (!layout) return text
  const order = [...layout.matchAll(/y+|M+|d+/g)].map(([part]) => part[0])
  const parts = text.match(/\d+/g)
  if (order.length !== 3 || parts?.length !== 3) return text
  const of = (letter: string) => parts[order.indexOf(letter)] ?? ''
  return `${of('y')}-${of('M').padStart(2, '0')}-${of('d').padStart(2, '0')}`
}
