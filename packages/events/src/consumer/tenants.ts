import type { HubEvent } from '@collegium/contracts'

/** Fields of event data that name institutions. */
const fields = new Set(['lead', 'home', 'receiver', 'recognisingBody', 'parties', 'partners', 'turn', 'schacId', 'institution'])

/** Every institution that the events name: the tenants of the transaction that applies them. */
export function tenantsOf(events: readonly HubEvent[]): string[] {
  const tenants = new Set<string>()
  for (const event of events) {
    tenants.add(event.institution)
    gather(event.data, tenants)
  }
  return [...tenants]
}

function gather(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) for (const element of value) gather(element, into)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (fields.has(name) && typeof inner === 'string') into.add(inner)
      else if (fields.has(name) && Array.isArray(inner)) for (const one of inner) typeof one === 'string' ? into.add(one) : gather(one, into)
      else gather(inner, into)
    }
  }
}
