import { type Refusal, refuse } from '@collegium/contracts'

export const mailLanguages = ['en', 'de', 'sv', 'pt'] as const
export type MailLanguage = (typeof mailLanguages)[number]

/** Each mail that the hub writes: which placeholders its template may use, and which it needs to say anything. */
export const mailKinds = {
  'office-digest': { placeholders: ['institution', 'day', 'count', 'items', 'link'], needs: ['items'] },
  'learner-digest': { placeholders: ['institution', 'day', 'count', 'items', 'link', 'name'], needs: ['items'] },
} as const satisfies Record<string, { placeholders: readonly string[]; needs: readonly string[] }>
export type MailKind = keyof typeof mailKinds

/** Subject and text of a mail, with placeholders such as {{items}}. */
export interface MailTemplate {
  readonly subject: string
  readonly body: string
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g
const namesIn = (text: string): string[] => [...text.matchAll(placeholder)].map((match) => match[1] ?? '')
const longest = { subject: 150, body: 10_000 }
const control = /[\p{Cc}\u2028\u2029]+/gu

/** Checks a template when it is saved: a fault that is found at seven in the morning is found too late. */
export function faultOfTemplate(kind: MailKind, { subject, body }: MailTemplate): Refusal | null {
  const { placeholders, needs }: { placeholders: readonly string[]; needs: readonly string[] } = mailKinds[kind]
  if (subject.trim() === '' || subject.length > longest.subject || subject.search(control) >= 0)
    return refuse('template-malformed', { field: 'subject', longest: longest.subject })
  if (body.length > longest.body) return refuse('template-malformed', { field: 'body', longest: longest.body })
  const unknown = [...new Set([...namesIn(subject), ...namesIn(body)])].filter((name) => !placeholders.includes(name))
  if (unknown.length > 0) return refuse('unknown-placeholder', { unknown, known: placeholders })
  if (/\{\{|\}\}/.test(`${subject}${body}`.replaceAll(placeholder, '')))
    return refuse('template-malformed', { field: 'body', braces: 'A placeholder is not closed.' })
  // A subject is one line; the list belongs into the body.
  if (namesIn(subject).includes('items')) return refuse('template-malformed', { field: 'subject', placeholder: 'items' })
  const missing = needs.filter((name) => !namesIn(body).includes(name))
  return missing.length > 0 ? refuse('placeholder-missing', { missing }) : null
}

const filled = (text: string, values: Readonly<Record<string, string>>): string => text.replaceAll(placeholder, (_whole, name: string) => values[name] ?? '')
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '')

export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Fills a template in one pass, so that a value that looks like a placeholder stays what it is. Values are one line each, but for `items`; the HTML is the plain
 * text, escaped, in paragraphs: nothing in a name can become a header or an element.
 */
export function writeMail(template: MailTemplate, values: Readonly<Record<string, string>>, language: MailLanguage): WrittenMail {
  const safe = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === 'items' ? value : value.replaceAll(control, ' ')]))
  const subject = filled(template.subject, safe).replaceAll(control, ' ').trim()
  const text = filled(template.body, safe)
  const paragraphs = text.split(/\n{2,}/).map((one) => `<p>${escaped(one).replaceAll('\n', '<br>')}</p>`)
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${paragraphs.join('')}</body></html>`
  return { subject, text, html }
}
