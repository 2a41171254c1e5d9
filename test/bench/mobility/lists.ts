import { readKeys, tokenMint } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import type { TestHub } from '../../hub.ts'
import { type Emit, p95, round, say, timed } from './measures.ts'

const agreements = 100_000
const rounds = 60
const home = 'uni-birke.example'

/** One agreement through the front door, then many like it, spread over partners, states, turns and years. */
async function fill(test: TestHub): Promise<void> {
  const office = await test.as(`office@${home}`)
  const learner = await office.graph<{ registerLearner: { id: string } }>(
    `mutation { registerLearner(learner: { esi: "urn:schac:personalUniqueCode:int:esi:${home}:bench-1", givenNames: "Bo", familyName: "Bench", birthDate: "2003-01-01", citizenship: "SE", gender: 1, email: "bo@mail.example" }) { ... on Learner { id } } }`,
  )
  const component = (table: string, title: string, more = '') =>
    `{ id: "${newId()}", table: "${table}", title: "${title}", term: { number: 1, of: 2 }, credits: [{ scheme: "ects", value: 30 }] ${more} }`
  const opened = await office.graph<{ openLearningAgreement: { id: string } }>(
    `mutation ($learner: ID!) { openLearningAgreement(agreement: { learnerId: $learner, receiving: "uni-alder.example", type: "semester", academicYear: "2026/2027", content: {
      components: [${component('studied', 'Statistics II')}, ${component('recognised', 'Statistik B', ', automaticRecognition: true')}], links: [], physical: { startsOn: "2027-02-01", endsOn: "2027-06-30" },
      iscedF: "0542", eqfLevel: 6, languageTag: "en", languageLevel: "B2" } }) { ... on LearningAgreement { id } ... on Problem { code details } } }`,
    { learner: learner.data?.registerLearner.id },
  )
  const id = opened.data?.openLearningAgreement.id
  if (!id) throw new Error(`The first agreement was refused: ${JSON.stringify(opened)}`)
  say(`${agreements} agreements like it`)
  await test.look('mobility', async (sql) => {
    const columns = (
      await sql<
        { name: string }[]
      >`select attname as name from pg_attribute where attrelid = 'learning_agreements'::regclass and attnum > 0 and not attisdropped`
    ).map((one) => one.name)
    const made: Record<string, string> = {
      id: "('01930000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid",
      status: "(array['draft','proposed','agreed','in-mobility','awaiting-transcript','closed'])[1 + n % 6]",
      turn: "(array['learner','receiving','receiving','receiving','sending','nobody'])[1 + n % 6]",
      academic_year: "(array['2026/2027','2025/2026'])[1 + (n / 6) % 2]",
      receiving: "(array['uni-alder.example','uni-cedro.example'])[1 + (n / 12) % 2]",
      receiver_sees: "(array['uni-alder.example','uni-cedro.example'])[1 + (n / 12) % 2]",
      type: "(array['semester','short-term-blended','virtual'])[1 + (n / 24) % 3]",
      due_on: "date '2026-09-01' + (n % 200)",
      search_text: "'UNI BIRKE EXAMPLE STATISTICS ' || (array['URBAN ECOLOGY','DATA ETHICS','GRAPH THEORY','BAROQUE MUSIC'])[1 + (n / 72) % 4]",
    }
    await sql.unsafe(
      `insert into learning_agreements (${columns.map((one) => `"${one}"`).join(', ')}) select ${columns.map((one) => made[one] ?? `a."${one}"`).join(', ')} from learning_agreements a, generate_series(1, ${agreements}) n where a.id = '${id}'`,
    )
    await sql.unsafe(
      `insert into learning_agreement_versions (agreement_id, number, sending, receiver_sees, coordinator_sees, learner_id, state, content, changes, steps, hash, signatures, comment, opened_at, changed_at)
       select ('01930000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, v.number, v.sending, v.receiver_sees, v.coordinator_sees, v.learner_id, v.state, v.content, v.changes, v.steps, v.hash, v.signatures, v.comment, v.opened_at, v.changed_at
       from learning_agreement_versions v, generate_series(1, ${agreements}) n where v.agreement_id = '${id}'`,
    )
    await sql`analyze`
    return []
  })
}

const filters = [
  {},
  { turn: 'mine' },
  { turn: 'partner', type: ['semester'] },
  { status: ['proposed', 'agreed'], partner: 'uni-cedro.example' },
  { text: 'ecol' },
  { text: 'data ethics', direction: 'outgoing' },
  { dueBefore: '2026-12-24' },
  { turn: 'stuck', academicYear: '2025/2026' },
  { academicYear: 'all', type: ['virtual'] },
  { text: 'bench', turn: 'learner' },
]
const query = `query List($filter: LearningAgreementFilter) {
  learningAgreements(filter: $filter, first: 25) { totalCount edges { node { id status turn dueOn type receiving learner { familyName } } } }
  agreementPipeline(filter: $filter) { myTurn partnersTurn learnersTurn stuck done total } }`

/** Lists with their counts, and the pipeline beside them. */
export async function lists(test: TestHub, emit: Emit): Promise<void> {
  await fill(test)
  const mobility = test.hub.services.get('mobility')
  if (!mobility) throw new Error('mobility is not running')
  const subgraph = await mobility.app.listen({ host: '127.0.0.1', port: 0 })
  const mint = tokenMint('gateway', readKeys(test.keysDir, 'gateway'), () => new Date())
  const session = { subject: `person:office@${home}`, kind: 'person', institution: home, roles: ['international-office'], units: [] } as const
  const ask = async (url: string, token: string, i: number) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { filter: filters[i % filters.length] } }),
    })
    const answer = (await response.json()) as { errors?: unknown; data?: { learningAgreements: { totalCount: number }; agreementPipeline: { total: number } } }
    if (answer.errors || answer.data?.learningAgreements.totalCount !== answer.data?.agreementPipeline.total)
      throw new Error(JSON.stringify(answer).slice(0, 500))
  }
  const office = await test.as(`office@${home}`)
  const measure = async (asked: (i: number) => Promise<unknown>) => {
    for (let i = 0; i < filters.length; i++) await asked(i)
    const times: number[] = []
    for (let i = 0; i < rounds; i++) times.push(await timed(() => asked(i)))
    return p95(times)
  }
  const inService = await measure(async (i) => ask(subgraph, await mint.mint('mobility', session), i))
  const throughGateway = await measure((i) => ask(test.url, office.token, i))
  say(`list with counts: service ${round(inService)} ms, gateway ${round(throughGateway)} ms`)
  emit({
    metric: `p95 of a filtered list with counts, ${agreements} agreements, in the service`,
    value: round(inService),
    unit: 'ms',
    reach: 100,
    ok: inService <= 100,
  })
  emit({
    metric: `p95 of the same through the gateway`,
    value: round(throughGateway),
    unit: 'ms',
    baseline: 'the same asked of the service',
    ratio: round(throughGateway / inService, 2),
    reach: 300,
    ok: throughGateway <= 300,
  })
}
