import { expect, test } from 'vitest'
import { hubEvent } from '../outbox.ts'
import { confirmed } from '../testing/facts.ts'
import { tenantsOf } from './tenants.ts'

const event = (data: object) => ({ ...hubEvent(confirmed({ version: 1 })), institution: 'uni-alder.example', data })

test('every institution that an event names is a tenant, however deep and however many', () => {
  const tenants = tenantsOf([
    event({ lead: 'uni-alder.example', home: 'uni-birke.example', turn: null }),
    event({ parties: ['uni-birke.example', 'uni-cedro.example'], commitments: [{ recognisingBody: 'uni-dahlia.example', credits: 6 }] }),
    event({ specification: { lead: 'uni-alder.example', partners: ['uni-erika.example'] } }),
  ])
  expect(tenants.toSorted()).toEqual(['uni-alder.example', 'uni-birke.example', 'uni-cedro.example', 'uni-dahlia.example', 'uni-erika.example'])
})

test('text in other fields names no tenant', () => {
  expect(tenantsOf([event({ title: 'uni-foreign.example', reason: 'withdrawn' })])).toEqual(['uni-alder.example'])
})
