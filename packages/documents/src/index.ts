export * from './document.ts'
export { renderPdf } from './render.ts'
