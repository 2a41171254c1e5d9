export { type Kafka, kafkaForTests, type KafkaOptions, startKafka } from './kafka.ts'
export { createTestDatabase, startTestPostgres, type TestDatabase, type TestPostgres, testPostgresUrl } from './postgres.ts'
