import type { SubmittedRow } from '@collegium/contracts'
import postgres from 'postgres'
import { testPostgresUrl } from '@collegium/testing'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aRow, jointCourse } from '../testing/joint-course.ts'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'
import { carriers, ownTables } from './carriers.ts'

const handedIn = new Map<string, SubmittedRow>()
let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
beforeAll(async () => {
  hub = await mobilityUnderTest({
    async claim<Rows>(_path: string, _purpose: string, body: object) {
      return { submissions: (body as { ids: string[] }).ids.flatMap((id) => handedIn.get(id) ?? []) } as Rows
    },
  })
  await hub.feed(...theAlliance())
})
afterAll(() => hub?.[Symbol.asyncDispose]())

interface Answer {
  id: string
  version: number
  state: string
  code?: string
  details?: Record<string, unknown>
  report?: Record<string, unknown> | null
  content?: Record<string, never> | null
  [field: string]: unknown
}
const shapes = {
  Learner:
    'id version givenNames familyName latinFamilyName birthDate email citizenship gender esi localId identityProofing erased mergedInto accessRecords { who purpose }',
  LearnerPair: 'id version state ground moves undoUntil survivor { id } first { id } second { id }',
  DataRequest: 'id version kind state dueAt report content learner { id }',
}
/** Calls a mutation; the types of its arguments are read from what is handed in. */
async function call(mutation: string, types: string, variables: Record<string, unknown>, who: Who = officeOf(birke)): Promise<Answer> {
  const fragments = Object.entries(shapes).map(([type, fields]) => `... on ${type} { ${fields} }`)
  const names = [...types.matchAll(/\$(\w+)/g)].map(([, name]) => `${name}: $${name}`)
  const document = `mutation (${types}) { ${mutation}(${names.join(', ')}) { __typename ${fragmentsFor(mutation, fragments)} ... on Problem { code details } } }`
  const { data, errors } = await hub.graph<Record<string, Answer>>(document, variables, who)
  expect(errors).toBeUndefined()
  return data[mutation] as Answer
}
const fragmentsFor = (mutation: string, [learner = '', pair = '', request = '']: string[]) =>
  ['registerLearner', 'rectifyLearner'].includes(mutation) ? learner : /erge|Apart/.test(mutation) ? pair : request

let count = 0
const someone = (change: Record<string, unknown> = {}) => {
  const n = ++count
  return { localId: `n-${n}`, givenNames: 'Saga', familyName: `Familie${n}`, birthDate: '2003-04-17', email: `saga${n}@mail.example`, ...change }
}
const register = (learner: Record<string, unknown>, proofing: string | null = 'substantial', who = officeOf(birke)) =>
  call('registerLearner', '$learner: LearnerInput!, $identityProofing: String', { learner, identityProofing: proofing }, who)
const rectify = (id: string, expectedVersion: number, learner: Record<string, unknown>, more: Record<string, unknown> = {}, who = officeOf(birke)) =>
  call(
    'rectifyLearner',
    '$id: ID!, $learner: LearnerInput!, $reason: String!, $expectedVersion: Int!, $requestId: ID, $requestVersion: Int',
    { id, learner, reason: 'recording-error', expectedVersion, ...more },
    who,
  )
const merge = (survivorId: string, mergedId: string, expectedVersion?: number, who = officeOf(birke)) =>
  call('mergeLearners', '$survivorId: ID!, $mergedId: ID!, $expectedVersion: Int', { survivorId, mergedId, expectedVersion }, who)
const undo = (pairId: string, expectedVersion: number, reason = 'two-persons') =>
  call('undoMerge', '$pairId: ID!, $reason: String!, $expectedVersion: Int!', { pairId, reason, expectedVersion })
const request = (mutation: string, learnerId: string, who: Who = officeOf(birke)) => call(mutation, '$learnerId: ID!', { learnerId }, who)
const carryOut = (requestId: string, expectedVersion: number, partial = false) =>
  call('carryOutErasure', '$requestId: ID!, $expectedVersion: Int!, $partial: Boolean', { requestId, expectedVersion, partial })
const directory = async (search: Record<string, string>, purpose = 'nomination', who = officeOf(birke)) =>
  hub.graph<{ learnerDirectory: { totalCount: number; edges: { node: Answer }[] } | null }>(
    `query ($search: LearnerSearch!, $purpose: String!) { learnerDirectory(search: $search, purpose: $purpose) { totalCount edges { node { ${shapes.Learner} } } } }`,
    { search, purpose },
    who,
  )
const found = async (search: Record<string, string>) => (await directory(search)).data.learnerDirectory?.edges.map(({ node }) => node.id)
const pairs = async (who = officeOf(birke)) =>
  (
    await hub.graph<{ learnerPairs: { totalCount: number; edges: { node: Answer & { first: { id: string }; second: { id: string } } }[] } }>(
      `{ learnerPairs(first: 100) { totalCount edges { node { ${shapes.LearnerPair} } } } }`,
      {},
      who,
    )
  ).data.learnerPairs.edges.map(({ node }) => node)
const pairOf = async (id: string) => (await pairs()).find((pair) => [pair.first.id, pair.second.id].includes(id))
/** Past row-level security: what really lies there. */
async function everything(): Promise<Record<string, Record<string, unknown>[]>> {
  const [{ name = '' } = {}] = await hub.database.unowned<{ name: string }[]>`select current_database() as name`
  const sql = postgres(new URL(`/${name}`, await testPostgresUrl()).href, { max: 1, onnotice: () => {} })
  try {
    const all: Record<string, Record<string, unknown>[]> = {}
    for (const table of [...ownTables, ...carriers.map((carrier) => carrier.table)])
      all[table] = (await sql.unsafe<{ row: Record<string, unknown> }[]>(`select to_jsonb(t) as row from "${table}" t order by to_jsonb(t)::text`)).map(
        ({ row }) => row,
      )
    return all
  } finally {
    await sql.end()
  }
}
async function record(instanceId: string, learner: Partial<SubmittedRow['learner']>, change: Partial<SubmittedRow> = {}): Promise<void> {
  const { row, event } = aRow(instanceId, learner, change)
  handedIn.set(row.submissionId, row)
  await hub.feed(event)
}
const nominate = async (learnerId: string) => {
  const { data } = await hub.graph<{ nominateLearner: { id: string; contentHash: string } }>(
    `mutation ($mobility: MobilityInput!, $nominee: NomineeInput!) { nominateLearner(mobility: $mobility, nominee: $nominee) { ... on Nomination { id contentHash } ... on Problem { code } } }`,
    {
      mobility: { type: 'semester', receiving: alder, academicYear: '2026/2027', iscedF: '0613', eqfLevel: 6 },
      nominee: { learnerId, comment: 'Plays the harp.' },
    },
  )
  return data.nominateLearner
}
const enrolmentsOf = async (learnerId: string, who = officeOf(birke)) =>
  (
    await hub.graph<{ _entities: ({ enrolments: { edges: { node: { id: string; participantName: string; results: { grade: string }[] } }[] } } | null)[] }>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Learner { enrolments { edges { node { id participantName results { grade } } } } } } }',
      { r: [{ __typename: 'Learner', id: learnerId }] },
      who,
    )
  ).data._entities[0]?.enrolments.edges.map(({ node }) => node) ?? []

describe('a learner is registered (I02)', () => {
  test('with an ESI of the home or of its country, and found by it at sign-in', async () => {
    const esi = 'urn:schac:personalUniqueCode:int:esi:se:19990101'
    const learner = await register(
      { ...someone(), esi, givenNames: 'Γιώργος', latinGivenNames: 'Giorgos', latinFamilyName: 'Papadopoulos', citizenship: 'GR', gender: 1 },
      null,
    )
    expect(learner).toMatchObject({
      esi,
      givenNames: 'Γιώργος',
      latinFamilyName: 'Papadopoulos',
      citizenship: 'GR',
      gender: 1,
      identityProofing: null,
      version: 1,
    })
    const { data } = await hub.graph('query ($esi: String!) { learnerByEsi(esi: $esi) }', { esi: esi.toUpperCase() }, { institution: birke, roles: ['system'] })
    expect(data).toEqual({ learnerByEsi: learner.id })
  })
  test.each([
    ['of another country’s form', 'urn:schac:personalUniqueCode:int:esi:pt:123', 'esi-of-another-country'],
    ['of another institution', `urn:schac:personalUniqueCode:int:esi:${alder}:123`, 'esi-of-another-home'],
    ['that is none', '123', 'esi-unreadable'],
  ])('but not with an ESI %s (A01)', async (_, esi, code) => {
    expect(await register({ ...someone(), esi }, null)).toMatchObject({ code })
  })
  test('without an ESI under the hub’s identifier, with the level of identity proofing (A01)', async () => {
    expect(await register(someone(), null)).toMatchObject({ code: 'identity-proofing-needed' })
    expect(await register(someone(), 'high')).toMatchObject({ esi: null, identityProofing: 'high' })
    expect(await register(someone(), 'certain')).toMatchObject({ code: 'invalid-request' })
  })
  test('once: the identifier stands for one learner, and only at home', async () => {
    const learner = await register(someone({ localId: 'only-one' }))
    expect(await register(someone({ localId: 'ONLY-one' }))).toMatchObject({ code: 'identifier-taken', details: { learnerId: learner.id } })
    expect(await register(someone({ localId: 'only-one' }), 'low', officeOf(alder))).toMatchObject({ localId: 'only-one' })
    const racing = await Promise.all(Array.from({ length: 4 }, () => register(someone({ localId: 'raced-for' }))))
    expect(racing.filter((one) => one.code === undefined)).toHaveLength(1)
  })
  test('by offices only', async () => {
    expect(await register(someone(), 'low', { institution: birke, roles: ['lecturer'] })).toMatchObject({ code: 'forbidden' })
  })
  test('and a result by their student number finds them, though they are registered with an ESI too', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const me = someone({ esi: `urn:schac:personalUniqueCode:int:esi:${birke}:both-ways` })
    const { id } = await register(me, null)
    await record(course.instanceId, { localId: me.localId, familyName: me.familyName })
    expect(await enrolmentsOf(id)).toHaveLength(1)
  })
})

describe('what is held is corrected (I02, GDPR 16)', () => {
  test('with a reason, by version; what stood before stays readable to the learner, and nobody else’s business', async () => {
    const me = someone()
    const learner = await register(me)
    expect(await rectify(learner.id, 1, { ...me, familyName: 'Berg' }, { reason: 'because' })).toMatchObject({ code: 'reason-needed' })
    expect(await rectify(learner.id, 1, me)).toMatchObject({ code: 'nothing-changed' })
    expect(await rectify(learner.id, 1, { ...me, familyName: 'Berg' }, {}, officeOf(alder))).toMatchObject({ code: 'not-found' })
    const berg = await rectify(learner.id, 1, { ...me, familyName: 'Berg' }, { reason: 'name-changed' })
    expect(berg).toMatchObject({ version: 2, familyName: 'Berg' })
    expect(await rectify(learner.id, 1, me)).toMatchObject({ code: 'stale-version', details: { current: 2 } })
    const { content } = await request('requestAccess', learner.id, learnerOf(birke, learner.id))
    expect(content).toMatchObject({
      learner: { familyName: 'Berg' },
      history: [{ version: 2, changed: ['familyName'], reason: 'name-changed', before: { familyName: me.familyName } }],
    })
  })
  test('an identifier too: the new one finds the learner, the wrong one no longer does', async () => {
    const me = someone({ localId: 'wrong-number' })
    const learner = await register(me)
    const other = await register(someone({ localId: 'taken-number' }))
    expect(await rectify(learner.id, 1, { ...me, localId: 'taken-number' })).toMatchObject({ code: 'identifier-taken', details: { learnerId: other.id } })
    await rectify(learner.id, 1, { ...me, localId: 'right-number' })
    expect(await found({ identifier: 'right-number' })).toEqual([learner.id])
    expect(await found({ identifier: 'wrong-number' })).toEqual([])
  })
  test('at the learner’s own request, which is answered with what changed', async () => {
    const me = someone()
    const learner = await register(me)
    const asked = await call(
      'requestRectification',
      '$learnerId: ID!, $learner: LearnerInput!',
      { learnerId: learner.id, learner: { ...me, email: 'new@mail.example' } },
      learnerOf(birke, learner.id),
    )
    expect(asked).toMatchObject({ kind: 'rectification', state: 'requested', content: { email: 'new@mail.example' } })
    await rectify(learner.id, 1, { ...me, email: 'new@mail.example' }, { reason: 'learner-request', requestId: asked.id, requestVersion: 1 })
    const { data } = await hub.graph<{ dataRequests: { edges: { node: Answer }[] } }>(
      '{ dataRequests { edges { node { id state report } } } }',
      {},
      learnerOf(birke, learner.id),
    )
    expect(data.dataRequests.edges).toEqual([{ node: { id: asked.id, state: 'completed', report: { changed: ['email'] } } }])
  })
})

describe('the directory (I02)', () => {
  test('finds by whole words and identifiers, in any script and order, and the learner sees who looked', async () => {
    const learner = await register(someone({ givenNames: 'Łukasz', familyName: 'Strauß-Ørsted', latinFamilyName: 'Strauss-Orsted' }))
    for (const name of ['strauss', 'ŁUKASZ', 'Ørsted Łukasz', 'strauß-ørsted']) expect(await found({ name }), name).toEqual([learner.id])
    for (const name of ['straus', 'Łukasz Berg']) expect(await found({ name }), name).toEqual([])
    const { data } = await hub.graph<{ _entities: Answer[] }>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Learner { accessRecords { who purpose } } } }',
      { r: [{ __typename: 'Learner', id: learner.id }] },
      learnerOf(birke, learner.id),
    )
    expect(data._entities[0]?.accessRecords).toEqual(
      Array.from({ length: 4 }, () => ({ who: `person:international-office@${birke}`, purpose: 'directory:nomination' })),
    )
  })
  test('wants a purpose and a search, shows other homes nothing, and no learner to a lecturer', async () => {
    const learner = await register(someone({ familyName: 'Unikum' }))
    expect(await directory({ name: 'unikum' }, 'curiosity')).toMatchObject({ errors: [{ extensions: { code: 'invalid-request' } }] })
    expect(await directory({ name: ' ' })).toMatchObject({ errors: [{ extensions: { code: 'invalid-request' } }] })
    expect((await directory({ name: 'unikum' }, 'nomination', officeOf(alder))).data.learnerDirectory).toMatchObject({ totalCount: 0, edges: [] })
    expect(await directory({ name: 'unikum' }, 'nomination', { institution: birke, roles: ['lecturer'] })).toMatchObject({
      errors: [{ extensions: { code: 'forbidden' } }],
    })
    expect(await found({ name: 'unikum' })).toEqual([learner.id])
  })
  test('keeps neither names nor identifiers where a dump could show them', async () => {
    await register(someone({ givenNames: 'Unmistakable', localId: 'number-of-hers' }))
    expect(JSON.stringify(await everything())).not.toMatch(/nmistakable|number-of-hers|MISTAKABLE/)
  })
})

describe('doubtful pairs (I02)', () => {
  test('of files and of registrations wait for a human; nothing is merged by itself, and what is kept apart is not asked again', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const first = await register(someone({ familyName: 'Doppelgänger', birthDate: '2001-01-01' }))
    await register(someone({ familyName: 'Doppelgänger', birthDate: '2001-01-02' }))
    expect(await pairOf(first.id)).toBeUndefined()
    const row = { localId: 'from-a-file', familyName: 'Doppelganger', birthDate: '2001-01-01' }
    await record(course.instanceId, row)
    const pair = await pairOf(first.id)
    expect(pair).toMatchObject({ state: 'open', ground: 'same-name', moves: ['merge', 'keep-apart'] })
    expect(await pairs(officeOf(alder))).toEqual([])
    const apart = await call('keepLearnersApart', '$pairId: ID!, $expectedVersion: Int!', { pairId: pair?.id, expectedVersion: 1 })
    expect(apart).toMatchObject({ state: 'kept-apart', version: 2 })
    await record(course.instanceId, row, { attempt: 2 })
    expect(await pairOf(first.id)).toBeUndefined()
  })
})

describe('two learners are merged (I02)', () => {
  /** Two records of one person: one registered with a nomination, one from a file with a result. */
  async function twoOfOne() {
    const course = jointCourse()
    await hub.feed(...course.events)
    const survivor = await register(someone({ familyName: 'Zwilling' }))
    const localId = `file-${newId()}`
    await record(course.instanceId, { localId, familyName: 'Zwillinck' })
    const merged = (await found({ identifier: localId }))?.[0] ?? ''
    const { id: nominationId, contentHash } = await nominate(merged)
    await hub.graph(
      'mutation ($id: ID!, $h: String!) { rejectNomination(id: $id, contentHash: $h, comment: "No harps.") { __typename } }',
      { id: nominationId, h: contentHash },
      officeOf(alder),
    )
    return { survivor, merged, localId, course, nominationId }
  }

  test('everything follows and stays readable; later files find the survivor; events say so', async () => {
    const { survivor, merged, localId, course, nominationId } = await twoOfOne()
    await hub.published()
    const pair = await pairOf(merged)
    expect(await merge(survivor.id, merged)).toMatchObject({ state: 'merged', survivor: { id: survivor.id }, moves: ['undo'] })
    expect(await enrolmentsOf(survivor.id)).toMatchObject([{ participantName: 'Saga Zwillinck', results: [{ grade: '1.7' }] }])
    expect(await enrolmentsOf(survivor.id, learnerOf(birke, survivor.id))).toHaveLength(1)
    const { data } = await hub.graph<{ nomination: unknown }>(
      'query ($id: ID!) { nomination(id: $id) { learner { id } nominee { comment } answers { comment } } }',
      { id: nominationId },
      learnerOf(birke, survivor.id),
    )
    expect(data.nomination).toMatchObject({ learner: { id: survivor.id }, nominee: { comment: 'Plays the harp.' }, answers: [{ comment: 'No harps.' }] })
    await record(course.instanceId, { localId, familyName: 'Zwilling' }, { attempt: 2 })
    expect(await enrolmentsOf(survivor.id)).toMatchObject([{ results: [{}, {}] }])
    expect(await found({ identifier: localId })).toEqual([survivor.id])
    expect((await hub.published()).filter(({ fact }) => fact.startsWith('learner.'))).toMatchObject([
      { fact: 'learner.merged', data: { learnerId: survivor.id, mergedId: merged, home: birke, pairId: pair?.id ?? (expect.any(String) as string) } },
    ])
    expect(await merge(survivor.id, merged)).toMatchObject({ code: 'not-a-pair' })
    expect(await nominate(merged)).toMatchObject({ code: 'unknown-learner' })
  })

  test('and the merge is undone exactly', async () => {
    const { survivor, merged } = await twoOfOne()
    // Every sealing has another nonce, and the order of rows here is that of their text.
    const open = (rows: Record<string, unknown>[]) =>
      rows
        .map(({ version: _v, participant: _p, nominee: _n, comment: _c, student: _s, ...row }) => row)
        .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))
    const plain = (all: Record<string, Record<string, unknown>[]>) =>
      Object.fromEntries(
        Object.entries(all)
          .filter(([table]) => table !== 'learner_pairs' && table !== 'access_records')
          .map(([table, rows]) => [table, open(rows)]),
      )
    const before = await everything()
    const names = [await enrolmentsOf(merged), await enrolmentsOf(survivor.id)]
    const pair = await merge(survivor.id, merged)
    expect(pair.code).toBeUndefined()
    expect(plain(await everything())).not.toEqual(plain(before))
    expect(await undo(pair.id, pair.version)).toMatchObject({ state: 'open' })
    expect(plain(await everything())).toEqual(plain(before))
    expect([await enrolmentsOf(merged), await enrolmentsOf(survivor.id)]).toEqual(names)
    expect((await hub.published()).at(-1)).toMatchObject({ fact: 'learner.unmerged', data: { learnerId: survivor.id, mergedId: merged } })
  })

  test('undone later, what grew on the moved rows goes back with them, and what is the survivor’s own stays', async () => {
    const { survivor, merged, localId, course } = await twoOfOne()
    const pair = await merge(survivor.id, merged)
    await record(course.instanceId, { localId, familyName: 'Zwilling' }, { attempt: 2 })
    const own = await nominate(survivor.id)
    await undo(pair.id, pair.version)
    expect(await enrolmentsOf(merged)).toMatchObject([{ results: [{}, {}] }])
    expect(await enrolmentsOf(survivor.id)).toEqual([])
    const { data } = await hub.graph('query ($id: ID!) { nomination(id: $id) { learner { id } nominee { comment } } }', { id: own.id })
    expect(data).toMatchObject({ nomination: { learner: { id: survivor.id }, nominee: { comment: 'Plays the harp.' } } })
  })

  test('a second enrolment at one offer stays behind, with its results', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const [one, other] = [`a-${newId()}`, `b-${newId()}`]
    await record(course.instanceId, { localId: one, familyName: 'Einer' })
    await record(course.instanceId, { localId: other, familyName: 'Anderer' })
    const [survivor = '', merged = ''] = [(await found({ identifier: one }))?.[0], (await found({ identifier: other }))?.[0]]
    expect(await merge(survivor, merged)).toMatchObject({ state: 'merged' })
    expect(await enrolmentsOf(survivor)).toMatchObject([{ participantName: 'Saga Einer' }])
    expect(await enrolmentsOf(merged)).toMatchObject([{ participantName: 'Saga Anderer', results: [{}] }])
  })

  test('by the home only, once, never with oneself, and undone in time only', async () => {
    const { survivor, merged } = await twoOfOne()
    expect(await merge(survivor.id, survivor.id)).toMatchObject({ code: 'not-a-pair' })
    expect(await merge(survivor.id, merged, undefined, officeOf(alder))).toMatchObject({ code: 'not-a-pair' })
    expect(await merge(survivor.id, merged, undefined, { institution: birke, roles: ['lecturer'] })).toMatchObject({ code: 'forbidden' })
    const racing = await Promise.all([merge(survivor.id, merged), merge(merged, survivor.id)])
    expect(racing.filter((one) => one.code === undefined)).toHaveLength(1)
    const done = racing.find((one) => one.code === undefined) as Answer
    expect(await undo(done.id, done.version, 'no reason')).toMatchObject({ code: 'reason-needed' })
    expect(await undo(done.id, 1)).toMatchObject({ code: 'stale-version' })
    hub.pass(181 * 86_400_000)
    expect(await undo(done.id, done.version)).toMatchObject({ code: 'undo-too-late' })
    hub.pass(-181 * 86_400_000)
  })

  test('no table with a learner’s rows is forgotten, and no encrypted column of one', async () => {
    const columns = await hub.database.unowned<{ table_name: string; column_name: string; data_type: string }[]>`
      select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'`
    const withLearner = columns.filter((column) => column.column_name === 'learner_id').map((column) => column.table_name)
    const known = new Set<string>([...carriers.map((carrier) => carrier.table), ...ownTables])
    expect(
      withLearner.filter((table) => !known.has(table)),
      'tables with learner_id that src/learners/carriers.ts does not list',
    ).toEqual([])
    for (const { table, sealed = {} } of carriers) {
      const bytes = columns.filter((column) => column.table_name === table && column.data_type === 'bytea').map((column) => column.column_name)
      expect(bytes.toSorted(), `encrypted columns of ${table}`).toEqual(Object.keys(sealed).toSorted())
    }
  })
})

describe('data subjects’ requests (I02)', () => {
  test('access: everything that is held, with purposes, recipients and terms, to the learner and nobody else (GDPR 15)', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const me = someone()
    const learner = await register(me)
    await record(course.instanceId, { localId: me.localId, familyName: me.familyName })
    await nominate(learner.id)
    const answer = await request('requestAccess', learner.id, learnerOf(birke, learner.id))
    expect(answer).toMatchObject({
      kind: 'access',
      state: 'completed',
      content: {
        learner: { givenNames: 'Saga', email: me.email },
        records: {
          results: [{ grade: '1.7', lead: alder }],
          enrolments: [{ participant: { familyName: me.familyName } }],
          nomination_versions: [{ nominee: { comment: 'Plays the harp.' } }],
        },
        duties: [{ kind: 'examination', until: '2036-11-13' }],
        processing: { examination: { legalBasis: 'legal-obligation' } },
      },
    })
    expect(await request('requestAccess', learner.id, learnerOf(birke, newId()))).toMatchObject({ code: 'not-found' })
    expect(await request('requestAccess', learner.id, officeOf(alder))).toMatchObject({ code: 'not-found' })
    expect(await request('requestAccess', learner.id, { institution: birke, roles: ['analyst'] })).toMatchObject({ code: 'forbidden' })
    const file = await request('exportLearner', learner.id)
    expect(file).toMatchObject({
      kind: 'portability',
      content: { format: 'collegium-learner-file', learner: { localId: me.localId }, records: { results: [{}] } },
    })
    expect(file.content).not.toHaveProperty('processing')
  })

  test('of a merged learner: both records are in the answer', async () => {
    const [one, other] = [await register(someone({ familyName: 'Hauptsatz' })), await register(someone({ familyName: 'Nebensatz' }))]
    await merge(one.id, other.id)
    expect(await request('exportLearner', one.id)).toMatchObject({
      content: { learner: { familyName: 'Hauptsatz' }, merged: [{ learner: { familyName: 'Nebensatz' } }] },
    })
    expect(await request('exportLearner', other.id)).toMatchObject({ code: 'merged-meanwhile', details: { learnerId: one.id } })
  })

  test('erasure is refused lawfully while a duty stands, naming the kind and until when (GDPR 17(3))', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const me = someone({ citizenship: 'SE', gender: 2 })
    const learner = await register(me)
    await record(course.instanceId, { localId: me.localId, familyName: me.familyName })
    const asked = await request('requestErasure', learner.id, learnerOf(birke, learner.id))
    expect(asked).toMatchObject({ state: 'requested', dueAt: '2026-12-22T10:00:00.000Z' })
    expect(await carryOut(asked.id, 7)).toMatchObject({ code: 'stale-version' })
    expect(await carryOut(asked.id, 1)).toMatchObject({
      state: 'refused',
      report: { reason: 'retention-duty', duties: [{ kind: 'examination', until: '2036-11-13', article: 'GDPR 6(1)(c), 17(3)(b)' }] },
    })
    expect(await found({ identifier: me.localId })).toEqual([learner.id])
    // What no duty covers goes, if that is asked for; the records stay, and say whose they are.
    await hub.published()
    const again = await request('requestErasure', learner.id)
    expect(await carryOut(again.id, 1, true)).toMatchObject({
      state: 'completed',
      report: { erased: ['contact', 'access-tokens', 'history'], kept: ['identity'] },
    })
    const left = (await directory({ identifier: me.localId })).data.learnerDirectory?.edges[0]?.node
    expect(left).toMatchObject({ familyName: me.familyName, email: null, citizenship: null, gender: null, erased: false })
    expect(await found({ name: me.familyName })).toEqual([])
    expect(await enrolmentsOf(learner.id)).toMatchObject([{ participantName: `Saga ${me.familyName}` }])
    expect((await hub.published()).map(({ fact, data }) => [fact, data.extent])).toEqual([
      ['erasure.requested', undefined],
      ['erasure.completed', 'partial'],
    ])
  })

  test('erasure destroys the keys where no duty stands: rows stay, with nobody in them; a later file does not bring them back (GDPR 17)', async () => {
    const course = jointCourse()
    await hub.feed(...course.events)
    const me = someone()
    const learner = await register(me)
    const other = await register(someone())
    await merge(learner.id, other.id)
    await record(course.instanceId, { localId: me.localId, familyName: me.familyName }, { assessedOn: '2010-06-30', outcome: 'passed' })
    await rectify(learner.id, 2, { ...me, email: null })
    await request('requestAccess', learner.id)
    const [enrolment] = await enrolmentsOf(learner.id)
    const asked = await request('requestErasure', learner.id)
    await hub.published()
    expect(await carryOut(asked.id, 1)).toMatchObject({ state: 'completed', content: null })
    expect((await hub.published()).map(({ fact, data }) => [fact, data])).toEqual([
      [
        'erasure.completed',
        { requestId: asked.id, learnerId: learner.id, home: birke, extent: 'full', mergedIds: [other.id], enrolmentIds: [enrolment?.id], leads: [alder] },
      ],
    ])
    const all = await everything()
    const mine = (table: string, column: string) => (all[table] ?? []).filter((row) => [learner.id, other.id].includes(row[column] as string))
    for (const row of mine('learners', 'id')) expect(row).toMatchObject({ wrapped_key: null, personal: null, name_tokens: [], birth_index: null })
    for (const row of mine('learner_versions', 'learner_id')) expect(row).toMatchObject({ before: null })
    for (const row of mine('data_requests', 'learner_id')) expect(row).toMatchObject({ sealed: null })
    expect(await found({ identifier: me.localId })).toEqual([])
    expect(await enrolmentsOf(learner.id)).toMatchObject([{ participantName: null, results: [{ grade: '1.7' }] }])
    await record(course.instanceId, { localId: me.localId, familyName: me.familyName }, { attempt: 2 })
    expect((await hub.published()).at(-1)).toMatchObject({ fact: 'submission-settlement.settled', data: { outcome: 'refused', reason: 'learner-erased' } })
    expect(await request('requestAccess', learner.id)).toMatchObject({ code: 'learner-erased' })
    expect(await nominate(learner.id)).toMatchObject({ code: 'unknown-learner' })
    expect(await merge(learner.id, (await register(someone())).id)).toMatchObject({ code: 'not-a-pair' })
  })

  test('a request can be refused with a reason, once', async () => {
    const learner = await register(someone({ localId: undefined }), 'low')
    const asked = await request('requestErasure', learner.id)
    const refuse = (reason: string, expectedVersion: number) =>
      call('refuseDataRequest', '$requestId: ID!, $reason: String!, $expectedVersion: Int!', { requestId: asked.id, reason, expectedVersion })
    expect(await refuse('no', 1)).toMatchObject({ code: 'reason-needed' })
    expect(await refuse('identity-not-proven', 1)).toMatchObject({ state: 'refused', report: { reason: 'identity-not-proven' } })
    expect(await carryOut(asked.id, 2)).toMatchObject({ code: 'not-allowed-from' })
  })

  test('the drill: a learner with much to show is answered and erased, machine time far below an hour', async () => {
    const me = someone()
    const learner = await register(me, 'low', officeOf(cedro))
    for (const mutation of ['requestAccess', 'exportLearner', 'requestErasure']) {
      const answer = await request(mutation, learner.id, officeOf(cedro))
      expect(answer.code).toBeUndefined()
      if (mutation === 'requestErasure')
        expect(
          await call('carryOutErasure', '$requestId: ID!, $expectedVersion: Int!', { requestId: answer.id, expectedVersion: 1 }, officeOf(cedro)),
        ).toMatchObject({ state: 'completed' })
    }
  })
})
