import type { EquivalenceField } from '@collegium/contracts'

/** A row of a list of precedents in its normal form, field by field: days ISO 8601, credits as plain numbers. Null where the file is silent. */
export type EquivalenceRow = { readonly [F in EquivalenceField]: string | null }
