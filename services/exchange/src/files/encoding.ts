import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import iconv from 'iconv-lite'
import { wideEncoding } from './file-kind.ts'

const chunkSize = 256 * 1024

/** The encoding of a text file: byte order mark, then strict UTF-8 over the whole of it, then Windows-1252, which accepts anything. */
export async function encodingOf(path: string): Promise<{ encoding: string; guessed: boolean }> {
  const sample = await firstBytes(path)
  const wide = wideEncoding(sample)
  if (wide) return { encoding: wide, guessed: false }
  return (await isUtf8File(path)) ? { encoding: 'utf-8', guessed: false } : { encoding: 'windows-1252', guessed: true }
}

async function firstBytes(path: string): Promise<Buffer> {
  await using file = await open(path)
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1024), 0, 1024, 0)
  return buffer.subarray(0, bytesRead)
}

async function isUtf8File(path: string): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const read of createReadStream(path, { highWaterMark: chunkSize })) {
    const chunk = rest.length > 0 ? Buffer.concat([rest, read as Buffer]) : (read as Buffer)
    const whole = wholeCharacters(chunk)
    if (!isUtf8(chunk.subarray(0, whole))) return false
    rest = Buffer.from(chunk.subarray(whole))
  }
  return isUtf8(rest)
}

/** How many bytes of the chunk belong to characters that are complete in it. */
function wholeCharacters(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back]!
    if (byte < 0x80) return chunk.length
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? chunk.length - back : chunk.length
  }
  return chunk.length
}

/** The text of a file in chunks, without its byte order mark. */
export async function* textChunks(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize })) {
    const text = decoder.write(chunk as Buffer)
    if (text) yield text
  }
  const last = decoder.end()
  if (last) yield last
}

export const isKnownEncoding = (encoding: string): boolean => iconv.encodingExists(encoding)
