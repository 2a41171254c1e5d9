import type { Role } from '@collegium/contracts'
import { agreementsTemplate } from '../agreements-file/agreements-template.ts'
import { enrolmentsTemplate } from '../enrolments-file/enrolments-template.ts'
import { equivalencesTemplate } from '../equivalences-file/equivalences-template.ts'
import type { ImportTemplate } from '../files/import-template.ts'
import { resultsTemplate } from '../results-file/results-template.ts'

/** Every kind of file that is taken in. The worker that checks files loads this, so it imports nothing that serves requests. */
const templates: readonly ImportTemplate[] = [resultsTemplate, agreementsTemplate, enrolmentsTemplate, equivalencesTemplate]

/** The template of that name; undefined where there is none. */
export const findTemplate = (name: string): ImportTemplate | undefined => templates.find((one) => one.file.name === name)

/** Whether a file of that template has to name an offering. One of no template is asked for it too, and then refused for its template. */
export const isAboutOffering = (name: string | undefined): boolean => findTemplate(name?.trim() ?? '')?.offering !== 'none'

/** Everybody who hands in files of some kind, systems among them. */
export const uploaders: readonly Role[] = [...new Set([...templates.flatMap((one) => one.by), 'system' as const])]
/** Whoever hands in files of this kind. */
export const uploadersOf = (template: ImportTemplate): readonly Role[] => [...template.by, 'system']
