import type { HubEvent } from '@collegium/contracts'

/** Fields of event data that name institutions. */
const fields = new Set([
  'lead',
  'home',
  'receiver',
  'recognisingBody',
  'parties',
  'partners',
  'turn',
  'schacId',
  'institution',
  'sending',
  'receiving',
  'coordinator',
  'leads',
])

/** Every institution that the events name: the tenants of the transaction that applies them. */
export function tenantsOf(events: readonly HubEvent[]): string[] {
  const tenants = new Set<string>()
  for (const event of events) {
    tenants.add(event.institution)
    gather(event.data, tenants)
  }
  return [...tenants]
}

function gather(value: unknown, into: Set<string>, named = false): void {
  if (typeof value === 'string') {
    if (named) into.add(value)
  } else if (Array.isArray(value)) {
    for (const element of value) gather(element, into, named)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) gather(inner, into, fields.has(name))
  }
}
