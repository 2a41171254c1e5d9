import { fileTemplates, type Role } from '@collegium/contracts'
import { Problem } from '@collegium/service-kit'
import { agreementsTemplate } from '../agreements-file/agreements-template.ts'
import type { ImportTemplate } from '../files/import-template.ts'
import { resultsTemplate } from '../results-file/results-template.ts'

/** Every kind of file that is taken in. */
const templates: readonly ImportTemplate[] = [resultsTemplate, agreementsTemplate]

/** The template of that name. Throws `Problem` where there is none. */
export function templateNamed(name: string): ImportTemplate {
  const template = templates.find((one) => one.file.name === name)
  if (!template) throw new Problem('template-unknown', { templates: fileTemplates.map((one) => one.name) })
  return template
}

/** Whether a file of that template has to name an offering. One of no template is asked for it too, and then refused for its template. */
export const isAboutOffering = (name: string | undefined): boolean => templates.find((one) => one.file.name === name?.trim())?.offering !== 'none'

/** Everybody who hands in files of some kind, systems among them. */
export const uploaders: readonly Role[] = [...new Set([...templates.flatMap((one) => one.by), 'system' as const])]
/** Whoever hands in files of this kind. */
export const uploadersOf = (template: ImportTemplate): readonly Role[] => [...template.by, 'system']
