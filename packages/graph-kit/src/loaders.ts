import DataLoader from 'dataloader'
import type { GraphContext } from './access.ts'

/** Made at its first use in a request, and the same for whoever asks for the name again. */
export function once<T>(context: GraphContext, name: string, make: () => T): T {
  const known = context.loaders.get(name)
  if (known !== undefined) return known as T
  const made = make()
  context.loaders.set(name, made)
  return made
}

/** One loader per request and name: keys asked for in one tick become one query. `batch` may answer in any order; missing keys are null. */
export function loader<Row>(
  context: GraphContext,
  name: string,
  batch: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return once(
    context,
    name,
    () =>
      new DataLoader<string, Row | null>(async (keys) => {
        const rows = new Map((await batch(keys)).map((row) => [keyOf(row), row]))
        return keys.map((key) => rows.get(key) ?? null)
      }),
  )
}

/** As `loader`, for lists: every row whose key was asked for. */
export function listLoader<Row>(
  context: GraphContext,
  name: string,
  batch: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return once(
    context,
    name,
    () =>
      new DataLoader<string, Row[]>(async (keys) => {
        const rows = new Map<string, Row[]>(keys.map((key) => [key, []]))
        for (const row of await batch(keys)) rows.get(keyOf(row))?.push(row)
        return keys.map((key) => rows.get(key) ?? [])
      }),
  )
}
