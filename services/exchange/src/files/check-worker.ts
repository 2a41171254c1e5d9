import { type MessagePort, threadId } from 'node:worker_threads'
import { checkFile } from './check-file.ts'
import { type CheckRequest, type CheckSummary, mostUnderWay } from './check-task.ts'

/** Runs a check beside the main thread: a file that is costly to read slows nobody down and is ended by the worker's own limits. */
export default async function check({ request, port }: { request: CheckRequest; port: MessagePort }): Promise<CheckSummary> {
  let underWay = 0
  let free: () => void = () => {}
  port.on('message', () => {
    underWay--
    free()
  })
  try {
    return await checkFile(request, async (output) => {
      while (underWay >= mostUnderWay) await new Promise<void>((resolve) => (free = resolve))
      underWay++
      port.postMessage(output, output.kind === 'lines' ? [output.lines.buffer as ArrayBuffer] : [])
    })
  } finally {
    // The receiver closes its end when it has taken everything; nothing that was sent gets lost.
    port.postMessage({ kind: 'end', threadId })
  }
}
