import { createServer, type Server } from 'node:http'

/** What the agent of a test run hands out: each server is started when a test first asks for it, so a run of unit tests starts none. */
export interface Agent {
  readonly postgres: () => Promise<{ readonly url: string }>
  readonly kafka: () => Promise<{ readonly brokers: string } | { readonly missing: string }>
}

type Answers = { readonly [Name in keyof Agent]: Awaited<ReturnType<Agent[Name]>> }

const environmentName = 'HUB_TEST_AGENT'

/** Serves the agent to the workers of this run, which find its address in their environment. */
export async function serveAgent(agent: Agent): Promise<Server> {
  const server = createServer((request, response) => {
    const ask = request.url === '/postgres' ? agent.postgres : agent.kafka
    ask().then(
      (answer) => response.end(JSON.stringify(answer)),
      (fault: unknown) => response.writeHead(500).end(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address)
    throw new Error('The agent of the test run has no address, so no test could reach it. Is the loopback interface up?')
  process.env[environmentName] = `http://127.0.0.1:${address.port}`
  return server
}

/** Asks the agent of this run; undefined where there is none, as in a script outside vitest. */
export async function askAgent<Name extends keyof Agent>(name: Name): Promise<Answers[Name] | undefined> {
  const address = process.env[environmentName]
  if (!address) return undefined
  const response = await fetch(`${address}/${name}`)
  const body = await response.text()
  if (!response.ok) throw new Error(`The test run could not provide ${name}: ${body}`)
  const answer: Answers[Name] = JSON.parse(body)
  return answer
}
