import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { standardsDirectory, standardsMissing, standardsNote } from '../example/standards-directory.ts'
import { fileTypeCodes, fileTypeScheme } from './credential.ts'
import { iscedCodes, iscedScheme } from './isced-f.ts'
import {
  accreditationCodes,
  accreditationScheme,
  assessmentCodes,
  assessmentConcepts,
  assessmentScheme,
  creditCodes,
  creditScheme,
  eqfCodes,
  eqfScheme,
  modeCodes,
  modeConcepts,
  modeScheme,
} from './learning.ts'
import { countryCodes, countryConcept, countryScheme, languageCodes, languageScheme } from './place-and-language.ts'

const lists = [
  ['isced-f.xsd', iscedScheme, iscedCodes, 'whole'],
  ['europass-learning-assessment-types.xsd', assessmentScheme, assessmentCodes, 'whole'],
  ['europass-modes.xsd', modeScheme, modeCodes, 'whole'],
  ['credit-points.xsd', creditScheme, creditCodes, 'whole'],
  ['eqf.xsd', eqfScheme, eqfCodes, 'whole'],
  ['europass-accreditation-types.xsd', accreditationScheme, accreditationCodes, 'whole'],
  ['country.xsd', countryScheme, countryCodes, 'part'],
  ['language.xsd', languageScheme, languageCodes, 'part'],
  ['file-type.xsd', fileTypeScheme, fileTypeCodes, 'part'],
] as const

test.skipIf(standardsMissing).each(lists)(`every code of %s is as published${standardsNote}`, (file, scheme, codes, extent) => {
  const published = [...readFileSync(join(standardsDirectory, 'elm/cv-xsd', file), 'utf8').matchAll(/<xs:enumeration\s+value="([^"]+)"/g)].map(
    (match) => match[1],
  )
  const ours = codes.map((code) => scheme.base + code)
  expect(ours.filter((code) => !published.includes(code))).toEqual([])
  if (extent === 'whole') expect(published.filter((code) => code && !ours.includes(code))).toEqual([])
})

test('coded values carry code, scheme and label', () => {
  expect(countryConcept('SE')).toEqual({
    id: 'http://publications.europa.eu/resource/authority/country/SWE',
    type: 'Concept',
    inScheme: { id: 'http://publications.europa.eu/resource/authority/country', type: 'ConceptScheme' },
    prefLabel: { en: 'Sweden' },
  })
  expect(countryConcept('ZZ')).toBeUndefined()
  for (const concept of [...Object.values(assessmentConcepts), ...Object.values(modeConcepts)])
    expect(concept.id.startsWith(concept.inScheme.id.replace('25831c2', ''))).toBe(true)
})
