import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commonErrors } from '@collegium/service-kit'
import { errors as ofMobility } from '../../services/mobility/src/errors.ts'
import { errors as ofRecognition } from '../../services/recognition/src/errors.ts'
import { root } from '../hub.ts'

const catalogues: Readonly<Record<string, Readonly<Record<string, { what: string; why: string; next: string }>>>> = {
  mobility: { ...commonErrors, ...ofMobility },
  recognition: { ...commonErrors, ...ofRecognition },
}

/** Every code that the sources of a folder refuse with, as they are written there. */
function refusalsIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test|\.fixture)\.ts$/.test(file))
  const codes = files.flatMap((file) =>
    [...readFileSync(join(root, folder, file), 'utf8').matchAll(/(?:refuse\(|refused: |new Problem\()'([a-z-]+)'/g)].flatMap(([, code]) => code ?? []),
  )
  return [...new Set(codes)].sort()
}

const screens = ['learning-agreements', 'grade-conversion', 'dossiers', 'saved-views'].map((context) => `services/mobility/src/${context}`)

describe('(H02) every refusal', () => {
  test.each(Object.keys(catalogues))('of %s has words: what happened, why, what to do next', (service) => {
    const codes = refusalsIn(`services/${service}/src`)
    expect(codes.length).toBeGreaterThan(5)
    expect(codes.filter((code) => !Object.hasOwn(catalogues[service] ?? {}, code))).toEqual([])
    for (const { what, why, next } of Object.values(catalogues[service] ?? {})) for (const said of [what, why, next]) expect(said).toMatch(/\w.+[.?]?$/)
  })
  test.each(['en', 'de', 'sv', 'pt'])('of the screens’ acts has words in the console: %s', (language) => {
    const { fault } = JSON.parse(readFileSync(join(root, 'services/console/src/words', `${language}.json`), 'utf8')) as { fault: Record<string, object> }
    const codes = [...screens, 'services/recognition/src/cases'].flatMap(refusalsIn)
    expect([...new Set(codes)].filter((code) => !fault[code])).toEqual([])
  })
})
