export type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void

export const say = (line: string): void => void process.stderr.write(`  ${line}\n`)
export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))
export const p95 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN

export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
