import type { ServiceName } from '@collegium/contracts'
import type { Database } from '@collegium/database'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Peers } from './peers.ts'
import type { TokenVerifier } from './tokens.ts'

/** What every service is built from. A test builds it, a single node builds it, `server.ts` builds it from the environment. */
export interface Dependencies {
  readonly service: ServiceName
  readonly database: Database
  readonly logger: Logger
  readonly metrics: Registry
  readonly tokens: TokenVerifier
  readonly peers: Peers
  readonly clock: () => Date
  readonly settings: Settings
}

export interface Settings {
  /** The origin as the world sees it, without a slash at the end. */
  readonly publicUrl: string
  readonly dataDir: string
  /** Official schemas and shapes, or null: checks that need them then say "skipped". */
  readonly standardsDir: string | null
  /** 32 bytes: encrypts columns, makes blind indexes. Another one for each service. */
  readonly secret: Uint8Array
  /** Whether the invented people and sandbox partner may be used: a single node with HUB_SEED=demo, never production. */
  readonly demo: boolean
  /** Where mails go out, smtp://… or smtps://…; absent where none are sent. */
  readonly smtpUrl?: string
}
