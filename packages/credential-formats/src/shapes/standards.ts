import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PinnedFile, pinnedFiles, pinnedLists } from './pins.ts'
import { createProfile, type Profile } from './profile.ts'

/** What could be read of the published standards. Everything that is not here makes the check that needs it `skipped`. */
export interface Standards {
  /** Newest first. */
  readonly profiles: readonly Profile[]
  /** Scheme IRI to all code IRIs of the published list. */
  readonly codeLists: ReadonlyMap<string, ReadonlySet<string>>
  /** In words: which files are missing or are not the ones that were pinned. */
  readonly missing: readonly string[]
}

export const noStandards: Standards = { profiles: [], codeLists: new Map(), missing: ['no directory of standards was given (HUB_STANDARDS_DIR)'] }

async function readPinned(directory: string, file: { readonly path: string; readonly sha256: string }, missing: string[]): Promise<string | undefined> {
  try {
    const bytes = await readFile(join(directory, file.path))
    if (createHash('sha256').update(bytes).digest('hex') === file.sha256) return bytes.toString('utf8')
    missing.push(`${file.path} is not the version that was pinned`)
  } catch {
    missing.push(`${file.path} is missing`)
  }
  return undefined
}

/**
 * Reads contexts, shapes and code lists from a directory of standards; each file is compared with its pinned SHA-256. Never throws: what is not
 * there is told in `missing`. The result is immutable and worth keeping: parsing the shapes is the slow part of a verification.
 */
export async function readStandards(directory: string): Promise<Standards> {
  const missing: string[] = []
  const texts = new Map<PinnedFile, string>()
  for (const name of Object.keys(pinnedFiles) as PinnedFile[]) {
    const text = await readPinned(directory, pinnedFiles[name], missing)
    if (text !== undefined) texts.set(name, text)
  }
  const profile = (version: string, edcContext: PinnedFile, ...shapes: readonly PinnedFile[]): Profile[] => {
    const vc = texts.get('vcContext')
    const edc = texts.get(edcContext)
    const turtle = shapes.map((name) => texts.get(name)).filter((text) => text !== undefined)
    return vc && edc && turtle.length === shapes.length ? [createProfile(version, { vc, edc }, turtle)] : []
  }
  const codeLists = new Map<string, ReadonlySet<string>>()
  for (const list of pinnedLists) {
    const text = await readPinned(directory, list, missing)
    if (text !== undefined) codeLists.set(list.scheme, new Set([...text.matchAll(/<xs:enumeration\s+value="([^"]+)"/g)].map((match) => match[1] ?? '')))
  }
  return { profiles: [...profile('1.2.0', 'context120', 'full120', 'noCv120'), ...profile('1.1.0', 'context110', 'full110', 'noCv110')], codeLists, missing }
}
