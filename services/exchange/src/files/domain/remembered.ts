const most = 4096
/** V8 makes a longer piece of a text a window into the whole of it: remembering one would keep a chunk of the file alive. */
const longest = 12

/**
 * The same function, which looks its answer up where it has given it before: a file says the same few days, grades and words a million times.
 * For pure functions of short texts only; it forgets everything once it knows too much.
 */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > longest) return read(text)
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const answer = read(text)
    if (known.size >= most) known.clear()
    known.set(text, answer)
    return answer
  }
}
