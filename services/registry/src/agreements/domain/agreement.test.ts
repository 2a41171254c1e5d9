import { isRefusal } from '@collegium/contracts'
import { describe, expect, test } from 'vitest'
import { type Agreement, type Command, decide } from './agreement.ts'

const proposed: Agreement = {
  id: 'a',
  version: 1,
  parties: ['uni-alder.example', 'uni-birke.example'],
  state: 'proposed',
  title: 'Joint data courses',
  contentHash: 'f'.repeat(64),
  validFrom: '2026-01-01',
  validUntil: '2028-12-31',
  commitments: [],
  signatures: [],
}
const sign = (party: string, more: object = {}): Command =>
  ({
    move: 'sign',
    party,
    by: `admin@${party}`,
    roles: ['institution-administrator'],
    contentHash: proposed.contentHash,
    at: '2026-01-02T10:00:00Z',
    expectedVersion: 1,
    ...more,
  }) as Command
const signed = (agreement: Agreement, command: Command): Agreement => {
  const outcome = decide(agreement, command)
  if (isRefusal(outcome)) throw new Error(outcome.refused)
  return outcome.state
}

describe('a cooperation agreement', () => {
  test('becomes active with the last signature, not before', () => {
    const first = decide(proposed, sign('uni-alder.example'))
    expect(first).toMatchObject({ state: { state: 'proposed', version: 2 }, facts: [] })
    const second = decide(signed(proposed, sign('uni-alder.example')), sign('uni-birke.example', { expectedVersion: 2 }))
    expect(second).toMatchObject({ state: { state: 'active', version: 3 }, facts: [{ fact: 'activated' }] })
  })
  test.each([
    ['another content hash', sign('uni-alder.example', { contentHash: '0'.repeat(64) }), 'content-differs'],
    ['somebody who is no party', sign('uni-cedro.example'), 'not-a-party'],
    ['an old version', sign('uni-alder.example', { expectedVersion: 7 }), 'stale-version'],
    ['a role that may not', sign('uni-alder.example', { roles: ['lecturer'] }), 'forbidden'],
  ])('refuses %s', (_what, command, code) => {
    expect(decide(proposed, command)).toMatchObject({ refused: code })
  })
  test('refuses a second signature of the same party', () => {
    expect(decide(signed(proposed, sign('uni-alder.example')), sign('uni-alder.example', { expectedVersion: 2 }))).toMatchObject({ refused: 'already-signed' })
  })
  test('ends only with a reason', () => {
    const active = { ...proposed, state: 'active' as const }
    const terminate = {
      move: 'terminate',
      party: 'uni-alder.example',
      by: 'admin@uni-alder.example',
      roles: ['institution-administrator'],
      at: '2026-05-01T10:00:00Z',
      expectedVersion: 1,
    } as const
    expect(decide(active, { ...terminate, reason: 'because' })).toMatchObject({ refused: 'reason-needed' })
    expect(decide(active, { ...terminate, reason: 'notice-given' })).toMatchObject({ state: { state: 'terminated' } })
  })
})
