import type { AgreementField } from '@collegium/contracts'

/**
 * A row of an agreements file in its normal form, field by field: days ISO 8601, credits and levels as plain numbers, words as the codes of contracts, a
 * term as "1/2". Null where the file is silent; what is said of the whole agreement may be said in its first row alone.
 */
export type AgreementRow = { readonly [F in AgreementField]: string | null }
