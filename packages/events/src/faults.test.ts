import { describe, expect, test } from 'vitest'
import { backOff, InvalidEvent, isTransient, TransientFault } from './faults.ts'

const coded = (code: string): Error => Object.assign(new Error(code), { code })

describe('what passes by itself', () => {
  test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '08006', '53300', '57P01', '40001', '40P01', '55P03', '42P01', '3D000'])(
    '%s does',
    (code) => expect(isTransient(coded(code))).toBe(true),
  )
  test.each(['23505', '22P02', '42501', '42601', 'P0001', 'ERR_INVALID_ARG_TYPE', ''])('%s does not', (code) => expect(isTransient(coded(code))).toBe(false))

  test('what a handler says does, and what lies beneath a wrapper', () => {
    expect(isTransient(new TransientFault('The peer answered 503.'))).toBe(true)
    expect(isTransient(new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }))).toBe(true)
    expect(isTransient(new Error('Failed query', { cause: coded('57P01') }))).toBe(true)
    expect(isTransient(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true)
  })

  test('broken data, a mistake in the code and a thrown text do not', () => {
    for (const fault of [new InvalidEvent('e', ['f']), new TypeError('x is undefined'), 'text', undefined]) expect(isTransient(fault)).toBe(false)
  })
})

test('backing off doubles and stays below its bound', () => {
  expect(backOff(1)).toBeLessThanOrEqual(50 * 1.25)
  for (let attempt = 1; attempt < 60; attempt++) expect(backOff(attempt, 5_000)).toBeLessThanOrEqual(5_000 * 1.25)
  expect(backOff(40)).toBeGreaterThanOrEqual(5_000 * 0.75)
})
