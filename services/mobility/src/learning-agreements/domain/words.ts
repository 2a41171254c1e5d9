import type { ComponentTable, Period } from './content.ts'
import type { AmendedField, Difference, FactField, Why } from './diff.ts'

/** Languages in which the hub speaks of agreements; the wording is that of the programme's official forms. */
export const languages = ['en', 'de', 'sv', 'pt'] as const
export type Language = (typeof languages)[number]

interface Words {
  readonly replaced: (before: string, after: string) => string
  readonly removed: (title: string, table: string) => string
  readonly added: (title: string, table: string) => string
  readonly amended: (title: string, field: string, before: string, after: string) => string
  readonly linked: (studied: string, recognised: string) => string
  readonly unlinked: (studied: string, recognised: string) => string
  readonly changed: (what: string, before: string, after: string) => string
  readonly total: (table: string, before: string, after: string) => string
  readonly because: (reason: string) => string
  readonly none: string
  readonly yes: string
  readonly no: string
  readonly reasons: Readonly<Record<string, string>>
  readonly tables: Readonly<Record<ComponentTable, string>>
  readonly fields: Readonly<Record<AmendedField | FactField | 'physical' | 'virtual', string>>
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    replaced: (before, after) => `${before} replaced by ${after}`,
    removed: (title, table) => `${title} deleted from ${table}`,
    added: (title, table) => `${title} added to ${table}`,
    amended: (title, field, before, after) => `${title}: ${field} ${before} → ${after}`,
    linked: (studied, recognised) => `${studied} is now recognised as ${recognised}`,
    unlinked: (studied, recognised) => `${studied} is no longer recognised as ${recognised}`,
    changed: (what, before, after) => `${what}: ${before} → ${after}`,
    total: (table, before, after) => `${table}: ${before} → ${after} ECTS in all`,
    because: (reason) => `, because of ${reason}`,
    none: 'none',
    yes: 'yes',
    no: 'no',
    reasons: {
      'not-available': 'the component not being available',
      'language-mismatch': 'another language of instruction than announced',
      'timetable-conflict': 'a timetable conflict',
      'substituting-deleted': 'a deleted component being substituted',
      'extending-mobility': 'the mobility being extended',
      'adding-virtual-component': 'a virtual component being added',
    },
    tables: { studied: 'table A', recognised: 'table B', virtual: 'table C', blended: 'the blended programme', doctoral: 'the doctoral mobility' },
    fields: {
      title: 'title',
      losCode: 'code',
      term: 'term',
      credits: 'credits',
      shortDescription: 'description',
      automaticRecognition: 'automatic recognition',
      recognitionConditions: 'conditions of recognition',
      period: 'dates',
      form: 'form of participation',
      teachingPartner: 'teaching partner',
      target: 'target of recognition',
      iscedF: 'field of education',
      eqfLevel: 'level of studies',
      language: 'language competence',
      learningOutcomesUrl: 'learning outcomes',
      provisionsUrl: 'provisions',
      physical: 'stay',
      virtual: 'virtual part',
    },
  },
  de: {
    replaced: (before, after) => `${before} ersetzt durch ${after}`,
    removed: (title, table) => `${title} aus ${table} gestrichen`,
    added: (title, table) => `${title} zu ${table} hinzugefügt`,
    amended: (title, field, before, after) => `${title}: ${field} ${before} → ${after}`,
    linked: (studied, recognised) => `${studied} wird nun als ${recognised} anerkannt`,
    unlinked: (studied, recognised) => `${studied} wird nicht mehr als ${recognised} anerkannt`,
    changed: (what, before, after) => `${what}: ${before} → ${after}`,
    total: (table, before, after) => `${table}: insgesamt ${before} → ${after} ECTS`,
    because: (reason) => `, Grund: ${reason}`,
    none: 'nichts',
    yes: 'ja',
    no: 'nein',
    reasons: {
      'not-available': 'Lehrveranstaltung nicht verfügbar',
      'language-mismatch': 'andere Unterrichtssprache als angegeben',
      'timetable-conflict': 'zeitliche Überschneidung',
      'substituting-deleted': 'Ersatz für eine gestrichene Komponente',
      'extending-mobility': 'Verlängerung der Mobilität',
      'adding-virtual-component': 'zusätzliche virtuelle Komponente',
    },
    tables: { studied: 'Tabelle A', recognised: 'Tabelle B', virtual: 'Tabelle C', blended: 'dem Blended-Programm', doctoral: 'der Promotionsmobilität' },
    fields: {
      title: 'Titel',
      losCode: 'Code',
      term: 'Semester',
      credits: 'Credits',
      shortDescription: 'Beschreibung',
      automaticRecognition: 'automatische Anerkennung',
      recognitionConditions: 'Bedingungen der Anerkennung',
      period: 'Zeitraum',
      form: 'Teilnahmeform',
      teachingPartner: 'lehrender Partner',
      target: 'Ziel der Anerkennung',
      iscedF: 'Studienfach',
      eqfLevel: 'Studienniveau',
      language: 'Sprachkenntnisse',
      learningOutcomesUrl: 'Lernergebnisse',
      provisionsUrl: 'Bestimmungen',
      physical: 'Aufenthalt',
      virtual: 'virtueller Teil',
    },
  },
  sv: {
    replaced: (before, after) => `${before} ersätts av ${after}`,
    removed: (title, table) => `${title} struken ur ${table}`,
    added: (title, table) => `${title} tillagd i ${table}`,
    amended: (title, field, before, after) => `${title}: ${field} ${before} → ${after}`,
    linked: (studied, recognised) => `${studied} tillgodoräknas nu som ${recognised}`,
    unlinked: (studied, recognised) => `${studied} tillgodoräknas inte längre som ${recognised}`,
    changed: (what, before, after) => `${what}: ${before} → ${after}`,
    total: (table, before, after) => `${table}: totalt ${before} → ${after} ECTS`,
    because: (reason) => `, orsak: ${reason}`,
    none: 'inget',
    yes: 'ja',
    no: 'nej',
    reasons: {
      'not-available': 'kursen ges inte',
      'language-mismatch': 'annat undervisningsspråk än angivet',
      'timetable-conflict': 'schemakrock',
      'substituting-deleted': 'ersätter en struken komponent',
      'extending-mobility': 'förlängd utbytesperiod',
      'adding-virtual-component': 'ytterligare virtuell komponent',
    },
    tables: { studied: 'tabell A', recognised: 'tabell B', virtual: 'tabell C', blended: 'blandprogrammet', doctoral: 'doktorandutbytet' },
    fields: {
      title: 'titel',
      losCode: 'kod',
      term: 'termin',
      credits: 'poäng',
      shortDescription: 'beskrivning',
      automaticRecognition: 'automatiskt tillgodoräknande',
      recognitionConditions: 'villkor för tillgodoräknande',
      period: 'datum',
      form: 'deltagandeform',
      teachingPartner: 'undervisande partner',
      target: 'mål för tillgodoräknande',
      iscedF: 'ämnesområde',
      eqfLevel: 'utbildningsnivå',
      language: 'språkkunskaper',
      learningOutcomesUrl: 'lärandemål',
      provisionsUrl: 'bestämmelser',
      physical: 'vistelse',
      virtual: 'virtuell del',
    },
  },
  pt: {
    replaced: (before, after) => `${before} substituída por ${after}`,
    removed: (title, table) => `${title} eliminada da ${table}`,
    added: (title, table) => `${title} acrescentada à ${table}`,
    amended: (title, field, before, after) => `${title}: ${field} ${before} → ${after}`,
    linked: (studied, recognised) => `${studied} passa a ser reconhecida como ${recognised}`,
    unlinked: (studied, recognised) => `${studied} deixa de ser reconhecida como ${recognised}`,
    changed: (what, before, after) => `${what}: ${before} → ${after}`,
    total: (table, before, after) => `${table}: ${before} → ${after} ECTS no total`,
    because: (reason) => `, motivo: ${reason}`,
    none: 'nada',
    yes: 'sim',
    no: 'não',
    reasons: {
      'not-available': 'componente não disponível',
      'language-mismatch': 'língua de ensino diferente da indicada',
      'timetable-conflict': 'conflito de horário',
      'substituting-deleted': 'substituição de uma componente eliminada',
      'extending-mobility': 'prolongamento da mobilidade',
      'adding-virtual-component': 'componente virtual adicional',
    },
    tables: { studied: 'tabela A', recognised: 'tabela B', virtual: 'tabela C', blended: 'programa combinado', doctoral: 'mobilidade de doutoramento' },
    fields: {
      title: 'título',
      losCode: 'código',
      term: 'período letivo',
      credits: 'créditos',
      shortDescription: 'descrição',
      automaticRecognition: 'reconhecimento automático',
      recognitionConditions: 'condições de reconhecimento',
      period: 'datas',
      form: 'forma de participação',
      teachingPartner: 'parceiro que leciona',
      target: 'alvo do reconhecimento',
      iscedF: 'área de estudo',
      eqfLevel: 'nível de estudos',
      language: 'competência linguística',
      learningOutcomesUrl: 'resultados de aprendizagem',
      provisionsUrl: 'disposições',
      physical: 'estada',
      virtual: 'parte virtual',
    },
  },
}

const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** A difference as one sentence, e.g. "Statistics II replaced by Data Ethics, because of a timetable conflict; 5 → 6 ECTS". */
export function inWords(difference: Difference, language: Language): string {
  const w = words[language]
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const reason = ({ code, text }: Why): string => {
    const known = code === null ? undefined : w.reasons[code]
    const said = known ?? text?.trim()
    return said ? w.because(said) : ''
  }
  const value = (text: string | null): string => (text === null ? w.none : text === 'true' ? w.yes : text === 'false' ? w.no : `“${text}”`)
  const period = (one: Period | null): string => (one ? `${one.startsOn} – ${one.endsOn}` : w.none)
  switch (difference.kind) {
    case 'replaced': {
      const { before, after, why } = difference
      const volume = before.ects === after.ects ? '' : `; ${number.format(before.ects)} → ${number.format(after.ects)} ECTS`
      return `${w.replaced(before.title, after.title)}${reason(why)}${volume}`
    }
    case 'removed':
      return `${w.removed(difference.component.title, w.tables[difference.component.table])}${reason(difference.why)}`
    case 'added':
      return `${w.added(difference.component.title, w.tables[difference.component.table])}${reason(difference.why)}`
    case 'amended':
      return w.amended(difference.component.title, w.fields[difference.field], value(difference.before), value(difference.after))
    case 'linked':
    case 'unlinked':
      return w[difference.kind](difference.studied.title, difference.recognised.title)
    case 'dates':
      return upperFirst(w.changed(w.fields[difference.part], period(difference.before), period(difference.after)))
    case 'fact':
      return upperFirst(w.changed(w.fields[difference.field], value(difference.before), value(difference.after)))
    case 'total':
      return upperFirst(w.total(w.tables[difference.table], number.format(difference.before), number.format(difference.after)))
  }
}
