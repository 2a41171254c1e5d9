import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachmentTypes, fileNameOf, largestAttachment, longestNote, mayRemove, mostAttachments, refusalOfAttachment, refusalOfNote } from './dossier.ts'

test('a note says something, and not a book', () => {
  expect(refusalOfNote(' \n ')).toMatchObject({ refused: 'note-empty' })
  expect(refusalOfNote('a'.repeat(longestNote))).toBeNull()
  expect(refusalOfNote('a'.repeat(longestNote + 1))).toMatchObject({ refused: 'note-too-long' })
})

test('an attachment is what its bytes say, of a size, and one of not too many', () => {
  const good = { kind: 'pdf', size: 1, present: 0 }
  expect(refusalOfAttachment(good)).toBeNull()
  expect(refusalOfAttachment({ ...good, size: 0 })).toMatchObject({ refused: 'attachment-empty' })
  expect(refusalOfAttachment({ ...good, size: largestAttachment + 1 })).toMatchObject({ refused: 'attachment-too-large' })
  expect(refusalOfAttachment({ ...good, kind: 'exe' })).toMatchObject({ refused: 'attachment-kind', detail: { kind: 'exe' } })
  expect(refusalOfAttachment({ ...good, kind: undefined })).toMatchObject({ refused: 'attachment-kind', detail: { kind: 'unknown' } })
  expect(refusalOfAttachment({ ...good, present: mostAttachments })).toMatchObject({ refused: 'too-many-attachments' })
})

test('a file name has no path, no control character, no quote and the ending of its kind, whatever is given', () => {
  expect(fileNameOf('C:\\Users\\x\\Läsårs"plan".PDF', 'pdf')).toBe('Läsårsplan.pdf')
  expect(fileNameOf('../../etc/passwd', 'png')).toBe('passwd.png')
  expect(fileNameOf('.exe', 'pdf')).toBe('attachment.pdf')
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(...(Object.keys(attachmentTypes) as (keyof typeof attachmentTypes)[])),
      (given, kind) => {
        const name = fileNameOf(given, kind)
        expect(name).not.toMatch(/[\p{C}"\\/<>:|?*;%]/u)
        expect(name.endsWith(`.${kind}`)).toBe(true)
        expect([...name].length).toBeLessThanOrEqual(125)
        expect(fileNameOf(name, kind)).toBe(name)
      },
    ),
  )
})

test('whoever wrote it may remove it, and an administrator', () => {
  expect(mayRemove({ name: 'office', roles: [] }, 'office')).toBe(true)
  expect(mayRemove({ name: 'other', roles: ['international-office'] }, 'office')).toBe(false)
  expect(mayRemove({ name: 'other', roles: ['institution-administrator'] }, 'office')).toBe(true)
})
