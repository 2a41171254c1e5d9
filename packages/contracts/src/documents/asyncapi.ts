import { topics } from '../topics.ts'
import { plain } from './json-schemas.ts'

const day = 86_400_000

/** AsyncAPI 3: every topic as a channel, every event type as a message with its CloudEvents headers. */
export function asyncApi(): object {
  const messageName = (type: string) => type.replace('org.collegium.', '').replaceAll('.', '_')
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Collegium events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in binary mode over Kafka. Events are thin about people: a pseudonymous learner id and facts, never a name, a birth date, an e-mail or an ESI.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        topic.name,
        {
          address: topic.name,
          description: `Written by ${topic.writer}. ${topic.retentionDays === null ? 'Kept for ever.' : `Kept for ${topic.retentionDays} days.`}`,
          messages: Object.fromEntries(topic.types.map((type) => [messageName(type.type), { $ref: `#/components/messages/${messageName(type.type)}` }])),
          bindings: {
            kafka: {
              topic: topic.name,
              partitions: topic.partitions,
              topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': topic.retentionDays === null ? -1 : topic.retentionDays * day },
              bindingVersion: '0.5.0',
            },
          },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [
        `publish_${topic.name.replaceAll('.', '_')}`,
        { action: 'send', channel: { $ref: `#/channels/${topic.name}` }, summary: `${topic.writer} publishes` },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        topics.flatMap((topic) =>
          topic.types.map((type) => [
            messageName(type.type),
            {
              name: type.type,
              headers: { $ref: '#/components/schemas/cloudEventHeaders' },
              payload: plain(type.data),
              bindings: {
                kafka: { key: { type: 'string', description: `The field ${type.key}: records with the same key keep their order.` }, bindingVersion: '0.5.0' },
              },
            },
          ]),
        ),
      ),
      schemas: {
        cloudEventHeaders: {
          type: 'object',
          required: [
            'ce_specversion',
            'ce_id',
            'ce_type',
            'ce_source',
            'ce_time',
            'ce_subject',
            'ce_dataschema',
            'ce_institution',
            'ce_aggregateversion',
            'ce_correlationid',
          ],
          properties: {
            ce_specversion: { type: 'string', const: '1.0' },
            ce_id: { type: 'string', description: 'UUIDv7; deduplicate by it.' },
            ce_type: { type: 'string' },
            ce_source: { type: 'string' },
            ce_time: { type: 'string', format: 'date-time' },
            ce_subject: { type: 'string', description: 'The key.' },
            ce_dataschema: { type: 'string' },
            ce_institution: { type: 'string', description: 'Whose service act this was.' },
            ce_aggregateversion: { type: 'string' },
            ce_causationid: { type: 'string', description: 'The event that brought it about.' },
            ce_correlationid: { type: 'string', description: 'The request id of the click or call that began it all.' },
          },
        },
      },
    },
  }
}
