import { expect, test } from 'vitest'
import { hubEvent } from '../outbox.ts'
import { confirmed } from '../testing/facts.ts'
import { tenantsOf } from './tenants.ts'

const event = (data: object) => ({ ...hubEvent(confirmed({ version: 1 })), institution: 'uni-alder.example', data })

test('every institution that an event names is a tenant, however deep and however many', () => {
  const tenants = tenantsOf([
    event({ lead: 'uni-alder.example', home: 'uni-birke.example', turn: null }),
    event({ parties: ['uni-birke.example', 'uni-cedro.example'], commitments: [{ recognisingBody: 'uni-dahlia.example', credits: 6 }] }),
    event({ sending: 'uni-fichte.example', receiving: 'uni-gaia.example', coordinator: null, leads: ['uni-hasel.example'] }),
    event({ specification: { lead: 'uni-alder.example', partners: ['uni-erika.example'] } }),
  ])
  expect(tenants.toSorted()).toEqual(['alder', 'birke', 'cedro', 'dahlia', 'erika', 'fichte', 'gaia', 'hasel'].map((name) => `uni-${name}.example`))
})

test('text in other fields names no tenant', () => {
  expect(tenantsOf([event({ title: 'uni-foreign.example', reason: 'withdrawn' })])).toEqual(['uni-alder.example'])
})
