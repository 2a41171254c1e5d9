import { type Concept, concept, snbScheme } from './concept.ts'

export const assessmentScheme = snbScheme('assessment type', 'assessment')
/** Annex I element 9. Codes of the Europass list of learning assessment types. */
export const assessmentConcepts = {
  'written-examination': concept(assessmentScheme, '6e6cb2cc78', 'written examination'),
  'oral-examination': concept(assessmentScheme, 'd30284d7df', 'oral examination'),
  project: concept(assessmentScheme, '795dac4096', 'project work'),
  portfolio: concept(assessmentScheme, '4f03b91c0e', 'portfolio'),
  // The list has no "presentation"; what is judged there is an artefact that the learner presents.
  presentation: concept(assessmentScheme, 'de4d165a6c', 'artefact assessment'),
  practical: concept(assessmentScheme, '6a4db9f11d', 'practical assessment'),
  continuous: concept(assessmentScheme, '3484bd7e51', 'continuous evaluation'),
} as const satisfies Record<string, Concept>
/** Every code of that list, for the membership check. */
export const assessmentCodes: readonly string[] = [
  ...Object.values(assessmentConcepts).map((c) => c.id.slice(assessmentScheme.base.length)),
  ...'19a2e5e671 2939dae15f 56539a6507 7331eb4762 812e3b0ae1 b1b68f6735 c4256a2726'.split(' '),
]

export const modeScheme = snbScheme('mode of learning and assessment', 'learning-assessment')
/** Annex I element 10. */
export const modeConcepts = {
  online: concept(modeScheme, '920fbb3cbe', 'Online'),
  onsite: concept(modeScheme, '9191af2ed9', 'Presential'),
  blended: concept(modeScheme, 'e92d221e4d', 'Blended'),
  // A virtual exchange happens online; that it is an exchange is said by the title, the list has no code for it.
  'virtual-exchange': concept(modeScheme, '920fbb3cbe', 'Online'),
  'work-based': concept(modeScheme, '729f3bed4b', 'Workbased'),
} as const satisfies Record<string, Concept>
export const modeCodes: readonly string[] = '729f3bed4b 7813801c77 9191af2ed9 920fbb3cbe e92d221e4d ed4c557045'.split(' ')

export const creditScheme = snbScheme('credit framework', 'education-credit')
export const ectsFramework = concept(creditScheme, '6fcec5c5af', 'European Credit Transfer System')
export const creditCodes: readonly string[] = ['6fcec5c5af', '60b314e826']

export const eqfScheme = snbScheme('EQF level', 'eqf')
export const eqfConcept = (level: number): Concept => concept(eqfScheme, String(level), `Level ${level}`)
export const eqfCodes: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8']

export const accreditationScheme = snbScheme('type of accreditation', 'accreditation')
/** Annex I element 11. */
export const accreditationConcepts = {
  institutional: concept(accreditationScheme, 'bb4618238e', 'Institutional Quality Assurance'),
  programme: concept(accreditationScheme, '820101cba6', 'Program Quality Assurance'),
} as const satisfies Record<string, Concept>
export const accreditationCodes: readonly string[] = ['bb4618238e', '820101cba6', '003293d2ce', 'e57dddfcf3']

export const supervisionScheme = snbScheme('supervision and identity verification', 'supervision-verification')
/** The one code whose IRI could be confirmed; other kinds of identity check are said in words instead of a guessed code. */
export const unsupervisedWithoutIdentification = concept(supervisionScheme, 'c598449d64', 'Unsupervised without ID Verification')

export const escoSkillScheme = { name: 'ESCO skill', iri: 'http://data.europa.eu/esco/concept-scheme/skills', base: 'http://data.europa.eu/esco/skill/' }
