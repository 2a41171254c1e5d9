import { describe, expect, test } from 'vitest'
import { agreementStates } from './transitions.ts'
import { type NameParties, nameParties, type Parties } from './parties.ts'

const ada = { givenNames: 'Ada', familyName: 'Demo', email: 'ada@office.example', phone: null }
const before: Parties = { version: 3, state: 'agreed', sending: { unit: null, contact: null }, receiving: { unit: 'PHYS', contact: ada } }
const command: NameParties = { side: 'sending', roles: ['international-office'], expectedVersion: 3, sending: { unit: 'STAT', contact: ada }, receiving: null }

describe('(H02) units and contacts of an agreement', () => {
  test('are named after it was opened, without a word on the other side', () => {
    expect(nameParties(before, command)).toEqual({ ...before, version: 4, sending: { unit: 'STAT', contact: ada } })
  })
  test('the receiving office names its own; the sending one, which writes the agreement, both', () => {
    const own = { ...command, side: 'receiving' as const, sending: null, receiving: { unit: 'MATH', contact: null } }
    expect(nameParties(before, own)).toMatchObject({ receiving: { unit: 'MATH', contact: null } })
    expect(nameParties(before, { ...own, side: 'sending' })).toMatchObject({ receiving: { unit: 'MATH' } })
    expect(nameParties(before, { ...own, sending: before.sending })).toMatchObject({ refused: 'not-your-turn' })
  })
  test('a contact has a name and an address; what is missing is named', () => {
    expect(nameParties(before, { ...command, sending: { unit: null, contact: { ...ada, familyName: ' ', email: 'ada' } } })).toEqual({
      refused: 'contact-incomplete',
      detail: { missing: ['sendingContact.familyName', 'sendingContact.email'] },
    })
  })
  test.each(agreementStates)('in the state %s', (state) => {
    const outcome = nameParties({ ...before, state }, command)
    if (['closed', 'cancelled', 'deleted'].includes(state)) expect(outcome).toMatchObject({ refused: 'not-allowed-from', detail: { state } })
    else expect(outcome).toMatchObject({ version: 4, state })
  })
  test('by others, or on another version, are refused', () => {
    expect(nameParties(before, { ...command, side: 'learner' })).toMatchObject({ refused: 'not-your-turn' })
    expect(nameParties(before, { ...command, roles: ['examinations-office'] })).toMatchObject({ refused: 'forbidden' })
    expect(nameParties(before, { ...command, expectedVersion: 2 })).toMatchObject({ refused: 'stale-version', detail: { current: 3 } })
  })
})
