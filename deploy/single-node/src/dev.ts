import { join } from 'node:path'
import { isPlain, main } from './main.ts'

// `npm run dev`: the hub from its sources, started again by tsx whenever one of them changes.
try {
  await main(join(import.meta.dirname, '..', '..', '..'))
} catch (error) {
  if (!isPlain(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
