import type { Part } from './document.ts'
import { asArtifact, bottomOf, ink, margin, type Pdf, type Tag, tagged, widthOf } from './page.ts'

type Table = Extract<Part, { kind: 'table' }>
type Font = 'text' | 'bold'
const padding = { x: 5, y: 4 }
const fontSize = 9

/** A table with header cells. It is cut between rows only; on each further page the header is drawn again, for the eye alone. */
export function drawTable(pdf: Pdf, parent: Tag, { columns, rows }: Table): void {
  const shares = columns.reduce((sum, column) => sum + column.share, 0)
  let left = margin
  const places = columns.map(({ share, align }) => {
    const width = (widthOf(pdf) * share) / shares
    const place = { left: left + padding.x, options: { width: width - 2 * padding.x, align: align ?? ('left' as const) } }
    left += width
    return place
  })
  const headers = columns.map((column) => column.header)
  const heightOf = (cells: readonly string[], font: Font): number => {
    pdf.font(font).fontSize(fontSize)
    return Math.max(...places.map(({ options }, i) => pdf.heightOfString(cells[i] || ' ', options))) + 2 * padding.y
  }
  const drawCell = (text: string, at: (typeof places)[number], top: number, font: Font) =>
    pdf
      .font(font)
      .fontSize(fontSize)
      .fillColor(ink)
      .text(text, at.left, top + padding.y, at.options)
  const shade = (top: number, height: number) => asArtifact(pdf, () => pdf.rect(margin, top, widthOf(pdf), height).fill('#e9eff5'))
  const rule = (y: number) =>
    asArtifact(pdf, () =>
      pdf
        .moveTo(margin, y)
        .lineTo(margin + widthOf(pdf), y)
        .lineWidth(0.5)
        .strokeColor('#b8c4d0')
        .stroke(),
    )

  const table = tagged(pdf, parent, 'Table')
  const headerHeight = heightOf(headers, 'bold')
  const repeatHeader = () => {
    pdf.addPage()
    const top = pdf.y
    shade(top, headerHeight)
    asArtifact(pdf, () => {
      for (const [i, place] of places.entries()) drawCell(headers[i] ?? '', place, top, 'bold')
    })
    pdf.y = top + headerHeight
  }
  const drawRow = (cells: readonly string[], font: Font) => {
    const top = pdf.y
    const height = heightOf(cells, font)
    if (font === 'bold') shade(top, height)
    const row = tagged(pdf, table, 'TR')
    for (const [i, place] of places.entries())
      tagged(pdf, row, font === 'bold' ? 'TH' : 'TD', () => drawCell(cells[i] ?? '', place, top, font), font === 'bold' ? { scope: 'Column' } : {})
    row.end()
    pdf.y = top + height
    rule(pdf.y)
  }
  if (pdf.y + headerHeight + 30 > bottomOf(pdf)) pdf.addPage()
  drawRow(headers, 'bold')
  for (const cells of rows) {
    if (pdf.y + heightOf(cells, 'text') > bottomOf(pdf)) repeatHeader()
    drawRow(cells, 'text')
  }
  table.end()
  pdf.x = margin
  pdf.y += 8
}
