import type { Static, TObject, TSchema } from '@sinclair/typebox'

/** One fact that a service publishes. The value is the source of its JSON Schema, AsyncAPI entry and docs. */
export interface EventType<Type extends string = string, Topic extends string = string, Schema extends TSchema = TSchema> {
  readonly type: Type
  readonly topic: Topic
  readonly aggregate: string
  readonly fact: string
  readonly major: number
  /** The field of `data` that is the key of the record: facts with the same key keep their order. */
  readonly key: string
  readonly data: Schema
  /** Where `data` is described; goes into the header `ce_dataschema`. */
  readonly dataschema: string
}

export function eventType<const A extends string, const F extends string, const M extends number, S extends TObject>(
  aggregate: A,
  fact: F,
  major: M,
  key: string & keyof Static<S>,
  data: S,
): EventType<`org.collegium.${A}.${F}.v${M}`, `hub.${A}.v${M}`, S> {
  const type = `org.collegium.${aggregate}.${fact}.v${major}` as const
  return { type, topic: `hub.${aggregate}.v${major}`, aggregate, fact, major, key, data, dataschema: `urn:collegium:schema:${type}` }
}

export type DataOf<T extends EventType> = Static<T['data']>

/** A fact on its way: what a consumer is handed. Offsets and partitions stay with the log. */
export interface HubEvent<T extends EventType = EventType> {
  readonly id: string
  readonly type: T['type']
  readonly topic: T['topic']
  readonly key: string
  /** The institution whose service act this was; becomes the tenant of the consumer's transaction together with the data's own. */
  readonly institution: string
  readonly time: string
  readonly aggregateVersion: number
  readonly causationId: string | null
  /** The request id of the click or call that began it all. */
  readonly correlationId: string
  readonly data: DataOf<T>
}
