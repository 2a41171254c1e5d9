import { type FileTemplate, synonyms, type TemplateColumn } from './file-template.ts'
import { componentColumns, componentFields } from './agreement-components.ts'
import { mobilityColumns, mobilityFields } from './agreement-mobility.ts'
import { learnerColumns } from './learner-columns.ts'

/** What is said of the whole agreement: in its first row at least, and the same wherever it is said again. */
export const agreementFacts = [
  'studentIdentifier',
  'localStudentNumber',
  'givenNames',
  'familyName',
  'dateOfBirth',
  'email',
  'citizenship',
  'gender',
  ...mobilityFields,
] as const
export type AgreementFactField = (typeof agreementFacts)[number]
export const agreementFields = ['mobility', ...agreementFacts, ...componentFields] as const
export type AgreementField = (typeof agreementFields)[number]

/** The home is the institution that hands the file in, and what it holds of its learners need not be said again. */
const students = learnerColumns.flatMap((column) =>
  column.field === 'homeInstitution'
    ? []
    : [{ ...column, field: column.field, required: column.field === 'studentIdentifier' ? ('column' as const) : ('no' as const) }],
)

const columns: readonly TemplateColumn<AgreementField>[] = [
  {
    field: 'mobility',
    header: 'Mobility number',
    type: 'text',
    required: 'value',
    personal: true,
    examples: ['M-2026-0815'],
    explanation: {
      en: 'Any number or word that tells this mobility apart in your own lists. All rows of one agreement carry it; another agreement carries another one.',
      de: 'Eine Nummer oder ein Wort, das diese Mobilität in Ihren Listen eindeutig bezeichnet. Alle Zeilen einer Vereinbarung tragen sie; jede andere Vereinbarung trägt eine andere.',
    },
    synonyms: synonyms({
      en: 'mobility, mobility id, mobility reference, application number, agreement number',
      de: 'Mobilität, Mobilitätsnummer, Bewerbungsnummer, Vorgangsnummer',
      sv: 'mobilitet, mobilitetsnummer, ansökningsnummer',
      pt: 'mobilidade, número da mobilidade, número de candidatura',
      fr: 'mobilité, numéro de mobilité',
      es: 'movilidad, número de movilidad',
    }),
  },
  ...students,
  {
    field: 'citizenship',
    header: 'Citizenship',
    type: 'word',
    required: 'no',
    personal: true,
    examples: ['SE', 'PT'],
    explanation: {
      en: 'The country as two letters (ISO 3166-1). Needed before anybody can sign, unless your institution holds it already.',
      de: 'Das Land in zwei Buchstaben (ISO 3166-1). Vor der Unterschrift nötig, sofern es nicht schon vorliegt.',
    },
    synonyms: synonyms({
      en: 'nationality, country of citizenship',
      de: 'Staatsangehörigkeit, Nationalität',
      sv: 'medborgarskap, nationalitet',
      pt: 'nacionalidade, cidadania',
      fr: 'nationalité, citoyenneté',
      es: 'nacionalidad, ciudadanía',
    }),
  },
  {
    field: 'gender',
    header: 'Gender',
    type: 'word',
    required: 'no',
    personal: true,
    examples: ['female', 'male', 'not specified'],
    explanation: {
      en: 'As ISO 5218 counts: female, male, not applicable or not known, as a word or as 2, 1, 9, 0. Needed before anybody can sign.',
      de: 'Nach ISO 5218: weiblich, männlich, nicht anwendbar oder unbekannt, als Wort oder als 2, 1, 9, 0. Vor der Unterschrift nötig.',
    },
    synonyms: synonyms({ en: 'sex', de: 'Geschlecht', sv: 'kön', pt: 'género, sexo', fr: 'genre, sexe', es: 'género' }),
  },
  ...mobilityColumns,
  ...componentColumns,
]

/** Learning agreements of an institution's outgoing students: one row for each component, the rows of one mobility make one agreement. */
export const learningAgreements: FileTemplate<AgreementField> = {
  name: 'learning-agreements',
  version: 1,
  title: { en: 'Learning agreements of outgoing students', de: 'Learning Agreements der eigenen Studierenden' },
  purpose: {
    en: 'The sending university hands in one row for each component; rows with the same mobility number make one agreement. CSV or XLSX; columns in any order.',
    de: 'Die entsendende Hochschule reicht je Komponente eine Zeile ein; Zeilen mit gleicher Mobilitätsnummer ergeben eine Vereinbarung. CSV oder XLSX; Spalten in beliebiger Reihenfolge.',
  },
  columns,
}
