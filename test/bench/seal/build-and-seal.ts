import { parentPort } from 'node:worker_threads'
import { buildClaims, claimBytes, seal } from '@collegium/credential-formats'
import { alderData, exampleSigner } from '@collegium/credential-formats/example'

const milliseconds = 1_500

const { signer } = await exampleSigner()

/** Builds and seals until the time is over; per second. */
async function rateFor(time: number): Promise<number> {
  const began = performance.now()
  let made = 0
  for (; performance.now() - began < time; made++) {
    const built = buildClaims(alderData)
    if ('refused' in built) throw new Error(built.message)
    await seal(claimBytes(built.claims), signer, made)
  }
  return (made / (performance.now() - began)) * 1000
}

await rateFor(milliseconds / 3)
parentPort?.once('message', async () => parentPort?.postMessage(await rateFor(milliseconds)))
parentPort?.postMessage('ready')
