import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { FileRefusal } from './file-report.ts'

const sampleSize = 64 * 1024
const startsWith = (bytes: Buffer, ...start: number[]) => start.every((b, i) => bytes[i] === b)

/** What a file is by its bytes; its name and what the sender calls it do not count. Refuses what results are not read from. */
export async function kindOf(path: string): Promise<'zip' | 'xml' | 'text'> {
  const sample = await readSample(path)
  if (sample.length === 0) throw new FileRefusal('file-empty')
  if (startsWith(sample, 0x50, 0x4b, 0x03, 0x04)) return 'zip'
  if (startsWith(sample, 0xd0, 0xcf, 0x11, 0xe0)) throw await compoundFile(path)
  // A byte order mark looks like the head of some sound files, so it is looked for first.
  const known = wideEncoding(sample) ? undefined : await fileTypeFromBuffer(sample)
  if (known && known.ext !== 'xml') throw new FileRefusal('file-kind-unsupported', { kind: `a .${known.ext} file (${known.mime})` })
  const start = textOf(sample)
  if (start === null) throw new FileRefusal('file-kind-unsupported', { kind: 'a file of bytes that are no text' })
  if (start.trim() === '' && sample.length < sampleSize) throw new FileRefusal('file-empty')
  return start.trimStart().startsWith('<') ? 'xml' : 'text'
}

async function readSample(path: string): Promise<Buffer> {
  await using file = await open(path)
  const { bytesRead, buffer } = await file.read(Buffer.alloc(sampleSize), 0, sampleSize, 0)
  return buffer.subarray(0, bytesRead)
}

/** Text of the sample, or null when its bytes are none: control characters do not occur in tables or XML. */
function textOf(sample: Buffer): string | null {
  const wide = wideEncoding(sample)
  if (wide !== null)
    return wide === 'utf-16le'
      ? sample.toString('utf16le').replace(/^\ufeff/, '')
      : Buffer.from(sample.subarray(0, sample.length & ~1))
          .swap16()
          .toString('utf16le')
          .replace(/^\ufeff/, '')
  return sample.some((b) => b < 9 || (b > 13 && b < 32 && b !== 26 && b !== 27)) ? null : sample.toString('utf8').replace(/^\ufeff/, '')
}

/** UTF-16 by its byte order mark, or by the zero bytes that every Latin letter has on one side. */
export function wideEncoding(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(sample, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(sample, 0xfe, 0xff)) return 'utf-16be'
  const looked = Math.min(sample.length & ~1, 400)
  if (looked < 4) return null
  let [even, odd] = [0, 0]
  for (let i = 0; i < looked; i += 2) {
    if (sample[i] === 0) even++
    if (sample[i + 1] === 0) odd++
  }
  if (even === 0 && odd * 4 > looked) return 'utf-16le'
  return odd === 0 && even * 4 > looked ? 'utf-16be' : null
}

/** A compound file is an encrypted workbook or one of the years before 2007: its directory says which. */
async function compoundFile(path: string): Promise<FileRefusal> {
  await using file = await open(path)
  const { size } = await file.stat()
  const looked = Math.min(size, 8 * 1024 * 1024)
  const { buffer } = await file.read(Buffer.alloc(looked), 0, looked, 0)
  const holds = (name: string) => buffer.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage') || holds('EncryptionInfo')) return new FileRefusal('file-encrypted')
  return new FileRefusal('file-kind-unsupported', {
    kind: holds('Workbook') || holds('Book') ? 'an Excel workbook in the format before 2007 (.xls)' : 'an Office file in the format before 2007',
  })
}
