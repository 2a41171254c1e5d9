/** stdout is data, stderr is for people. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`)
export const data = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

/** One row a line, columns padded; or JSON where it was asked for. */
export function table(rows: readonly Readonly<Record<string, unknown>>[], json: boolean | undefined): void {
  if (json) return data(JSON.stringify(rows, null, 2))
  if (rows.length === 0) return say('Nothing there.')
  const columns = Object.keys(rows[0] ?? {})
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => text(row[column]).length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  data([line(columns), ...rows.map((row) => line(columns.map((column) => text(row[column]))))].join('\n'))
}

export async function readInput(file: string): Promise<Buffer> {
  if (file !== '-') return (await import('node:fs/promises')).readFile(file)
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
