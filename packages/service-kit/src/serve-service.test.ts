import { services } from '@collegium/contracts'
import { describe, expect, test } from 'vitest'
import { ConfigurationFault } from './configuration.ts'
import { readPeers, readServiceEnvironment } from './serve-service.ts'

const right = {
  HUB_PORT: '8080',
  HUB_PUBLIC_URL: 'https://hub.example',
  HUB_DATA_DIR: 'data',
  HUB_DATABASE_OWNER_URL: 'postgres://owner:secret@database:5432/postgres',
  HUB_EVENT_LOG: 'kafka',
  HUB_KAFKA_BROKERS: 'kafka:9092',
  HUB_KEYS_DIR: 'keys',
  HUB_SERVICE_SECRET: Buffer.alloc(32, 7).toString('base64'),
  HUB_PEERS: 'registry=http://registry:8080',
}

/** What is wrong with an environment, one entry per fault. */
function faultsIn(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readServiceEnvironment(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.faults
    throw error
  }
}

describe('the environment of a service process', () => {
  test('what a production process is told is taken as it is', () => {
    expect(readServiceEnvironment({ ...right, PATH: '/usr/bin' })).toEqual(right)
  })

  test('an empty value is a missing one', () => {
    expect(faultsIn({ ...right, HUB_PUBLIC_URL: '' })).toEqual([expect.stringContaining('HUB_PUBLIC_URL is missing')])
  })

  test('all faults are said at once, missing ones with what they are for', () => {
    const faults = faultsIn({ HUB_PORT: 'http', HUB_EVENT_LOG: 'rabbit', HUB_PUBLICURL: 'https://hub.example' })
    for (const words of [
      'HUB_PORT',
      'HUB_EVENT_LOG',
      'HUB_PUBLIC_URL is missing: The origin as the world sees it',
      'HUB_KEYS_DIR is missing',
      'HUB_SERVICE_SECRET is missing',
      'HUB_PEERS is missing',
      'HUB_DATA_DIR is missing',
      'HUB_DATABASE_URL is missing',
      'HUB_PUBLICURL is not a name the hub knows',
    ])
      expect(faults, words).toContainEqual(expect.stringContaining(words))
  })

  test('a name that the hub does not know is refused, and the nearest one named', () => {
    expect(faultsIn({ ...right, HUB_KAFKA_BROKER: 'kafka:9092' })).toEqual(['HUB_KAFKA_BROKER is not a name the hub knows; did you mean HUB_KAFKA_BROKERS?'])
  })

  test.each([
    ['no database', { HUB_DATABASE_OWNER_URL: undefined }, 'HUB_DATABASE_URL is missing'],
    ['Kafka without brokers', { HUB_KAFKA_BROKERS: undefined }, 'HUB_KAFKA_BROKERS is missing'],
    ['a log in PostgreSQL without its database', { HUB_EVENT_LOG: 'postgres' }, 'HUB_EVENTS_DATABASE_URL is missing'],
    ['a secret that is too short', { HUB_SERVICE_SECRET: 'short' }, 'HUB_SERVICE_SECRET'],
  ])('%s is a fault of its own', (_what, change, words) => {
    expect(faultsIn({ ...right, ...change })).toEqual([expect.stringContaining(words)])
  })

  test('peers are services with addresses; whatever else is named', () => {
    expect(readPeers(services.map((name) => `${name}=http://${name}:8080`).join(','))).toEqual(
      Object.fromEntries(services.map((name) => [name, `http://${name}:8080`])),
    )
    expect(() => readPeers('registry=http://registry:8080,ledger=http://ledger:1,mobility=mobility:8080')).toThrow(
      /ledger=http:\/\/ledger:1[\s\S]*mobility=mobility:8080/,
    )
  })
})
