import { type HubEvent, ResultAnnulled, ResultConfirmed, ResultCorrected, ResultReleased, resultTopic } from '@collegium/contracts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { fact, hubEvent } from './outbox.ts'
import type { SqlTransaction } from './sql.ts'
import { handler, ignored, onTopic } from './subscriptions.ts'

interface Transaction {
  readonly sql: SqlTransaction
  publish(events: readonly unknown[]): void
}

const issue = handler(ResultReleased, {
  async prepare(events) {
    return events.map((e) => e.data.ects)
  },
  async apply(events, tx: Transaction, prepared) {
    expectTypeOf(prepared).toEqualTypeOf<number[]>()
    tx.publish(events)
  },
})

describe('onTopic', () => {
  test('demands every type of the topic, handled or ignored', () => {
    const subscription = onTopic(resultTopic, {
      'org.collegium.result.confirmed.v1': ignored,
      'org.collegium.result.released.v1': issue,
      'org.collegium.result.corrected.v1': {
        async apply(events, tx: Transaction) {
          expectTypeOf(events).toEqualTypeOf<readonly HubEvent<typeof ResultCorrected>[]>()
          tx.publish(events)
        },
      },
      'org.collegium.result.annulled.v1': ignored,
    })
    expect(subscription.topic).toBe('hub.result.v1')
    expect(subscription.rebuildable).toBe(false)
    expect(subscription.handlerOf(ResultReleased.type)).toBe(issue)
    expect(subscription.handlerOf(ResultConfirmed.type)).toBe(ignored)
    expect(subscription.handlerOf(ResultAnnulled.type)).toBe(ignored)
    expect(subscription.handlerOf('org.collegium.result.shelved.v1')).toBeUndefined()
  })

  test('does not compile with a type missing', () => {
    // @ts-expect-error: annulled is neither handled nor ignored
    const incomplete = onTopic(resultTopic, {
      'org.collegium.result.confirmed.v1': ignored,
      'org.collegium.result.released.v1': ignored,
      'org.collegium.result.corrected.v1': ignored,
    })
    expect(incomplete.handlerOf(ResultAnnulled.type)).toBeUndefined()
  })
})

test('fact checks its data against the type at compile time', () => {
  // @ts-expect-error: the data of a result need more than an id
  const incomplete = fact(ResultAnnulled, { institution: 'uni-alder.example', aggregateVersion: 1, data: { enrolmentId: '0199' } })
  expect(() => hubEvent(incomplete)).toThrow(/breaks its contract/)
})
