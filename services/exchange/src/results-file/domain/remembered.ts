const most = 4096

/**
 * The same function, which looks its answer up where it has given it before: a file says the same few days, grades and words a million times.
 * For pure functions of short texts only; it forgets everything once it knows too much.
 */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const answer = read(text)
    if (known.size >= most) known.clear()
    known.set(text, answer)
    return answer
  }
}
