import { headerKey } from '@collegium/contracts'
import { parseSchacId } from '@collegium/vocabulary'
import type { CheckContext } from './rows.ts'

/** The institution that a cell names, by its domain name, or by a name that the hub knows; null for neither. A domain name need not be known. */
export function institutionNamed(
  text: string,
  { institutions }: Pick<CheckContext, 'institutions'>,
): { readonly id: string; readonly by: 'id' | 'name' } | null {
  const id = parseSchacId(text)
  if (id !== null) return { id, by: 'id' }
  const key = headerKey(text)
  const found = institutions.find((one) => one.names.some((name) => headerKey(name) === key))
  return found ? { id: found.id, by: 'name' } : null
}
