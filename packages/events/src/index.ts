export { eventOf, headersOf, recordOf } from './cloud-events.ts'
export { type ConsumerStatus, type Consumers, type ConsumersOptions, startConsumers } from './consumer.ts'
export type { Transact, TransactionCause } from './consumer/transact.ts'
export {
  type Batch,
  type EventLog,
  type LogRecord,
  type PartitionLag,
  Postpone,
  type StoredRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicSpec,
} from './event-log.ts'
export { eventTables } from './event-tables.ts'
export { InvalidEvent, isTransient, TransientFault } from './faults.ts'
export { appendToOutbox, fact, hubEvent, type NewEvent, outboxBuckets, outboxChannel } from './outbox.ts'
export { partitionOf } from './partitioner.ts'
export { type LogAddress, openEventLog } from './open.ts'
export { type Relay, type RelayOptions, startRelay } from './relay.ts'
export type { SqlHandle, SqlPool, SqlTransaction } from './sql.ts'
export {
  type ConsumerTransaction,
  type Handler,
  handler,
  type HandlersOf,
  ignored,
  onTopic,
  type TopicOptions,
  type TopicSubscription,
} from './subscriptions.ts'
