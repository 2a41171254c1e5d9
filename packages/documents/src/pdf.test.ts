import { createCanvas } from '@napi-rs/canvas'
import jsqr from 'jsqr'
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { confirmationDocument } from './confirmation.ts'
import { renderPdf } from './render.ts'
import { transcriptDocument } from './transcript.ts'
import { documentLanguages, languageFor, words } from './words.ts'

const proof = {
  url: 'https://hub.example/api/transcripts/01930000-0000-7000-8000-000000000301/2?at=uni-alder.example&code=7K2M-Q9XD-4TRV&language=de',
  code: '7K2M-Q9XD-4TRV',
}
const holder = {
  givenNames: 'Łukasz Şükrü',
  familyName: 'Ó Ceallaigh Παπάς Жуков',
  birthDate: '2004-02-29',
  esi: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:1',
}
const parties = {
  sending: { schacId: 'uni-birke.example', name: { en: 'Birke University' } },
  receiving: { schacId: 'uni-alder.example', name: { en: 'Alder University', de: 'Universität Alder' } },
}
const signer = { name: 'Dr. Elif Yıldız', position: 'Head of the examinations office' }
const line = (i: number) => ({
  lineId: `l${i}`,
  partOf: null,
  componentId: null,
  code: `ALD-${i}`,
  title: `A course with a title that is long enough to be broken into lines, number ${i}`,
  term: { title: 'Winter semester' },
  assessedOn: '2027-02-10',
  ects: 2.5,
  outcome: i % 7 === 0 ? ('failed' as const) : ('passed' as const),
  label: '1.7',
  gradingScheme: 'de-1-5',
  distribution: [{ label: '1.7', count: 1200 }],
})
const transcript = (language: (typeof documentLanguages)[number], lines = 3) =>
  transcriptDocument(
    {
      issue: 2,
      holder,
      ...parties,
      type: 'semester',
      academicYear: '2026/2027',
      startsOn: '2026-09-28',
      endsOn: '2027-02-28',
      lines: Array.from({ length: lines }, (_, i) => line(i + 1)),
      signer,
      issuedAt: '2027-04-20T09:30:00.000Z',
      recognition: null,
    },
    proof,
    language,
  )
const confirmation = {
  kind: 'attendance',
  holder,
  ...parties,
  type: 'short-term-blended',
  academicYear: '2026/2027',
  programme: 'Cities after the Car',
  arrivedOn: '2026-10-05',
  leftOn: '2026-10-16',
  online: { startsOn: '2026-09-01', endsOn: '2026-09-30' },
  hours: 60,
  signer,
  issuedAt: '2026-10-20T09:30:00.000Z',
} as const

const opened = (bytes: Buffer): Promise<PDFDocumentProxy> => getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
const pagesOf = (pdf: PDFDocumentProxy) => Promise.all(Array.from({ length: pdf.numPages }, (_, i) => pdf.getPage(i + 1)))

interface Node {
  readonly role?: string
  readonly alt?: string
  readonly type?: string
  readonly children?: readonly Node[]
}
const nodes = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodes)]
async function structureOf(pdf: PDFDocumentProxy): Promise<Node[]> {
  const trees = await Promise.all((await pagesOf(pdf)).map((page) => page.getStructTree()))
  return trees.flatMap((tree) => nodes(tree as Node))
}
/** Texts that stand outside any marked content: neither in the structure nor an artifact. */
async function unmarked(pdf: PDFDocumentProxy): Promise<string[]> {
  const found: string[] = []
  for (const page of await pagesOf(pdf)) {
    let depth = 0
    for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
      if ('str' in item) {
        if (depth === 0 && item.str.trim() !== '') found.push(item.str)
      } else depth += item.type.startsWith('begin') ? 1 : -1
    }
  }
  return found
}
async function textOf(pdf: PDFDocumentProxy): Promise<string> {
  const pages = await Promise.all((await pagesOf(pdf)).map((page) => page.getTextContent()))
  return pages.flatMap(({ items }) => items.flatMap((item) => ('str' in item ? [item.str] : []))).join(' ')
}
/** What a camera would read off the page. */
async function qrOn(pdf: PDFDocumentProxy, number: number): Promise<string | undefined> {
  const page = await pdf.getPage(number)
  const viewport = page.getViewport({ scale: 3 })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  const canvasContext = canvas.getContext('2d')
  await page.render({ canvas: canvas as never, canvasContext: canvasContext as never, viewport }).promise
  const { data, width, height } = canvasContext.getImageData(0, 0, canvas.width, canvas.height)
  return jsqr(new Uint8ClampedArray(data), width, height)?.data
}

describe.each(documentLanguages)('a transcript of records in %s (H08)', (language) => {
  test('is a tagged PDF: structure, language, title, bookmarks, header cells, and no text outside', async () => {
    const bytes = await renderPdf(transcript(language))
    const pdf = await opened(bytes)
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
    expect(bytes.toString('latin1')).toContain('/StructTreeRoot')
    const { info, metadata } = await pdf.getMetadata()
    expect(info).toMatchObject({ Language: language, Title: words[language].transcript })
    expect(metadata?.get('pdfuaid:part')).toBe('1')
    expect((await pdf.getOutline()).map(({ title }) => title)).toContain(words[language].results)
    const tags = await structureOf(pdf)
    const roles = new Set(tags.map(({ role }) => role))
    for (const role of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect([role, roles.has(role)]).toEqual([role, true])
    expect(tags.find(({ role }) => role === 'Figure')?.alt).toBe(words[language].checkPicture)
    expect(await unmarked(pdf)).toEqual([])
    expect(await textOf(pdf)).toContain('Łukasz Şükrü Ó Ceallaigh Παπάς Жуков')
  })
})

describe('any document', () => {
  test('is the same bytes for the same content', async () => {
    const [first, second] = [await renderPdf(transcript('en')), await renderPdf(transcript('en'))]
    expect(first.equals(second)).toBe(true)
    expect(first.equals(await renderPdf(transcript('en', 4)))).toBe(false)
  })
  test('over many pages repeats the header for the eye alone, and keeps every text marked', async () => {
    const pdf = await opened(await renderPdf(transcript('pt', 60)))
    expect(pdf.numPages).toBeGreaterThan(2)
    expect(await unmarked(pdf)).toEqual([])
    // Six columns of results and three of the grading: whatever is drawn again is no header cell again.
    const drawn = (await structureOf(pdf)).filter(({ role, children }) => role === 'TH' && children?.some(({ type }) => type === 'content'))
    expect(drawn).toHaveLength(9)
  })
  test('its QR code says the address of exactly that version', async () => {
    const pdf = await opened(await renderPdf(transcript('de')))
    expect(await qrOn(pdf, pdf.numPages)).toBe(proof.url)
    expect(await textOf(pdf)).toContain(proof.code)
  })
  test('of a whole programme has a page, a bookmark and a code for each person', async () => {
    const people = ['Berg', 'Ek', 'Alm'].map((familyName) => ({
      content: { ...confirmation, holder: { ...holder, familyName } },
      proof: { url: `${proof.url}&for=${familyName}`, code: familyName },
    }))
    const pdf = await opened(await renderPdf(confirmationDocument(people, 'sv')))
    expect(pdf.numPages).toBe(3)
    expect((await pdf.getOutline()).map(({ title }) => title)).toEqual(['Łukasz Şükrü Berg', 'Łukasz Şükrü Ek', 'Łukasz Şükrü Alm'])
    expect([await qrOn(pdf, 1), await qrOn(pdf, 3)]).toEqual([`${proof.url}&for=Berg`, `${proof.url}&for=Alm`])
    expect(await unmarked(pdf)).toEqual([])
  })
  test('speaks the first language that it can', () => {
    expect(['sv-SE,sv;q=0.9', 'fi,de;q=0.8', 'PT', 'fi', null].map(languageFor)).toEqual(['sv', 'de', 'pt', 'en', 'en'])
  })
  test('has every word in every language, with the same names to fill in', () => {
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted()
    const flat = (value: object): [string, string][] =>
      Object.entries(value).flatMap(([key, one]): [string, string][] =>
        typeof one === 'string' ? [[key, one]] : flat(one as object).map(([k, v]) => [`${key}.${k}`, v]),
      )
    const english = flat(words.en)
    for (const language of documentLanguages)
      expect([language, flat(words[language]).map(([key, text]) => [key, names(text), text.trim() !== ''])]).toEqual([
        language,
        english.map(([key, text]) => [key, names(text), true]),
      ])
  })
})
