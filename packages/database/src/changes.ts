import postgres, { type ISql, type Sql } from 'postgres'

/** Somebody who wants to be told when rows of a type change. */
export interface Follower {
  /** A type of the graph, for example LearningAgreement. */
  readonly type: string
  /** Ids of rows that a transaction has changed. Which of them the follower may see is not asked here. */
  changed(ids: readonly string[]): void
  /** The connection is gone: what changes from now on is missed, and nothing more will be told. */
  lost(): void
}

export interface Changes {
  /** Resolves once nothing is missed any more; with what ends the following. Rejects where the database is away. */
  follow(follower: Follower): Promise<() => void>
  close(): Promise<void>
}

const channel = 'collegium_changed'
/** PostgreSQL takes less than 8,000 bytes in a notice, and an id has 36. */
const idsPerNotice = 200

/** Tells the followers in all processes, once the transaction is committed: type and ids, nothing that a stranger could read something from. */
export async function announce(sql: ISql, changed: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  const notices = [...changed].flatMap(([type, ids]) => {
    const all = [...ids]
    return Array.from({ length: Math.ceil(all.length / idsPerNotice) }, (_, i) => `${type} ${all.slice(i * idsPerNotice, (i + 1) * idsPerNotice).join(',')}`)
  })
  if (notices.length === 0) return
  await sql`select pg_notify(${channel}::text, notice) from jsonb_array_elements_text(${JSON.stringify(notices)}::text::jsonb) as notice`
}

/** One LISTEN for all followers of a process, begun with the first. When its connection ends, all are told, and the next one begins it anew. */
export function followChanges(options: { url: string; service: string }): Changes {
  const followers = new Set<Follower>()
  let listening: Promise<Sql> | undefined
  const loseAll = (): void => {
    const all = [...followers]
    followers.clear()
    for (const follower of all) follower.lost()
  }

  const listen = (): Promise<Sql> => {
    const begun: Promise<Sql> = (async () => {
      // The driver's own `listen` comes back without a word after a loss, or not at all; here it must be known.
      const notified: object = {
        onnotify(_channel: string, notice: string) {
          const [type, ids = ''] = notice.split(' ')
          for (const follower of followers) if (follower.type === type) follower.changed(ids.split(','))
        },
      }
      const sql = postgres(options.url, {
        max: 1,
        max_lifetime: null,
        connect_timeout: 10,
        fetch_types: false,
        onnotice: () => {},
        connection: { application_name: `hub-${options.service}-changes` },
        onclose: () => {
          if (listening !== begun) return
          listening = undefined
          loseAll()
          void sql.end({ timeout: 0 })
        },
        ...notified,
      })
      try {
        await sql.unsafe(`listen ${channel}`)
        return sql
      } catch (fault) {
        void sql.end({ timeout: 0 })
        throw fault
      }
    })()
    begun.catch(() => {
      if (listening === begun) listening = undefined
    })
    return begun
  }

  return {
    async follow(follower) {
      followers.add(follower)
      try {
        listening ??= listen()
        await listening
      } catch (fault) {
        followers.delete(follower)
        throw fault
      }
      return () => void followers.delete(follower)
    },
    async close() {
      const last = listening
      listening = undefined
      loseAll()
      await last?.then(
        (sql) => sql.end({ timeout: 5 }),
        () => {},
      )
    },
  }
}
