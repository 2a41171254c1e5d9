import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterAttempt } from './mail.ts'
import { defaultTemplates, digestLines, mostLines } from './default-templates.ts'
import { faultOfTemplate, mailKinds, type MailKind, mailLanguages, writeMail } from './template.ts'

const values = { institution: 'Universität Alder', day: '2027-01-02', count: '1', items: '- one', link: 'https://hub.example', name: 'Åsa' }

describe('a template', () => {
  test('of the hub itself is right, of each kind and in each language', () => {
    for (const kind of Object.keys(mailKinds) as MailKind[])
      for (const language of mailLanguages) expect([kind, language, faultOfTemplate(kind, defaultTemplates[kind][language])]).toEqual([kind, language, null])
  })
  test.each([
    ['unknown-placeholder', { subject: 'Hello', body: '{{items}} {{esi}}' }],
    ['unknown-placeholder', { subject: 'Hello {{name}}', body: '{{items}}' }],
    ['placeholder-missing', { subject: 'Hello', body: 'Nothing' }],
    ['template-malformed', { subject: 'Hello\r\nBcc: all@x.example', body: '{{items}}' }],
    ['template-malformed', { subject: ' ', body: '{{items}}' }],
    ['template-malformed', { subject: 'Hello', body: '{{items}} {{day' }],
    ['template-malformed', { subject: '{{items}}', body: '{{items}}' }],
    ['template-malformed', { subject: 'Hello', body: `{{items}}${'x'.repeat(10_000)}` }],
  ])('is refused when it is saved: %s', (code, template) => expect(faultOfTemplate('office-digest', template)).toMatchObject({ refused: code }))
})

describe('a written mail', () => {
  test('carries its language', () => expect(writeMail(defaultTemplates['learner-digest'].sv, values, 'sv').html).toContain('<html lang="sv">'))
  test('takes nothing from a name but the name: no header, no element, no placeholder', () => {
    const sign = fc.constantFrom('\r\n', '\n', '\u2028', '<script>', '</p>', '"', '&', '{{link}}', '{{', '$&', '$1', 'Åsa', 'Bcc: x@y.example')
    fc.assert(
      fc.property(
        fc.array(sign, { maxLength: 12 }).map((parts) => parts.join('')),
        (name) => {
          const mail = writeMail({ subject: 'For {{name}}', body: 'Hello {{name}},\n\n{{items}}' }, { ...values, name }, 'en')
          expect(mail.subject).not.toMatch(/[\r\n\u2028]/)
          expect(mail.html.replaceAll(/<\/?(?:!doctype html|html lang="en"|html|head|meta charset="utf-8"|title|body|p|br)>/g, '')).not.toMatch(/[<>]/)
          expect(mail.text.split('\n')).toHaveLength(3)
          expect(mail.text).not.toContain(values.link)
        },
      ),
    )
  })
  test('lists no more than somebody reads, and says how many more there are', () => {
    const item = {
      kind: 'overdue',
      subject: 'transcript',
      subjectId: '',
      partner: 'uni-birke.example',
      academicYear: null,
      since: '2027-01-01',
      dueOn: '2027-01-01',
    } as const
    const lines = digestLines(
      Array.from({ length: 10_000 }, () => item),
      'de',
    ).split('\n')
    expect(lines).toHaveLength(mostLines + 1)
    expect(lines[0]).toBe('- Überfällig seit 2027-01-01: Transcript of Records mit uni-birke.example')
    expect(lines.at(-1)).toContain(String(10_000 - mostLines))
  })
})

describe('a mail that cannot be sent', () => {
  const mail = (attempts: number) => ({ attempts, createdAt: '2027-01-01T07:00:00.000Z' })
  const now = new Date('2027-01-01T08:00:00Z')
  test('is tried again, ever later, and parked with its reason after a day', () => {
    const waits = [1, 2, 3, 8, 9, 500].map((n) => (Date.parse(afterAttempt(mail(n), { failed: 'unreachable' }, now, 0.5).nextAt ?? '') - now.getTime()) / 1000)
    expect(waits).toEqual([30, 60, 120, 3600, 3600, 3600])
    expect(afterAttempt(mail(30), { failed: 'unreachable' }, new Date('2027-01-02T07:00:00Z'), 0)).toEqual({
      state: 'parked',
      nextAt: null,
      reason: 'mail-server-unreachable',
    })
  })
  test('is parked at once where the server says never, and dropped where nobody is there', () => {
    expect(afterAttempt(mail(1), { failed: 'refused-for-good' }, now, 0)).toMatchObject({ state: 'parked', reason: 'mail-server-refused' })
    expect(afterAttempt(mail(1), { undeliverable: 'recipient-erased' }, now, 0)).toMatchObject({ state: 'dropped', reason: 'recipient-erased' })
  })
})
