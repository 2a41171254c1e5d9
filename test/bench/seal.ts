import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { buildClaims, claimBytes, readStandards, seal, verifyCredential } from '@collegium/credential-formats'
import { alderData, exampleSigner } from '@collegium/credential-formats/example'
import { GeneralSign, importPKCS8 } from 'jose'

type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void

const rounds = 5
const slices = 15
const slice = 100
const verifications = 400
const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))

const say = (line: string): void => void process.stderr.write(`  ${line}\n`)
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
/** Of the least disturbed round: whatever else runs on the machine can only take away. */
const best = (values: readonly number[]): number => Math.max(...values)
const percentile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? 0

/** Milliseconds for a slice of seals of the same claims on this thread. */
async function timeOf(how: (claims: Uint8Array, n: number) => Promise<unknown>, claims: Uint8Array): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < slice; n++) await how(claims, n)
  return performance.now() - began
}

function exampleClaims(): Uint8Array {
  const built = buildClaims(alderData)
  if ('refused' in built) throw new Error(built.message)
  return claimBytes(built.claims)
}

/** Sealing on one core against jose's GeneralSign with its serialisation of the same bytes and header; on two workers against one; verification. */
export async function bench(emit: Emit): Promise<void> {
  await oneCore(emit)
  await twoWorkers(emit)
  await verification(emit)
}

async function oneCore(emit: Emit): Promise<void> {
  const { signer, privateKey } = await exampleSigner()
  const claims = exampleClaims()
  const [certificate] = signer.certificateChain
  const joseKey = await importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'ES256')
  const header = {
    alg: 'ES256',
    typ: 'jose+json',
    cty: 'ld+json',
    b64: false,
    crit: ['b64'],
    'x5t#S256': createHash('sha256').update(certificate).digest('base64url'),
    x5c: [Buffer.from(certificate).toString('base64')],
  }
  const text = Buffer.from(claims).toString('utf8')
  const withJose = async (bytes: Uint8Array, iat: number) => {
    const signed = await new GeneralSign(bytes)
      .addSignature(joseKey, { crit: { b64: true } })
      .setProtectedHeader({ ...header, iat })
      .sign()
    // With b64:false jose leaves the payload out: whoever sends it puts the text back and serialises.
    return Buffer.from(JSON.stringify({ ...signed, payload: text }))
  }
  const rates: { ours: number; ratio: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    // In turns, slice by slice, so that whatever else the machine does hits both alike.
    let theirs = 0
    let ours = 0
    for (let n = 0; n < slices; n++) {
      theirs += await timeOf(withJose, claims)
      ours += await timeOf((bytes, iat) => seal(bytes, signer, iat), claims)
    }
    const perSecond = (time: number) => (slices * slice * 1000) / time
    say(`round ${round}${round === 0 ? ' (warm-up)' : ''}: jose ${Math.round(perSecond(theirs))} seals/s, ours ${Math.round(perSecond(ours))} seals/s`)
    if (round > 0) rates.push({ ours: perSecond(ours), ratio: theirs / ours })
  }
  const ratio = median(rates.map((one) => one.ratio))
  emit({
    metric: 'one core',
    value: Math.round(median(rates.map((one) => one.ours))),
    unit: 'seals/s',
    baseline: `jose.GeneralSign and serialisation of the same ${claims.length} bytes`,
    ratio: round2(ratio),
    reach: 0.8,
    ok: ratio >= 0.8,
  })
}

const round2 = (value: number) => Math.round(value * 100) / 100

/** Runs `workers` threads that each build and seal for a while; the sum of their rates. */
async function rateOf(workers: number): Promise<number> {
  const file = new URL('./seal/build-and-seal.ts', import.meta.url).href
  const loader = import.meta.resolve('tsx/esm/api')
  // A thread does not inherit the loader of TypeScript, and asks for it by itself before it reads what it is to run.
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => (register(), import(${JSON.stringify(file)})))`
  const threads = Array.from({ length: workers }, () => new Worker(start, { eval: true, execArgv: [] }))
  const message = (thread: Worker) =>
    new Promise<unknown>((done, failed) => {
      thread.once('message', done)
      thread.once('error', failed)
    })
  try {
    // Loaded and warm first, then all at once: starting a thread is not what is measured.
    await Promise.all(threads.map(message))
    const rates = await Promise.all(
      threads.map((thread) => {
        const answer = message(thread)
        thread.postMessage('go')
        return answer
      }),
    )
    return rates.reduce<number>((sum, rate) => sum + Number(rate), 0)
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

async function twoWorkers(emit: Emit): Promise<void> {
  const one: number[] = []
  const two: number[] = []
  for (let round = 0; round < rounds; round++) {
    one.push(await rateOf(1))
    two.push(await rateOf(2))
    say(`round ${round + 1}: one worker ${Math.round(one.at(-1) ?? 0)} credentials/s, two ${Math.round(two.at(-1) ?? 0)} credentials/s`)
  }
  const ratio = best(two) / best(one)
  emit({
    metric: 'two workers',
    value: Math.round(best(two)),
    unit: 'credentials/s',
    baseline: 'one worker, claims built and sealed',
    ratio: round2(ratio),
    reach: 1.5,
    ok: ratio >= 1.5,
  })
}

async function verification(emit: Emit): Promise<void> {
  const { signer, trustList } = await exampleSigner()
  const at = new Date('2026-11-22T12:00:00Z')
  const sealed = await seal(exampleClaims(), signer, Date.parse('2026-11-20T10:00:00Z') / 1000)
  const times = async (options: Parameters<typeof verifyCredential>[1], count: number) => {
    const taken: number[] = []
    for (let n = 0; n < count + 20; n++) {
      const began = performance.now()
      await verifyCredential(sealed, options)
      if (n >= 20) taken.push(performance.now() - began)
    }
    return percentile(taken, 0.95)
  }
  const bare = await times({ at, trustList }, verifications)
  emit({ metric: 'verification without shapes, p95', value: round2(bare), unit: 'ms', reach: 10, ok: bare <= 10 })
  const directory = resolve(root, process.env['HUB_STANDARDS_DIR'] ?? '../shared/standards')
  if (!existsSync(resolve(directory, 'elm')))
    return say(
      `verification with shapes is left out: there are no published standards in ${process.env['HUB_STANDARDS_DIR'] ?? '../shared/standards'} (HUB_STANDARDS_DIR)`,
    )
  const standards = await readStandards(directory)
  const full = await times({ at, trustList, standards }, verifications / 4)
  emit({ metric: 'verification with shapes of both profiles, p95', value: round2(full), unit: 'ms', reach: 200, ok: full <= 200 })
}
