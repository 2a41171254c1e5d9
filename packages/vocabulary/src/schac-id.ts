const pattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/

/**
 * The SCHAC home organisation of an institution (its domain name, as MyAcademicID and EWP use it) in the one form the hub compares:
 * lower case, no blanks around it. Returns null for anything that is not such a name.
 */
export function parseSchacId(text: string): string | null {
  const id = text.trim().toLowerCase()
  return id.length <= 253 && pattern.test(id) ? id : null
}

/** Whether the text already is a SCHAC id in its normal form. */
export const isSchacId = (text: string): boolean => text.length <= 253 && pattern.test(text)
