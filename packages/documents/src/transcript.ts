import type { Document, Section } from './document.ts'
import {
  checkOf,
  footerOf,
  type MobilityKind,
  nameOf,
  type Party,
  periodIn,
  type Person,
  personFacts,
  personName,
  type Proof,
  signatureOf,
  type Signer,
} from './parties.ts'
import { dayIn, type DocumentLanguage, filled, numberIn, words } from './words.ts'

export interface TranscriptContent {
  readonly issue: number
  readonly holder: Person
  readonly sending: Party
  readonly receiving: Party
  readonly type: MobilityKind
  readonly academicYear: string
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly lines: readonly {
    readonly lineId: string
    readonly partOf: string | null
    readonly componentId: string | null
    readonly code: string | null
    readonly title: string
    readonly term: { readonly title: string } | null
    readonly assessedOn: string | null
    readonly ects: number | null
    readonly outcome: 'passed' | 'failed'
    readonly label: string
    readonly gradingScheme: string | null
    readonly distribution: readonly { readonly label: string; readonly count: number }[]
  }[]
  readonly signer: Signer
  /** ISO 8601 instant. */
  readonly issuedAt: string
  readonly recognition: {
    readonly outcome: 'full' | 'partial' | 'none'
    readonly decidedOn: string
    readonly recognitions: readonly { readonly title: string; readonly credits: number; readonly studied: readonly string[]; readonly recognised: boolean }[]
  } | null
}

/** A transcript of records in the reader's language. Titles and grades stand as the issuer wrote them. */
export function transcriptDocument(content: TranscriptContent, proof: Proof, language: DocumentLanguage): Document {
  const w = words[language]
  const institution = nameOf(content.receiving, language)
  const earned = content.lines.filter((line) => line.outcome === 'passed').reduce((sum, line) => sum + (line.ects ?? 0), 0)
  return {
    language,
    title: w.transcript,
    subtitle: personName(content.holder),
    issuer: { name: institution, lines: [content.receiving.schacId] },
    at: content.issuedAt,
    sections: [
      { heading: w.learner, parts: [{ kind: 'facts', facts: personFacts(content.holder, language) }] },
      {
        heading: w.mobility,
        parts: [
          {
            kind: 'facts',
            facts: [
              [w.sending, nameOf(content.sending, language)],
              [w.receiving, institution],
              [w.kind, w.types[content.type]],
              [w.academicYear, content.academicYear],
              ...(content.startsOn ? [[w.period, periodIn(language, content.startsOn, content.endsOn)] as const] : []),
            ],
          },
        ],
      },
      {
        heading: w.results,
        parts: [
          {
            kind: 'table',
            columns: [
              { header: w.code, share: 2.2 },
              { header: w.title, share: 5.4 },
              { header: w.term, share: 2.8 },
              { header: w.assessedOn, share: 2.7 },
              { header: w.ects, share: 1.3, align: 'right' },
              { header: w.grade, share: 2.2, align: 'right' },
            ],
            rows: content.lines.map((line) => [
              line.code ?? '',
              line.partOf ? `– ${line.title}` : line.title,
              line.term?.title ?? '',
              line.assessedOn ? dayIn(language, line.assessedOn, 'short') : '',
              line.ects === null ? '' : numberIn(language, line.ects),
              line.outcome === 'passed' ? line.label : `${line.label} (${w.failed})`,
            ]),
          },
          { kind: 'facts', facts: [[w.total, numberIn(language, Math.round(earned * 100) / 100)]] },
        ],
      },
      ...gradingOf(content, language),
      ...recognitionOf(content, language),
      {
        heading: w.signed,
        parts: [
          ...(content.issue > 1 ? [{ kind: 'paragraph' as const, text: filled(w.replaces, { issue: content.issue }) }] : []),
          signatureOf(content.signer, content.issuedAt, language),
        ],
      },
    ],
    check: checkOf(proof, language),
    footer: footerOf(`${w.transcript} · ${institution} · ${proof.code}`, language),
  }
}

/** Lines that share a distribution share a row. */
function gradingOf(content: TranscriptContent, language: DocumentLanguage): Section[] {
  const w = words[language]
  const rows = new Map<string, string[]>()
  for (const { gradingScheme, distribution, code, title } of content.lines) {
    if (distribution.length === 0) continue
    const grades = distribution.map(({ label, count }) => `${label}: ${numberIn(language, count)}`).join(' · ')
    const row = rows.get(grades)
    if (row) row[0] += `, ${code ?? title}`
    else rows.set(grades, [code ?? title, gradingScheme ?? '', grades])
  }
  if (rows.size === 0) return []
  const columns = [
    { header: w.code, share: 3 },
    { header: w.scheme, share: 2 },
    { header: w.distribution, share: 9 },
  ]
  return [
    {
      heading: w.grading,
      parts: [
        { kind: 'paragraph', text: w.gradingText },
        { kind: 'table', columns, rows: [...rows.values()] },
      ],
    },
  ]
}

function recognitionOf({ recognition, lines }: TranscriptContent, language: DocumentLanguage): Section[] {
  if (!recognition) return []
  const w = words[language]
  const recognised = recognition.recognitions.filter((one) => one.recognised)
  const studied = (components: readonly string[]) =>
    lines.flatMap((line) => (line.componentId !== null && components.includes(line.componentId) ? [line.code ?? line.title] : [])).join(', ')
  const columns = [
    { header: w.results, share: 4 },
    { header: w.recognisedAs, share: 6 },
    { header: w.ects, share: 1.3, align: 'right' as const },
  ]
  return [
    {
      heading: w.recognition,
      parts: [
        { kind: 'paragraph', text: filled(w.recognised[recognition.outcome], { day: dayIn(language, recognition.decidedOn) }) },
        ...(recognised.length > 0
          ? [{ kind: 'table' as const, columns, rows: recognised.map((one) => [studied(one.studied), one.title, numberIn(language, one.credits)]) }]
          : []),
      ],
    },
  ]
}
