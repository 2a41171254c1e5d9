/** Kinds of mobility that are nominated, agreed and reported: EWP's three, and virtual and micro-credential mobility (H01). */
export const mobilityTypes = ['semester', 'short-term-blended', 'short-term-doctoral', 'virtual', 'micro-credential'] as const
export type MobilityType = (typeof mobilityTypes)[number]
