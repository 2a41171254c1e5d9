import { Type } from '@sinclair/typebox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigurationFault, knownNames, readEnvironment } from './configuration.ts'

const shape = { HUB_DATABASE_URL: Type.String({ pattern: '^postgres' }), HUB_PORT: Type.Optional(Type.String({ pattern: '^\\d+$' })) }
const faultsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    readEnvironment(environment, shape)
    return []
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.faults
    throw error
  }
}

describe('the environment', () => {
  test('is read where it is right; an empty value is an absent one, and what is not the hub’s is left alone', () => {
    expect(readEnvironment({ HUB_DATABASE_URL: 'postgres://x', HUB_PORT: '', PATH: '/bin', HUBERT: 'x' }, shape)).toEqual({ HUB_DATABASE_URL: 'postgres://x' })
  })
  test('names all its faults at once: what is missing, what is malformed, what nobody knows', () => {
    const faults = faultsOf({ HUB_PORT: 'four thousand', HUB_DATABSE_URL: 'postgres://x', HUB_NONSENSE: '1' })
    expect(faults).toEqual([
      'HUB_DATABSE_URL is not a name the hub knows; did you mean HUB_DATABASE_URL?',
      'HUB_NONSENSE is not a name the hub knows',
      expect.stringMatching(/^HUB_DATABASE_URL is missing: .*PostgreSQL/),
      expect.stringMatching(/^HUB_PORT/),
    ])
    expect(() => readEnvironment({}, shape)).toThrow(/The environment is not right:\n {2}- HUB_DATABASE_URL is missing/)
  })
  test.each([
    ['HUB_DATABASE', 'HUB_DATABASE_URL'],
    ['HUB_KAFKA_BROKER', 'HUB_KAFKA_BROKERS'],
    ['HUB_URL_PUBLIC', 'HUB_PUBLIC_URL'],
    ['HUB_POTR', null],
    ['HUB_X', null],
    ['HUB_', null],
  ])('%s may mean %s', (typed, meant) => {
    expect(faultsOf({ HUB_DATABASE_URL: 'postgres://x', [typed]: '1' })).toEqual([
      `${typed} is not a name the hub knows${meant ? `; did you mean ${meant}?` : ''}`,
    ])
  })
  test('takes every name that is known, and refuses every HUB_ name that is not', () => {
    for (const name of Object.keys(knownNames))
      expect([name, faultsOf({ HUB_DATABASE_URL: 'postgres://x', ...(name !== 'HUB_DATABASE_URL' && name !== 'HUB_PORT' && { [name]: 'x' }) })]).toEqual([
        name,
        [],
      ])
    fc.assert(
      fc.property(fc.stringMatching(/^HUB_[A-Z_]{1,20}$/), (name) => {
        fc.pre(!(name in knownNames))
        expect(faultsOf({ HUB_DATABASE_URL: 'postgres://x', [name]: 'x' })[0]).toContain(`${name} is not a name the hub knows`)
      }),
    )
  })
})
