import { afterAll, beforeAll, describe } from 'vitest'
import { type Bench, suiteLeaseMs } from './conformance/bench.ts'
import { deliveryTests } from './conformance/delivery.ts'
import { groupTests } from './conformance/groups.ts'
import { topicTests } from './conformance/topics.ts'
import type { EventLog } from './event-log.ts'
import { type LogAddress, openEventLog } from './open.ts'

/** What every driver promises. `makeAddress` provides an empty log; it runs once, before the tests. */
export function eventLogConformance(name: string, makeAddress: () => Promise<LogAddress>): void {
  describe(`event log on ${name}`, () => {
    let address: LogAddress | undefined
    const opened: EventLog[] = []
    let names = 0

    const known = (): LogAddress => {
      if (!address) throw new Error('The suite has no log yet, because its beforeAll did not run.')
      return address
    }
    const another = async (): Promise<EventLog> => {
      const log = await openEventLog(known())
      opened.push(log)
      return log
    }
    beforeAll(async () => {
      address = { ...(await makeAddress()), leaseMs: suiteLeaseMs }
      await another()
    })
    afterAll(async () => {
      await Promise.all(opened.map((log) => log.close()))
    })
    const bench: Bench = {
      another,
      address: known,
      log() {
        const [log] = opened
        if (!log) throw new Error('The suite has no log yet, because its beforeAll did not run.')
        return log
      },
      fresh: (stem) => `${stem}-${process.pid}-${Date.now().toString(36)}-${names++}`,
    }
    topicTests(bench)
    deliveryTests(bench)
    groupTests(bench)
  })
}
