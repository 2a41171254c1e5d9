import { openEventLog } from '../open.ts'

/**
 * A member of a group in a process of its own, so that a test can kill or freeze it. Prints a line per batch before (`handling`) and after (`handled`)
 * it holds it for a while, and `revoked` when the partition was taken from it.
 */
const { address, group, topic, holdMs } = JSON.parse(process.argv[2] ?? '{}')
// Never outlives the test that started it.
process.stdin.resume().once('end', () => process.exit(1))
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const log = await openEventLog(address)
await log.subscribe({
  group,
  topics: [topic],
  from: 'beginning',
  maxRecords: 1,
  async handle({ partition, records: [record], revoked }) {
    say({ handling: record.offset, partition })
    await new Promise((resolve) => setTimeout(resolve, holdMs))
    say({ handled: record.offset, partition, aborted: revoked.aborted })
  },
  onRevoked: (_topic, partition) => say({ revoked: partition }),
})
say({ subscribed: true })
