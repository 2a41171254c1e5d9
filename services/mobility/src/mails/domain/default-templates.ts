import type { DigestItem } from './mail.ts'
import type { MailKind, MailLanguage, MailTemplate } from './template.ts'

/** What an organisation writes as long as it has no words of its own. */
export const defaultTemplates: Readonly<Record<MailKind, Readonly<Record<MailLanguage, MailTemplate>>>> = {
  'office-digest': {
    en: {
      subject: '{{count}} to do at {{institution}}',
      body: 'Good morning,\n\nthis waits for your office ({{day}}):\n\n{{items}}\n\nOpen it here: {{link}}\n',
    },
    de: {
      subject: '{{count}} zu erledigen an {{institution}}',
      body: 'Guten Morgen,\n\ndies wartet auf Ihr Büro ({{day}}):\n\n{{items}}\n\nHier öffnen: {{link}}\n',
    },
    sv: {
      subject: '{{count}} att göra vid {{institution}}',
      body: 'God morgon,\n\ndetta väntar på ert kontor ({{day}}):\n\n{{items}}\n\nÖppna här: {{link}}\n',
    },
    pt: {
      subject: '{{count}} por tratar em {{institution}}',
      body: 'Bom dia,\n\nisto aguarda o vosso gabinete ({{day}}):\n\n{{items}}\n\nAbrir aqui: {{link}}\n',
    },
  },
  'learner-digest': {
    en: {
      subject: 'Your stay abroad: {{count}} to do',
      body: 'Hello {{name}},\n\nthis waits for you ({{day}}):\n\n{{items}}\n\nOpen it here: {{link}}\n\n{{institution}}\n',
    },
    de: {
      subject: 'Dein Auslandsaufenthalt: {{count}} zu erledigen',
      body: 'Hallo {{name}},\n\ndies wartet auf dich ({{day}}):\n\n{{items}}\n\nHier öffnen: {{link}}\n\n{{institution}}\n',
    },
    sv: {
      subject: 'Din utlandsvistelse: {{count}} att göra',
      body: 'Hej {{name}},\n\ndetta väntar på dig ({{day}}):\n\n{{items}}\n\nÖppna här: {{link}}\n\n{{institution}}\n',
    },
    pt: {
      subject: 'A tua mobilidade: {{count}} por tratar',
      body: 'Olá {{name}},\n\nisto aguarda por ti ({{day}}):\n\n{{items}}\n\nAbrir aqui: {{link}}\n\n{{institution}}\n',
    },
  },
}

interface Words {
  readonly turn: string
  readonly 'due-soon': string
  readonly overdue: string
  readonly 'learning-agreement': string
  readonly transcript: string
  readonly 'data-request': string
  readonly with: string
  readonly more: string
}
const words: Readonly<Record<MailLanguage, Words>> = {
  en: {
    turn: 'Your turn, until',
    'due-soon': 'Due on',
    overdue: 'Overdue since',
    'learning-agreement': 'learning agreement',
    transcript: 'transcript of records',
    'data-request': 'request of a data subject',
    with: 'with',
    more: 'and more:',
  },
  de: {
    turn: 'Am Zug, bis',
    'due-soon': 'Fällig am',
    overdue: 'Überfällig seit',
    'learning-agreement': 'Learning Agreement',
    transcript: 'Transcript of Records',
    'data-request': 'Antrag einer betroffenen Person',
    with: 'mit',
    more: 'und weitere:',
  },
  sv: {
    turn: 'Din tur, senast',
    'due-soon': 'Senast',
    overdue: 'Försenat sedan',
    'learning-agreement': 'studieavtal (Learning Agreement)',
    transcript: 'Transcript of Records',
    'data-request': 'begäran från en registrerad',
    with: 'med',
    more: 'och fler:',
  },
  pt: {
    turn: 'É a tua vez, até',
    'due-soon': 'Prazo',
    overdue: 'Em atraso desde',
    'learning-agreement': 'contrato de estudos (Learning Agreement)',
    transcript: 'Transcript of Records',
    'data-request': 'pedido de um titular de dados',
    with: 'com',
    more: 'e mais:',
  },
}

/** As many lines as somebody reads; the rest is a number. */
export const mostLines = 40

/** The lines of a digest, most pressing first. */
export function digestLines(items: readonly DigestItem[], language: MailLanguage): string {
  const word = words[language]
  const lines = items
    .slice(0, mostLines)
    .map(
      ({ kind, subject, partner, academicYear, dueOn }) =>
        `- ${word[kind]} ${dueOn}: ${word[subject]}${partner ? ` ${word.with} ${partner}` : ''}${academicYear ? ` (${academicYear})` : ''}`,
    )
  return [...lines, ...(items.length > mostLines ? [`- ${word.more} ${items.length - mostLines}`] : [])].join('\n')
}
