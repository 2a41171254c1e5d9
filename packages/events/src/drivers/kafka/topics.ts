import type { TopicSpec } from '../../event-log.ts'

/** What a topic of the hub is set to. Records of 1 MiB are promised, and several share a batch. */
export const settingsOf = ({ retentionDays }: TopicSpec): Record<string, string> => ({
  'cleanup.policy': 'delete',
  'retention.ms': retentionDays === null ? '-1' : String(retentionDays * 86_400_000),
  'max.message.bytes': String(4 * 1024 * 1024),
})

export const noSuchTopic = (topic: string): Error =>
  new Error(`The event log has no topic ${topic}, because nobody created it. Call ensureTopics with it first.`)
