import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { alder, birke, cedro, learnerOf, mobilityUnderTest, officeOf, theAlliance, type Who } from '../testing/mobility-under-test.ts'
import { dossierAttachments, dossierNotes } from './tables.ts'

let hub: Awaited<ReturnType<typeof mobilityUnderTest>>
let agreementId: string
let learnerId: string
const colleague: Who = { institution: birke, roles: ['recognition-office'], session: { subject: 'person:colleague@uni-birke.example' } }
const administrator: Who = { institution: birke, roles: ['institution-administrator'], session: { subject: 'person:admin@uni-birke.example' } }
const pdf = Buffer.from('%PDF-1.7\n% a scanned form of Bo Ek\n')

beforeAll(async () => {
  hub = await mobilityUnderTest()
  await hub.feed(...theAlliance())
  const learner = await hub.graph<{ registerLearner: { id: string } }>(
    'mutation ($learner: LearnerInput!) { registerLearner(learner: $learner) { ... on Learner { id } ... on Problem { code details } } }',
    { learner: { esi: `urn:schac:personalUniqueCode:int:esi:${birke}:dossier`, givenNames: 'Bo', familyName: 'Ek' } },
  )
  learnerId = learner.data.registerLearner.id
  const opened = await hub.graph<{ openLearningAgreement: { id: string } }>(
    'mutation ($a: LearningAgreementInput!) { openLearningAgreement(agreement: $a) { ... on LearningAgreement { id } ... on Problem { code details } } }',
    {
      a: {
        learnerId,
        receiving: alder,
        type: 'semester',
        academicYear: '2026/2027',
        content: { components: [], links: [], iscedF: '0542', eqfLevel: 6, languageTag: 'en', languageLevel: 'B2' },
      },
    },
  )
  agreementId = opened.data.openLearningAgreement.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const seen = async (who: Who) =>
  (
    await hub.graph<{
      learningAgreement: {
        notes: { id: string; text: string; author: string; version: number }[]
        attachments: { id: string; name: string; size: number }[]
      } | null
    }>('query ($id: ID!) { learningAgreement(id: $id) { notes { id text author version } attachments { id name size } } }', { id: agreementId }, who)
  ).data.learningAgreement
const mutate = async (field: string, args: string, who: Who) =>
  (
    await hub.graph<Record<string, { id?: string; code?: string; details?: unknown }>>(
      `mutation { ${field}(${args}) { __typename ... on DossierNote { id } ... on Problem { code details } } }`,
      {},
      who,
    )
  ).data[field]
const upload = async (bytes: Buffer, name: string, who: Who = officeOf(birke), subject = agreementId) =>
  hub.app.inject({
    method: 'POST',
    url: `/api/dossiers/${subject}/attachments?name=${encodeURIComponent(name)}`,
    headers: { authorization: `Bearer ${await hub.token(who)}`, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
const download = async (id: string, who: Who) =>
  hub.app.inject({ method: 'GET', url: `/api/dossiers/attachments/${id}`, headers: { authorization: `Bearer ${await hub.token(who)}` } })

describe('the notes of an institution', () => {
  test('are written, said anew and removed by their author, seen by colleagues, and by nobody else', async () => {
    const added = await mutate('addDossierNote', `about: "${agreementId}", text: "Asked for the timetable."`, officeOf(birke))
    const id = added?.id ?? ''
    expect((await seen(colleague))?.notes).toMatchObject([{ id, text: 'Asked for the timetable.', version: 1 }])
    expect((await seen(learnerOf(birke, learnerId)))?.notes).toBeNull()
    expect(await seen(officeOf(alder))).toBeNull()
    expect(await mutate('rewriteDossierNote', `id: "${id}", expectedVersion: 1, text: "x"`, colleague)).toMatchObject({ code: 'not-the-author' })
    expect(await mutate('rewriteDossierNote', `id: "${id}", expectedVersion: 1, text: "It came."`, officeOf(birke))).toMatchObject({ id })
    expect(await mutate('rewriteDossierNote', `id: "${id}", expectedVersion: 1, text: "Late."`, officeOf(birke))).toMatchObject({
      code: 'stale-version',
      details: { expected: 1, stands: 2 },
    })
    expect(await mutate('removeDossierNote', `id: "${id}"`, officeOf(cedro))).toMatchObject({ code: 'not-found' })
    expect(await mutate('removeDossierNote', `id: "${id}"`, administrator)).toMatchObject({ id })
    expect((await seen(colleague))?.notes).toEqual([])
  })
  test('need a file that the writer sees, words, and an office', async () => {
    expect(await mutate('addDossierNote', `about: "${agreementId}", text: "x"`, officeOf(alder))).toMatchObject({ code: 'not-found' })
    expect(await mutate('addDossierNote', `about: "${newId()}", text: "x"`, officeOf(birke))).toMatchObject({ code: 'not-found' })
    expect(await mutate('addDossierNote', `about: "${agreementId}", text: " "`, officeOf(birke))).toMatchObject({ code: 'note-empty' })
    expect(await mutate('addDossierNote', `about: "${agreementId}", text: "x"`, learnerOf(birke, learnerId))).toMatchObject({ code: 'forbidden' })
    expect(await mutate('addDossierNote', `about: "${agreementId}", text: "x"`, { institution: birke, roles: ['analyst'] })).toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('the attachments of an institution', () => {
  test('come back byte for byte, never shown in place, once for the same bytes', async () => {
    const first = await upload(pdf, 'Bo Ek, Anmälan.pdf')
    expect([first.statusCode, first.json<object>()]).toMatchObject([201, { size: pdf.length, mediaType: 'application/pdf' }])
    const { id } = first.json<{ id: string }>()
    expect((await upload(pdf, 'again.pdf')).json<{ id: string }>().id).toBe(id)
    expect((await seen(colleague))?.attachments).toEqual([{ id, name: 'Bo Ek, Anmälan.pdf', size: pdf.length }])
    const file = await download(id, colleague)
    expect(file.rawPayload.equals(pdf)).toBe(true)
    expect(file.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' })
    expect(String(file.headers['content-disposition'])).toMatch(/^attachment; /)
    for (const who of [officeOf(alder), officeOf(cedro)]) expect((await download(id, who)).statusCode).toBe(404)
    for (const who of [learnerOf(birke, learnerId), { institution: birke, roles: ['analyst'] } as Who]) expect((await download(id, who)).statusCode).toBe(403)
  })
  test('are documents and pictures by their bytes, not too large, on a file that is seen', async () => {
    const refused = async (...given: Parameters<typeof upload>) => {
      const answer = await upload(...given)
      return [answer.statusCode, answer.json<{ code: string }>().code]
    }
    expect(await refused(Buffer.from('<script>alert(1)</script>'), 'a.pdf')).toEqual([415, 'attachment-kind'])
    expect(await refused(Buffer.alloc(0), 'a.pdf')).toEqual([422, 'attachment-empty'])
    expect(await refused(Buffer.concat([pdf, Buffer.alloc(5 * 1024 * 1024)]), 'a.pdf')).toEqual([413, 'attachment-too-large'])
    expect(await refused(pdf, 'a.pdf', officeOf(alder))).toEqual([404, 'not-found'])
    expect(await refused(pdf, 'a.pdf', officeOf(birke), 'no-uuid')).toEqual([404, 'not-found'])
  })
  test('and notes lie sealed: the database says nothing of the person', async () => {
    await mutate('addDossierNote', `about: "${agreementId}", text: "Bo Ek is ill."`, officeOf(birke))
    const reader = hub.database.reader({ tenants: [birke] })
    const rows = [...(await reader.select().from(dossierNotes)), ...(await reader.select().from(dossierAttachments))]
    const bytes = rows.flatMap((row) =>
      Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value))),
    )
    expect(bytes.some((value) => value.includes('Bo Ek') || value.includes(pdf.toString('base64')))).toBe(false)
  })
  test('are part of what the learner is told on request (I02)', async () => {
    const { data } = await hub.graph<{ requestAccess: { content: { records: Record<string, object[]> } } }>(
      'mutation ($id: ID!) { requestAccess(learnerId: $id) { ... on DataRequest { content } ... on Problem { code } } }',
      { id: learnerId },
      learnerOf(birke, learnerId),
    )
    expect(data.requestAccess.content.records).toMatchObject({
      dossier_notes: [{ text: 'Bo Ek is ill.' }],
      dossier_attachments: [{ name: 'Bo Ek, Anmälan.pdf', content: pdf.toString('base64') }],
    })
  })
})
