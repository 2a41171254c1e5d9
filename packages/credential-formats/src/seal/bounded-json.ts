/** A credential with its page images is some hundred kilobytes; what is much larger is not one, and is not worth parsing. */
export const maximumBytes = 2 * 1024 * 1024
/** The deepest sample of the Commission nests 19 levels. */
export const maximumDepth = 64

export type Parsed = { readonly value: unknown } | { readonly fault: string }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Where the string that begins at `start` ends. Jumps from quote to quote: most of a credential is text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return at
  }
  return text.length
}

/** Whether brackets nest deeper than allowed; looks at the text, so that neither the parser nor a check meets what could exhaust its stack. */
function tooDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x22) i = endOfString(text, i)
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > maximumDepth) return true
    } else if (c === 0x7d || c === 0x5d) depth--
  }
  return false
}

/** Parses untrusted JSON text within bounds; a fault says what is wrong in words for the person who brought the file. */
export function parseBounded(text: string): Parsed {
  if (tooDeep(text)) return { fault: `The JSON nests deeper than ${maximumDepth} levels; a credential does not.` }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { fault: 'This is not JSON. A sealed credential is a JSON file (often named .json or .jsonld); a PDF of it is only a view and cannot be verified.' }
  }
}

/** The same for bytes: size and UTF-8 are checked first. */
export function parseBoundedBytes(bytes: Uint8Array): Parsed {
  if (bytes.length === 0) return { fault: 'The file is empty.' }
  if (bytes.length > maximumBytes) return { fault: `The file has ${bytes.length} bytes; at most ${maximumBytes} (2 MiB) are read.` }
  try {
    return parseBounded(utf8.decode(bytes))
  } catch {
    return { fault: 'The file is not UTF-8 text. Upload the credential file itself, unpacked and unconverted.' }
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
