/**
 * Reads a decimal number as offices write it: comma or point, a sign, blanks around it. Thousands are not separated anywhere in the
 * hub's files, so "1.000" is one and not a thousand. Returns null for anything else, "1e3" and "0x10" included.
 */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim().replace('−', '-')
  return /^[+-]?\d{1,9}(?:[.,]\d{1,9})?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : null
}
