/** The services of the hub, in the order in which a single node starts them. */
export const services = ['registry', 'catalogue', 'mobility', 'credentials', 'recognition', 'exchange', 'analytics'] as const
export type ServiceName = (typeof services)[number]
/** Whoever may call a subgraph or a claim check: a service, or the gateway on behalf of a person. */
export type CallerName = ServiceName | 'gateway'
