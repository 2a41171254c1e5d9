/** Of an A4 page, in points. */
export const margin = 56
export const ink = '#111111'
export const grey = '#555555'
export const accent = '#1f4e79'

export type Pdf = PDFKit.PDFDocument
export type Tag = PDFKit.PDFStructureElement

/** Where the text of a page ends: below lies the footer. */
export const bottomOf = (pdf: Pdf): number => pdf.page.height - margin - 24
export const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * margin

interface TagOptions {
  readonly alt?: string
  readonly scope?: 'Column' | 'Row'
  readonly bbox?: readonly [number, number, number, number]
}

/** Puts an element into the structure that a screen reader walks. With `draw` it is complete: all that is drawn is its content. */
export function tagged(pdf: Pdf, parent: Tag, type: string, draw?: () => void, options: TagOptions = {}): Tag {
  // The types of pdfkit know fewer options than its code.
  const tag = pdf.struct(type, options as object, draw)
  parent.add(tag)
  return tag
}

/** Lines, shades and page numbers: a screen reader passes over them. */
export function asArtifact(pdf: Pdf, draw: () => void, options: object = { type: 'Layout' }): void {
  pdf.markContent('Artifact', options)
  draw()
  pdf.endMarkedContent()
}

/** Starts a page where less than `height` is left. */
export function ensure(pdf: Pdf, height: number): void {
  if (pdf.y + height > bottomOf(pdf)) pdf.addPage()
}
