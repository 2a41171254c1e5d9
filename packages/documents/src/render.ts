import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { Check, Document, Part, Section } from './document.ts'
import { accent, asArtifact, bottomOf, ensure, grey, ink, margin, type Pdf, type Tag, tagged, widthOf } from './page.ts'
import { qrMatrix } from './qr-code.ts'
import { drawTable } from './table.ts'

const installed = createRequire(import.meta.url)
const fontFile = (name: string) => installed.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

/** Renders a document as a tagged PDF (PDF/UA): structure, language, title, bookmarks, embedded fonts. The same document gives the same bytes. */
export async function renderPdf(document: Document): Promise<Buffer> {
  const at = new Date(document.at)
  const options = {
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: document.language,
    bufferPages: true,
    font: fontFile('DejaVuSansCondensed'),
    info: { Title: document.title, Author: document.issuer.name, Creator: 'Collegium', Producer: 'Collegium', CreationDate: at, ModDate: at },
  }
  // The types of pdfkit do not know its subset for accessibility.
  const pdf = new PDFDocument(options as PDFKit.PDFDocumentOptions)
  const bytes = buffer(pdf)
  pdf.registerFont('text', fontFile('DejaVuSansCondensed'))
  pdf.registerFont('bold', fontFile('DejaVuSansCondensed-Bold'))
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  drawHead(pdf, root, document)
  for (const section of document.sections) drawSection(pdf, root, section)
  if (document.check) drawCheck(pdf, root, document.check)
  root.end()
  drawFooters(pdf, document)
  pdf.end()
  return bytes
}

function drawHead(pdf: Pdf, root: Tag, { issuer, title, subtitle }: Document): void {
  tagged(pdf, root, 'P', () => pdf.font('bold').fontSize(11).fillColor(ink).text(issuer.name))
  for (const line of issuer.lines) tagged(pdf, root, 'P', () => pdf.font('text').fontSize(9).fillColor(grey).text(line))
  pdf.moveDown(0.6)
  asArtifact(pdf, () =>
    pdf
      .moveTo(margin, pdf.y)
      .lineTo(margin + widthOf(pdf), pdf.y)
      .lineWidth(1.2)
      .strokeColor(accent)
      .stroke(),
  )
  pdf.moveDown(0.9)
  tagged(pdf, root, 'H1', () => pdf.font('bold').fontSize(19).fillColor(ink).text(title))
  if (subtitle) tagged(pdf, root, 'P', () => pdf.font('text').fontSize(12).fillColor(ink).text(subtitle))
  pdf.moveDown(0.3)
}

function drawSection(pdf: Pdf, root: Tag, section: Section): void {
  if (section.newPage) pdf.addPage()
  ensure(pdf, 90)
  const tag = tagged(pdf, root, 'Sect')
  pdf.outline.addItem(section.heading)
  pdf.moveDown(0.5)
  tagged(pdf, tag, 'H2', () => pdf.font('bold').fontSize(12).fillColor(accent).text(section.heading, margin))
  pdf.moveDown(0.3)
  for (const part of section.parts) drawPart(pdf, tag, part)
  tag.end()
}

function drawPart(pdf: Pdf, tag: Tag, part: Part): void {
  if (part.kind === 'paragraph') drawParagraph(pdf, tag, part.text)
  else if (part.kind === 'facts') drawFacts(pdf, tag, part.facts)
  else if (part.kind === 'table') drawTable(pdf, tag, part)
  else if (part.kind === 'check') drawCheck(pdf, tag, part.check)
  else drawSignature(pdf, tag, part)
}

function drawParagraph(pdf: Pdf, tag: Tag, text: string): void {
  const options = { width: widthOf(pdf), lineGap: 1.5 }
  const height = pdf.font('text').fontSize(10).heightOfString(text, options)
  // Only what is longer than half a page is cut by its end.
  ensure(pdf, Math.min(height, bottomOf(pdf) / 2))
  tagged(pdf, tag, 'P', () => pdf.fillColor(ink).text(text, margin, pdf.y, options))
  pdf.moveDown(0.4)
}

/** A list for the screen reader, two columns for the eye. */
function drawFacts(pdf: Pdf, tag: Tag, facts: readonly (readonly [string, string])[]): void {
  const list = tagged(pdf, tag, 'L')
  const name = { left: margin, width: 158 }
  const value = { left: margin + 170, width: widthOf(pdf) - 170 }
  for (const [label, text] of facts) {
    pdf.font('text').fontSize(10)
    const height = Math.max(pdf.heightOfString(text || ' ', { width: value.width }), pdf.heightOfString(label, { width: name.width }))
    ensure(pdf, height)
    const top = pdf.y
    const item = tagged(pdf, list, 'LI')
    tagged(pdf, item, 'Lbl', () => pdf.fillColor(grey).text(label, name.left, top, { width: name.width }))
    tagged(pdf, item, 'LBody', () => pdf.fillColor(ink).text(text, value.left, top, { width: value.width }))
    item.end()
    pdf.x = margin
    pdf.y = top + height + 3
  }
  list.end()
  pdf.moveDown(0.3)
}

function drawSignature(pdf: Pdf, tag: Tag, { name, position, day }: Extract<Part, { kind: 'signature' }>): void {
  ensure(pdf, 80)
  pdf.y += 34
  asArtifact(pdf, () =>
    pdf
      .moveTo(margin, pdf.y)
      .lineTo(margin + 220, pdf.y)
      .lineWidth(0.6)
      .strokeColor(grey)
      .stroke(),
  )
  pdf.y += 4
  tagged(pdf, tag, 'P', () => pdf.font('bold').fontSize(10).fillColor(ink).text(name, margin))
  tagged(pdf, tag, 'P', () => pdf.font('text').fontSize(9).fillColor(grey).text(`${position} · ${day}`, margin))
  pdf.moveDown(0.4)
}

function drawCheck(pdf: Pdf, parent: Tag, check: Check): void {
  const side = 96
  ensure(pdf, side + 24)
  pdf.y += 14
  const top = pdf.y
  const tag = tagged(pdf, parent, 'Sect')
  tagged(pdf, tag, 'Figure', () => drawQr(pdf, check.url, margin, top, side), { alt: check.alternative, bbox: [margin, top, margin + side, top + side] })
  const left = margin + side + 16
  const beside = { width: widthOf(pdf) - side - 16 }
  tagged(pdf, tag, 'P', () => pdf.font('bold').fontSize(10).fillColor(ink).text(check.heading, left, top, beside))
  tagged(pdf, tag, 'P', () =>
    pdf
      .font('text')
      .fontSize(9)
      .text(check.text, left, pdf.y + 3, beside),
  )
  tagged(pdf, tag, 'P', () =>
    pdf
      .font('bold')
      .fontSize(12)
      .text(check.code, left, pdf.y + 5, { ...beside, characterSpacing: 1 }),
  )
  tagged(pdf, tag, 'P', () =>
    pdf
      .font('text')
      .fontSize(7.5)
      .fillColor(grey)
      .text(check.url, left, pdf.y + 4, beside),
  )
  tag.end()
  pdf.x = margin
  pdf.y = Math.max(pdf.y, top + side) + 8
}

/** One rectangle for each run of dark modules in a row, so that no hairline shows between two of them. */
function drawQr(pdf: Pdf, url: string, x: number, y: number, side: number): void {
  const matrix = qrMatrix(url)
  const size = side / matrix.length
  for (const [row, modules] of matrix.entries())
    for (let from = 0; from < modules.length; from++) {
      let to = from
      while (modules[to]) to++
      if (to > from) pdf.rect(x + from * size, y + row * size, (to - from) * size, size + 0.05)
      from = to
    }
  pdf.fill(ink)
}

function drawFooters(pdf: Pdf, { footer }: Document): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(start + i)
    const y = pdf.page.height - margin - 8
    // Text below the margin would start another page.
    pdf.page.margins.bottom = 0
    const draw = () => {
      pdf.font('text').fontSize(8).fillColor(grey)
      pdf.text(footer.text, margin, y, { width: widthOf(pdf) - 90, height: 22, ellipsis: true })
      pdf.text(footer.page(i + 1, count), margin + widthOf(pdf) - 80, y, { width: 80, align: 'right', lineBreak: false })
    }
    asArtifact(pdf, draw, { type: 'Pagination', attached: ['Bottom'] })
    pdf.page.margins.bottom = margin
  }
}
