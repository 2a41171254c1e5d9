import type { FileTemplate, TemplateColumn } from './file-template.ts'
import { learnerColumns, learnerFields } from './learner-columns.ts'

export const resultFields = [...learnerFields, 'outcome', 'grade', 'gradingScale', 'ects', 'assessedOn', 'attempt'] as const
export type ResultField = (typeof resultFields)[number]

const columns: readonly TemplateColumn<ResultField>[] = [
  ...learnerColumns,
  {
    field: 'outcome',
    header: 'Result',
    type: 'outcome',
    required: 'column',
    personal: true,
    examples: ['passed', 'failed', 'withdrawn'],
    explanation: {
      en: 'passed, failed or withdrawn (also in German, Swedish, Portuguese, French or Spanish). May be empty where the grade says it.',
      de: 'bestanden, nicht bestanden oder zurückgetreten (auch auf Englisch, Schwedisch, Portugiesisch, Französisch, Spanisch). Darf leer bleiben, wo die Note es sagt.',
    },
    synonyms: {
      en: ['outcome', 'status', 'pass/fail', 'passed'],
      de: ['Ergebnis', 'Resultat', 'Bestanden', 'Prüfungsergebnis'],
      sv: ['resultat', 'utfall'],
      pt: ['resultado', 'situação'],
      fr: ['résultat'],
      es: ['resultado final', 'calificación final'],
    },
  },
  {
    field: 'grade',
    header: 'Grade',
    type: 'grade',
    required: 'no',
    personal: true,
    examples: ['1,3', 'B', '17'],
    explanation: {
      en: 'The grade on the scale named beside it. Decimal comma and point are both understood.',
      de: 'Die Note auf der daneben genannten Skala. Komma und Punkt werden verstanden.',
    },
    synonyms: {
      en: ['mark', 'marks', 'score'],
      de: ['Note', 'Endnote', 'Gesamtnote', 'Fachnote'],
      sv: ['betyg'],
      pt: ['nota', 'classificação'],
      fr: ['note', 'note finale'],
      es: ['calificación', 'nota final'],
    },
  },
  {
    field: 'gradingScale',
    header: 'Grading scale',
    type: 'grading-scale',
    required: 'no',
    personal: false,
    examples: ['de-1-5', 'se-a-f', 'pt-0-20'],
    explanation: {
      en: 'On which scale the grade stands. Empty means the scale of the joint course.',
      de: 'Auf welcher Skala die Note steht. Leer heißt: Skala des gemeinsamen Kurses.',
    },
    synonyms: {
      en: ['scale', 'grading scheme', 'grade scale', 'marking scheme'],
      de: ['Notenskala', 'Notensystem', 'Bewertungsskala'],
      sv: ['betygsskala', 'betygssystem'],
      pt: ['escala', 'escala de classificação', 'escala de notas'],
      fr: ['échelle de notation', 'barème', 'échelle'],
      es: ['escala de calificación', 'escala de notas'],
    },
  },
  {
    field: 'ects',
    header: 'ECTS credits',
    type: 'credits',
    required: 'no',
    personal: false,
    examples: ['5', '2,5'],
    explanation: {
      en: 'The credits of the course, more than 0, also for those who did not pass. Empty means the credits of the joint course.',
      de: 'Die Leistungspunkte des Kurses, mehr als 0, auch für nicht Bestandene. Leer heißt: Punkte des gemeinsamen Kurses.',
    },
    synonyms: {
      en: ['ECTS', 'credits', 'credit points', 'ECTS points'],
      de: ['Leistungspunkte', 'LP', 'Credits ECTS', 'Kreditpunkte', 'CP'],
      sv: ['högskolepoäng', 'hp', 'poäng'],
      pt: ['créditos', 'créditos ECTS'],
      fr: ['crédits', 'crédits ECTS', 'points ECTS'],
      es: ['créditos obtenidos', 'créditos europeos'],
    },
  },
  {
    field: 'assessedOn',
    header: 'Assessment date',
    type: 'day',
    required: 'value',
    personal: false,
    examples: ['2026-06-30', '30.06.2026', '30 June 2026'],
    explanation: {
      en: 'The day of the last assessment, not in the future. Year-month-day is safest; 03/04/2026 could be two days and is refused.',
      de: 'Der Tag der letzten Prüfungsleistung, nicht in der Zukunft. Am sichersten Jahr-Monat-Tag; 03/04/2026 kann zwei Tage meinen und wird abgelehnt.',
    },
    synonyms: {
      en: ['date of assessment', 'exam date', 'examination date', 'result date', 'assessed on', 'date', 'completion date'],
      de: ['Prüfungsdatum', 'Datum', 'Datum der Prüfung', 'Prüfungstag'],
      sv: ['examinationsdatum', 'provdatum', 'resultatdatum', 'betygsdatum'],
      pt: ['data de avaliação', 'data da avaliação', 'data do exame', 'data'],
      fr: ["date d'examen", "date d'évaluation", "date de l'examen"],
      es: ['fecha de evaluación', 'fecha del examen', 'fecha'],
    },
  },
  {
    field: 'attempt',
    header: 'Attempt',
    type: 'whole-number',
    required: 'no',
    personal: false,
    examples: ['1', '2'],
    explanation: {
      en: 'Which try this was, from 1. Empty means the first. Two tries of one student are two rows.',
      de: 'Der wievielte Versuch es war, ab 1. Leer heißt: der erste. Zwei Versuche einer Person sind zwei Zeilen.',
    },
    synonyms: {
      en: ['try', 'attempt number', 'sitting'],
      de: ['Versuch', 'Prüfungsversuch', 'Versuchsnummer'],
      sv: ['försök', 'provtillfälle'],
      pt: ['tentativa'],
      fr: ['tentative', 'essai'],
      es: ['intento', 'convocatoria'],
    },
  },
]

/** The results of a joint course, as the lead hands them to the hub: one row for each student and try. */
export const jointCourseResults: FileTemplate<ResultField> = {
  name: 'joint-course-results',
  version: 1,
  title: { en: 'Results of a joint course', de: 'Ergebnisse eines gemeinsamen Kurses' },
  purpose: {
    en: 'The lead university hands in one row for each student and try. CSV, XLSX or ELMO XML; columns in any order.',
    de: 'Die federführende Hochschule reicht je Person und Versuch eine Zeile ein. CSV, XLSX oder ELMO-XML; Spalten in beliebiger Reihenfolge.',
  },
  columns,
}
