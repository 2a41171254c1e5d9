import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join, resolve } from 'node:path'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** Where the published standards lie for tests. */
export const standardsDirectory = resolve(root, process.env['HUB_STANDARDS_DIR'] ?? '../shared/standards')
export const standardsMissing = !existsSync(join(standardsDirectory, 'elm'))
/** Goes into the titles of tests that cannot run without them. */
export const standardsNote = standardsMissing ? ' (SKIPPED: published standards are missing; set HUB_STANDARDS_DIR)' : ''
