import type { Role } from '@collegium/contracts'
import { type CatalogueEntry, commonErrors, type Dependencies, type ErrorCatalogue, Problem, type Session } from '@collegium/service-kit'

/** What a resolver works with. */
export interface GraphContext {
  readonly session: Session
  readonly requestId: string
  readonly dependencies: Dependencies
  /** The words of every code that the service refuses with. */
  readonly catalogue: ErrorCatalogue
  /** One bag per request: loaders are made at their first use and forgotten with the answer. */
  readonly loaders: Map<string, unknown>
  /** Ends of the streams that this service has open; whoever opens one adds its own. */
  readonly streams: Set<() => void>
}

/** What happened, why, and what to do next, for a code that the service refused with. */
export const wordsOf = ({ catalogue }: GraphContext, code: string): CatalogueEntry => catalogue[code] ?? commonErrors.internal

export const holdsRole = (session: Session, roles: readonly Role[]): boolean => session.roles.some((role) => roles.includes(role))

/** For mutations and root queries. Throws the problem `forbidden`, which the catalogue turns into words. */
export function demandRole(context: GraphContext, roles: readonly Role[]): void {
  if (!holdsRole(context.session, roles)) throw new Problem('forbidden', { needs: roles })
}

/** The tenants of a session: its institution, and nothing for a learner, who sees their own rows only. */
export const sightOf = (session: Session): { tenants: readonly string[]; learner?: string } =>
  session.kind === 'learner'
    ? { tenants: [], ...(session.learner && { learner: session.learner }) }
    : { tenants: session.institution ? [session.institution] : [] }

/** The pool through which this session reads. */
export const reader = (context: GraphContext) => context.dependencies.database.reader(sightOf(context.session))
