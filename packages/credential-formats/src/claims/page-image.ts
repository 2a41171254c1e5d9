export interface PageText {
  readonly title: string
  readonly learner: string
  readonly institution: string
  /** E.g. "5 ECTS · 2026-11-20". */
  readonly facts: string
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => escapes[c] ?? c)
/** A long text would run over the edge: it is squeezed to the page's width, which every SVG viewer can do. */
const fitted = (text: string, perLine: number) => (text.length > perLine ? ' textLength="1080" lengthAdjust="spacingAndGlyphs"' : '')

/** The one page image that every EDC has to carry, as SVG text: small, sharp at any size, and readable by people and by screen readers. */
export function pageImage(page: PageText): string {
  const line = (y: number, size: number, text: string, perLine: number, weight = 400) =>
    `<text x="600" y="${y}" font-size="${size}" font-weight="${weight}"${fitted(text, perLine)}>${escaped(text)}</text>`
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 850" role="img" font-family="sans-serif" text-anchor="middle" fill="#1b2a41">' +
    `<title>${escaped(`${page.title}: ${page.learner}`)}</title>` +
    '<rect width="1200" height="850" fill="#fff"/><rect x="30" y="30" width="1140" height="790" fill="none" stroke="#1b2a41" stroke-width="3"/>' +
    line(170, 34, 'Micro-credential', 60) +
    line(300, 56, page.title, 38, 700) +
    line(430, 48, page.learner, 44) +
    line(560, 34, page.facts, 60) +
    line(720, 34, page.institution, 60) +
    '</svg>'
  )
}
