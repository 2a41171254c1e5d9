import { error, type Finding, ok } from './verdict.ts'

const instant = (value: unknown): Date | undefined | 'malformed' => {
  if (value === undefined) return undefined
  const date = typeof value === 'string' ? new Date(value) : undefined
  return date && !Number.isNaN(date.getTime()) ? date : 'malformed'
}

/** Expiry: the time of asking lies within the credential's validity. */
export function checkExpiry(claims: Readonly<Record<string, unknown>>, at: Date): Finding {
  const from = instant(claims['validFrom'] ?? claims['issuanceDate'])
  if (from === 'malformed') return error('The beginning of validity (validFrom) is not a date with a time.')
  if (from && from > at) return error(`Not valid before ${from.toISOString()}.`)
  for (const term of ['expirationDate', 'validUntil']) {
    const until = instant(claims[term])
    if (until === 'malformed') return error(`The end of validity (${term}) is not a date with a time.`)
    if (until && until < at) return error(`Expired on ${until.toISOString()}.`)
    if (until) return ok(`Valid until ${until.toISOString()}.`)
  }
  return ok('It has no expiry date.')
}
