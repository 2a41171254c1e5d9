import { describeScale, scaleNamed } from '@collegium/vocabulary'
import { XMLBuilder } from 'fast-xml-parser'
import type { TranscriptLine } from './domain/line.ts'
import type { Organisation, RecognitionOutcome, TranscriptStatement } from './statement.ts'

const elmoNamespace = 'https://github.com/emrex-eu/elmo-schemas/tree/v2'
const torNamespace = 'https://github.com/erasmus-without-paper/ewp-specs-api-imobility-tors/blob/stable-v3/endpoints/get-response.xsd'
// Properties in the order of the schema: it is a sequence everywhere.
const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#', format: true, suppressEmptyNode: true })
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

const identifier = (type: string, value: string) => ({ '@type': type, '#': value })
/** Characters that XML 1.0 has no way to write would make the whole file unreadable. */
const written = (text: string): string => text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')

const issuerOf = ({ schacId, name, country }: Organisation) => ({
  country: { '@type': 'ISO2', '#': country },
  identifier: identifier('schac', schacId),
  title: Object.entries(name).map(([language, text]) => ({ '@xml:lang': language, '#': written(text) })),
  url: `https://${schacId}`,
})

function specificationOf(line: TranscriptLine, lines: readonly TranscriptLine[]): object {
  const parts = lines.filter((one) => one.partOf === line.lineId)
  return {
    identifier: [identifier('ewp-los-id', line.losId), identifier('local', line.lineId)],
    title: written(line.title),
    type: line.type,
    ...(line.iscedF && { iscedCode: line.iscedF }),
    specifies: {
      learningOpportunityInstance: {
        identifier: identifier('ewp-loi-id', line.loiId),
        ...(line.assessedOn && { date: line.assessedOn }),
        ...(line.term && { academicTerm: { title: written(line.term.title), start: line.term.startsOn, end: line.term.endsOn } }),
        status: line.outcome,
        ...(line.gradingScheme && { gradingSchemeLocalId: line.gradingScheme }),
        resultLabel: written(line.label),
        ...(line.distribution.length > 0 && {
          resultDistribution: { category: line.distribution.map(({ label, count }) => ({ '@label': written(label), '@count': count })) },
        }),
        ...(line.ects !== null && { credit: { scheme: 'ects', value: line.ects } }),
      },
    },
    ...(parts.length > 0 && { hasPart: parts.map((part) => ({ learningOpportunitySpecification: specificationOf(part, lines) })) }),
  }
}

const words = { full: 'Positive', partial: 'Partially Positive', none: 'Negative' } as const

/** ELMO is the one standard with an n:m mapping from what was studied to what is recognised; references are the local ids of both. */
function resultOfRecognition(statement: TranscriptStatement, { outcome, decidedOn, recognitions }: RecognitionOutcome): object {
  const recognised = recognitions.filter((one) => one.recognised)
  const linesOf = (components: readonly string[]) => statement.lines.filter((line) => line.componentId !== null && components.includes(line.componentId))
  return {
    identifier: identifier('local', statement.mobilityId),
    status: words[outcome],
    decisionDate: decidedOn,
    recognitionResult: recognised.map((one) => ({
      learningOpportunitySpecification: {
        identifier: identifier('local', one.componentId),
        title: written(one.title),
        specifies: { learningOpportunityInstance: { credit: { scheme: 'ects', value: one.credits } } },
      },
    })),
    recognitionMapping: recognised
      .map((one) => ({ one, from: linesOf(one.studied) }))
      .filter(({ from }) => from.length > 0)
      .map(({ one, from }) => ({ mapping: { fromMapping: { ref: from.map((line) => line.lineId) }, toMapping: { ref: one.componentId } } })),
  }
}

function elmoOf(statement: TranscriptStatement): object {
  const { holder, lines, recognition, issuedAt } = statement
  const schemes = [...new Set(lines.flatMap((line) => line.gradingScheme ?? []))]
  const issueDate = issuedAt.slice(0, 19)
  return {
    '@xmlns': elmoNamespace,
    generatedDate: issueDate,
    learner: {
      ...(holder.esi && { identifier: identifier('esi', holder.esi) }),
      givenNames: written(holder.givenNames),
      familyName: written(holder.familyName),
      // The schema asks for one, whether there is another name or not.
      alternativeName: written(`${holder.givenNames} ${holder.familyName}`),
      ...(holder.birthDate && { dateOfBirth: holder.birthDate }),
    },
    report: [
      {
        issuer: issuerOf(statement.receiving),
        learningOpportunitySpecification: lines.filter((line) => line.partOf === null).map((line) => specificationOf(line, lines)),
        issueDate,
        gradingScheme: schemes.map((id) => {
          const scheme = scaleNamed(id)
          return { '@localId': id, ...(scheme && { description: { '@xml:lang': 'en', '#': `${scheme.name}: ${describeScale(scheme)}` } }) }
        }),
      },
      // The decision is the sending institution's word, not the issuer's.
      ...(recognition
        ? [
            {
              issuer: issuerOf(statement.sending),
              resultOfRecognition: resultOfRecognition(statement, recognition),
              issueDate: `${recognition.decidedOn}T00:00:00`,
            },
          ]
        : []),
    ],
  }
}

/** A transcript as ELMO 2.1.1, with the home's decision once there is one. */
export const elmoDocument = (statement: TranscriptStatement): string => declaration + xml.build({ elmo: elmoOf(statement) })

/** The percentages of EWP's grade conversion table; unlike the conversion itself they include fails (R17). Together they make 100. */
export function gradeFrequencies(grades: readonly { readonly label: string; readonly count: number }[]): { label: string; percentage: number }[] {
  const total = grades.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return []
  let through = 0
  let before = 0
  // Rounded cumulatively, so that no hundredth is lost on the way to 100.
  return grades.map(({ label, count }) => {
    through += count
    const upTo = Math.round((through / total) * 10_000)
    const percentage = (upTo - before) / 100
    before = upTo
    return { label, percentage }
  })
}

/** A transcript as EWP's incoming transcripts of records 3.0.0 answer with it: ELMO, and the grade conversion table of the fields that occur. */
export function ewpTranscript(statement: TranscriptStatement): string {
  const tables = statement.gradeTables.filter(({ grades }) => grades.some(({ count }) => count > 0))
  return (
    declaration +
    xml.build({
      'imobility-tors-get-response': {
        '@xmlns': torNamespace,
        tor: {
          'omobility-id': statement.mobilityId,
          'receiving-academic-year-id': statement.academicYear,
          elmo: elmoOf(statement),
          ...(tables.length > 0 && {
            gradeConversionTable: {
              iscedTable: tables.map(({ iscedF, grades }) => ({
                '@iscedCode': iscedF,
                gradeFrequency: gradeFrequencies(grades).map(({ label, percentage }) => ({ '@label': label, '@percentage': percentage })),
              })),
            },
          }),
        },
      },
    })
  )
}
