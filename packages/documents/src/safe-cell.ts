/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text again. Numbers keep their sign. */
export const safeCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? `'${text}` : text)
