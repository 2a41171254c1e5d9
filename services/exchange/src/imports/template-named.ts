import { fileTemplates } from '@collegium/contracts'
import { Problem } from '@collegium/service-kit'
import type { ImportTemplate } from '../files/import-template.ts'
import { findTemplate } from './templates.ts'

/** The template of that name. Throws `Problem` where there is none. */
export function templateNamed(name: string): ImportTemplate {
  const template = findTemplate(name)
  if (!template) throw new Problem('template-unknown', { templates: fileTemplates.map((one) => one.name) })
  return template
}
