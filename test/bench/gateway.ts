import autocannon from 'autocannon'
import { demoResults } from '@collegium/exchange/demo-results'
import { writeDemoCsv } from '@collegium/exchange/write-demo-results'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { readKeys, tokenMint } from '@collegium/service-kit'
import { Hub } from '../hub.ts'

type Emit = (line: { metric: string; value: number; unit: string; baseline?: string; ratio?: number; reach: number; ok: boolean }) => void

const seconds = 8
const say = (line: string): void => void process.stderr.write(`  ${line}\n`)

/**
 * Different variables in each request that is under way: identical ones would be answered once for all, and the figure would be a fantasy.
 * So each connection begins at another place of the list.
 */
async function load(url: string, token: string, bodies: readonly object[], rate?: number) {
  const requests = bodies.map((body) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  }))
  const connections = 16
  let clients = 0
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests,
    setupClient(client) {
      const from = Math.floor((clients++ * requests.length) / connections) % requests.length
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)])
    },
    ...(rate && { overallRate: rate }),
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} requests were refused, ${result.errors} failed`)
  return { perSecond: result.requests.average, p95: result.latency.p97_5 }
}

/** What the one door costs: a query through the gateway, signed in, against the same query asked of the subgraph itself. */
export async function bench(emit: Emit): Promise<void> {
  await using test = await Hub.start()
  const office = await test.as('office@uni-alder.example')
  const csv = new PassThrough()
  const file = buffer(csv)
  await writeDemoCsv(demoResults({ rows: 200, seed: 7 }), csv)
  csv.end()
  const run = await office.check({ file: new Uint8Array(await file), name: 'results.csv' })
  await office.accept(run.id)
  await office.until(run.id, ['done'])
  await test.hub.settle()

  const home = await test.as('office@uni-birke.example')
  const { data } = await home.graph<{ enrolments: { edges: { node: { id: string } }[] } }>('{ enrolments(first: 100) { edges { node { id } } } }')
  const ids = data?.enrolments.edges.map((edge) => edge.node.id) ?? []
  const mobility = test.hub.services.get('mobility')
  if (!mobility) throw new Error('mobility is not running')
  const subgraph = await mobility.app.listen({ host: '127.0.0.1', port: 0 })
  const mint = tokenMint('gateway', readKeys(test.keysDir, 'gateway'), () => new Date())
  const session = {
    subject: 'person:office@uni-birke.example',
    kind: 'person',
    institution: 'uni-birke.example',
    roles: ['international-office', 'examinations-office'],
    units: [],
  } as const

  const one = ids.map((id) => ({
    query: 'query One($id: ID!) { enrolment(id: $id) { id participantName results { attempt grade ects } } }',
    variables: { id },
  }))
  const pages = ids.slice(0, 80)
  const list = pages.map((after) => ({
    query: 'query List($after: String) { enrolments(first: 20, after: $after) { edges { node { id participantName } } } }',
    variables: { after },
  }))
  const join20 = pages.map((after) => ({
    query: 'query Join($after: String) { enrolments(first: 20, after: $after) { edges { node { id participantName credentials { id state } } } } }',
    variables: { after },
  }))

  await load(test.url, home.token, one)
  const direct = await load(subgraph, await mint.mint('mobility', session), one)
  const through = await load(test.url, home.token, one)
  say(`one entity: subgraph ${direct.perSecond}/s, gateway ${through.perSecond}/s`)
  const entity = through.perSecond / direct.perSecond
  emit({
    metric: 'one-entity query',
    value: Math.round(through.perSecond),
    unit: 'requests/s',
    baseline: 'the same query asked of the subgraph',
    ratio: Math.round(entity * 100) / 100,
    reach: 0.35,
    ok: entity >= 0.35,
  })

  const plain = await load(test.url, home.token, list)
  const joined = await load(test.url, home.token, join20)
  say(`20 entities: without the join ${plain.perSecond}/s, with it ${joined.perSecond}/s`)
  const ratio = joined.perSecond / plain.perSecond
  emit({
    metric: '20-entity join',
    value: Math.round(joined.perSecond),
    unit: 'requests/s',
    baseline: 'the same list without the join',
    ratio: Math.round(ratio * 100) / 100,
    reach: 0.4,
    ok: ratio >= 0.4,
  })

  const steady = await load(test.url, home.token, [...one, ...join20], 200)
  emit({ metric: 'p97.5 at 200 requests/s', value: steady.p95, unit: 'ms', reach: 300, ok: steady.p95 <= 300 })
}
