import { type FileTemplate, synonyms, type TemplateColumn } from './file-template.ts'
import { learnerColumns, learnerFields } from './learner-columns.ts'

export const enrolmentFields = [...learnerFields, 'studentStatus', 'prerequisites'] as const
export type EnrolmentField = (typeof enrolmentFields)[number]

const columns: readonly TemplateColumn<EnrolmentField>[] = [
  ...learnerColumns,
  {
    field: 'studentStatus',
    header: 'Student status',
    type: 'word',
    required: 'no',
    personal: false,
    examples: ['visiting', 'virtual-mobility', 'regular'],
    explanation: {
      en: 'In which status the student takes part: regular, visiting, virtual-mobility, external, staff or none. Empty means visiting, or regular for students of the lead.',
      de: 'In welchem Status teilgenommen wird: regular, visiting, virtual-mobility, external, staff oder none. Leer heißt visiting, für eigene Studierende der federführenden Hochschule regular.',
    },
    synonyms: synonyms({
      en: 'enrolment status, status of student',
      de: 'Studierendenstatus, Statusgruppe',
      sv: 'studentstatus',
      pt: 'estatuto do estudante',
      fr: 'statut étudiant',
      es: 'estatus del estudiante',
    }),
  },
  {
    field: 'prerequisites',
    header: 'Prerequisites',
    type: 'word',
    required: 'no',
    personal: false,
    examples: ['met'],
    explanation: {
      en: 'met, where the student has what the course asks for, or why the student may do without: prior-learning, professional-experience, equivalent-course, teacher-consent.',
      de: 'met, wenn die Voraussetzungen erfüllt sind, oder warum darauf verzichtet wird: prior-learning, professional-experience, equivalent-course, teacher-consent.',
    },
    synonyms: synonyms({
      en: 'admission requirements, prerequisites met',
      de: 'Voraussetzungen, Zugangsvoraussetzungen',
      sv: 'förkunskaper, behörighet',
      pt: 'pré-requisitos, requisitos',
      fr: 'prérequis',
      es: 'requisitos previos',
    }),
  },
]

/** A roster of one instance: who takes part. Handed in by the lead for all homes. */
export const enrolments: FileTemplate<EnrolmentField> = {
  name: 'enrolments',
  version: 1,
  title: { en: 'Enrolments of a course', de: 'Teilnehmende eines Kurses' },
  purpose: {
    en: 'The lead hands in one row for each student who takes part, of all homes. CSV or XLSX; columns in any order.',
    de: 'Die federführende Hochschule reicht je teilnehmender Person eine Zeile ein, von allen Heimathochschulen. CSV oder XLSX; Spalten in beliebiger Reihenfolge.',
  },
  columns,
}
