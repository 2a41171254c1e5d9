import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { elmoDocument, ewpTranscript, gradeFrequencies } from './elmo-document.ts'
import { faultsOfXml, schemasMissing, schemasNote } from './published-schemas.fixture.ts'
import { aLine, aStatement } from './statement.fixture.ts'

const decided = aStatement({
  recognition: {
    outcome: 'partial',
    decidedOn: '2027-05-11',
    recognitions: [
      { componentId: 'recognised-1', title: 'Elective: digital society', credits: 5, studied: ['studied-1'], recognised: true },
      { componentId: 'recognised-2', title: 'Statistik & mer', credits: 3, studied: ['studied-1', 'studied-2'], recognised: true },
      { componentId: 'recognised-3', title: 'Not taken', credits: 0, studied: ['studied-9'], recognised: false },
    ],
  },
})
const read = (text: string) =>
  new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => ['report', 'recognitionMapping', 'ref'].includes(name) }).parse(text)

describe('a transcript as ELMO 2.1.1 (H08)', () => {
  test.skipIf(schemasMissing).each([
    ['issued', aStatement()],
    ['recognised in part, and mapped', decided],
    ['refused altogether', aStatement({ recognition: { outcome: 'none', decidedOn: '2027-05-11', recognitions: [] } })],
    [
      'with nobody known but a name',
      aStatement({ holder: { givenNames: 'A', familyName: 'B', birthDate: null, esi: null }, lines: [aLine({ ects: null, term: null, distribution: [] })] }),
    ],
    ['with characters that XML cannot write', aStatement({ lines: [aLine({ title: 'Bell\u0007 & <tag> "quoted"', label: '<1.7' })] })],
  ])(`is valid against the published schemas: %s${schemasNote}`, async (_what, statement) => {
    expect(await faultsOfXml(elmoDocument(statement), 'elmo')).toEqual([])
    expect(await faultsOfXml(ewpTranscript(statement), 'ewp-transcript')).toEqual([])
  })
  test.skipIf(schemasMissing)(`the schema does refuse what is wrong${schemasNote}`, async () => {
    expect(
      await faultsOfXml(elmoDocument(aStatement({ academicYear: '2026/2027', holder: { ...aStatement().holder, birthDate: '29.02.2004' } })), 'elmo'),
    ).not.toEqual([])
  })
  test('the decision is a report of the home: Partially Positive, with each recognised component and what it rests on', () => {
    const [issued, home] = read(elmoDocument(decided)).elmo.report
    expect(issued.issuer.identifier['#text']).toBe('uni-alder.example')
    expect(home.issuer.identifier['#text']).toBe('uni-birke.example')
    expect(home.resultOfRecognition).toMatchObject({
      status: 'Partially Positive',
      decisionDate: '2027-05-11',
      recognitionMapping: [
        { mapping: { fromMapping: { ref: ['01930000-0000-7000-8000-000000000401'] }, toMapping: { ref: ['recognised-1'] } } },
        { mapping: { fromMapping: { ref: ['01930000-0000-7000-8000-000000000401', 'part-1', 'part-2'] }, toMapping: { ref: ['recognised-2'] } } },
      ],
    })
    expect(home.resultOfRecognition.recognitionResult).toHaveLength(2)
  })
  test.each([
    ['full', 'Positive'],
    ['partial', 'Partially Positive'],
    ['none', 'Negative'],
  ] as const)('%s is %s', (outcome, status) => {
    const report = read(elmoDocument(aStatement({ recognition: { outcome, decidedOn: '2027-05-11', recognitions: [] } }))).elmo.report[1]
    expect(report.resultOfRecognition.status).toBe(status)
  })
  test('a part lies under its module, and only one of the two carries credits', () => {
    const module = read(elmoDocument(aStatement())).elmo.report[0].learningOpportunitySpecification[1]
    expect(module.specifies.learningOpportunityInstance.credit).toBeUndefined()
    expect(
      module.hasPart.map(
        (part: { learningOpportunitySpecification: { specifies: { learningOpportunityInstance: { credit: object } } } }) =>
          part.learningOpportunitySpecification.specifies.learningOpportunityInstance.credit,
      ),
    ).toEqual([
      { scheme: 'ects', value: '3' },
      { scheme: 'ects', value: '4' },
    ])
  })
  test('the grade conversion table of EWP says percentages, fails too, that make 100 (R17)', () => {
    const frequencies = gradeFrequencies(aStatement().gradeTables[0]?.grades ?? [])
    expect(frequencies).toEqual([
      { label: '1.0', percentage: 33.33 },
      { label: '2.0', percentage: 33.34 },
      { label: '5.0', percentage: 33.33 },
    ])
    expect(Math.round(frequencies.reduce((sum, { percentage }) => sum + percentage * 100, 0))).toBe(10_000)
  })
})
