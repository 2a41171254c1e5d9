import { ReasonCode } from '@collegium/contracts'
import { commonErrors } from '@collegium/service-kit'
import { describe, expect, test } from 'vitest'
import { errors, explain, fileProblems, rowProblems } from './errors.ts'

describe.each(Object.entries({ ...rowProblems, ...fileProblems }))('%s', (code, words) => {
  test('says in two languages what is wrong, why it matters and what to do', () => {
    for (const part of ['what', 'why', 'next'] as const)
      for (const language of ['en', 'de'] as const) expect(words[part][language].length, `${part} ${language}`).toBeGreaterThan(10)
    expect(words.next.en.at(-1)).toMatch(/[.\w}/]/)
  })
  test('names in German only what the English words name too', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const part of ['what', 'why', 'next'] as const) for (const name of names(words[part].de)) expect(names(words[part].en), part).toContain(name)
  })
  test('is a reason code with a page', () => {
    expect(code).toMatch(new RegExp(ReasonCode.pattern ?? ''))
    expect(errors[code]?.what).not.toMatch(/[{}]/)
  })
})

test('no code means two things', () => {
  const all = [rowProblems, fileProblems].flatMap((group) => Object.keys(group))
  expect(all.filter((code, i) => all.indexOf(code) !== i || code in commonErrors)).toEqual([])
})
test('the words are filled with what the row said', () => {
  expect(
    explain({ code: 'date-ambiguous', field: 'assessedOn', value: '06/05/2026', detail: { first: '2026-05-06', second: '2026-06-05' } }, 'Assessment date'),
  ).toMatchObject({
    reason: '"06/05/2026" may be 2026-05-06 or 2026-06-05.',
    suggestion: 'Write the one that is meant: 2026-05-06 or 2026-06-05.',
    docs: '/docs/errors/date-ambiguous',
  })
  expect(explain({ code: 'name-missing', field: 'familyName', value: '' }, 'Family name', 'de').reason).toBe('Family name ist leer.')
})
