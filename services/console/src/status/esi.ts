/** The part of a European Student Identifier that tells people apart: home or country, and code. What stands before it is the same in all. */
export const codeOfEsi = (esi: string): string => esi.replace(/^urn:schac:personalUniqueCode:int:esi:/i, '')
