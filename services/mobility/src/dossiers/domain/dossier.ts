import { refuse, type Refusal } from '@collegium/contracts'

export const longestNote = 10_000
/** 5 MiB: a scanned form; more belongs where documents are kept. */
export const largestAttachment = 5 * 1024 * 1024
export const mostAttachments = 50

/** What offices hand one another, by what the bytes say they are. Nothing that a browser would run. */
export const attachmentTypes = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
} as const
export type AttachmentKind = keyof typeof attachmentTypes

export function refusalOfNote(text: string): Refusal | null {
  if (text.trim() === '') return refuse('note-empty')
  return text.length > longestNote ? refuse('note-too-long', { characters: text.length, most: longestNote }) : null
}

/** `kind` is what the bytes are, as far as anybody can tell. */
export function refusalOfAttachment(given: { readonly kind: string | undefined; readonly size: number; readonly present: number }): Refusal | null {
  if (given.size === 0) return refuse('attachment-empty')
  if (given.size > largestAttachment) return refuse('attachment-too-large', { bytes: given.size, most: largestAttachment })
  if (!given.kind || !(given.kind in attachmentTypes)) return refuse('attachment-kind', { kind: given.kind ?? 'unknown', oneOf: Object.keys(attachmentTypes) })
  return given.present >= mostAttachments ? refuse('too-many-attachments', { most: mostAttachments }) : null
}

/** The last part of a path, without what file systems and headers stumble over, at most 120 characters; what remains of nothing is `attachment`. */
export function fileNameOf(given: string, kind: AttachmentKind): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const stem = last
    .replace(/[\p{C}"<>:|?*;%]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return `${[...stem].slice(0, 120).join('') || 'attachment'}.${kind}`
}

/** Who wrote it may change or remove it, and whoever administrates the institution. */
export const mayRemove = (by: { readonly name: string; readonly roles: readonly string[] }, author: string): boolean =>
  by.name === author || by.roles.includes('institution-administrator')
