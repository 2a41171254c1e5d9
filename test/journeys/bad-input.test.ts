import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type Run, type TestHub, type Upload, type Visitor } from '../hub.ts'
import { bomb, ole, workbook } from './hostile-files.ts'
import { type CleanRow, cellsOf, headers, resultsCsv } from './results-csv.ts'

const good: CleanRow = { learner: 'b1' }
const line = (cells: readonly string[]) => cells.join(',')
const lines = (...rows: (readonly string[])[]) => rows.map(line).join('\n')

/** Files that are refused as a whole: what they are, and the code that says so. */
const files: readonly [what: string, code: RegExp, file: () => string | Uint8Array | Promise<string | Uint8Array>, name?: string][] = [
  ['a file of blank lines', /^file-empty$/, () => '\n  \n\t\n'],
  ['headers only', /^file-headers-only$/, () => line(headers)],
  [
    'a missing column',
    /^column-missing$/,
    () =>
      lines(
        headers.filter((one) => one !== 'Result'),
        cellsOf(good),
      ),
  ],
  ['a column that is there twice', /^column-doubled$/, () => lines([...headers, 'Family name'], [...cellsOf(good), 'X'])],
  ['a quotation mark that is never closed', /^quotation-open$/, () => `${line(headers)}\n"${line(cellsOf(good))}`],
  ['a workbook with a password', /^file-encrypted$/, () => ole('EncryptedPackage'), 'results.xlsx'],
  ['a picture called .csv', /^file-kind-unsupported$/, () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['a program called .csv', /^file-kind-unsupported$/, () => Buffer.concat([Buffer.from('7f454c46020101000000000000000000', 'hex'), Buffer.alloc(200)])],
  ['a zip bomb', /^file-inflates-too-much$|^file-damaged$|^file-kind-unsupported$/, bomb, 'results.xlsx'],
  ['half a workbook', /^file-damaged$/, async () => (await workbook((sheet) => void sheet.addRow([...headers]))).slice(0, 900), 'results.xlsx'],
  [
    'XML with an external entity',
    /^xml-with-doctype$/,
    () => '<!DOCTYPE elmo [<!ENTITY x SYSTEM "file:///etc/passwd">]><elmo><learner><givenNames>&x;</givenNames></learner></elmo>',
    'results.xml',
  ],
  [
    'a billion laughs',
    /^xml-with-doctype$/,
    () =>
      `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]><elmo>&j;</elmo>`,
    'results.xml',
  ],
  ['XML that is not ELMO', /^xml-not-elmo$/, () => '<?xml version="1.0"?><grades><grade>1</grade></grades>', 'results.xml'],
  ['XML nested without end', /^xml-malformed$/, () => `<elmo>${'<hasPart>'.repeat(100_000)}`, 'results.xml'],
]

/** Rows that are refused one by one, the others beside them accepted. */
const badRows: readonly [what: string, code: string, row: CleanRow][] = [
  ['a grade outside its scale', 'grade-not-on-scale', { learner: 'r1', grade: '7.3' }],
  ['no credits', 'ects-not-positive', { learner: 'r2', ects: '0' }],
  ['fewer than no credits', 'ects-not-positive', { learner: 'r3', ects: '-5' }],
  ['more credits than the course has', 'ects-above-offering', { learner: 'r4', ects: '30' }],
  ['a day in the future', 'date-in-future', { learner: 'r5', assessedOn: '2031-06-20' }],
  ['a day that does not exist', 'date-impossible', { learner: 'r6', assessedOn: '2026-02-30' }],
  ['a malformed identifier', 'esi-malformed', { learner: 'r7', esi: '2024-0317' }],
  ['an identifier of another home', 'esi-not-of-home', { learner: 'r8', esi: 'urn:schac:personalUniqueCode:int:esi:uni-cedro.example:r8' }],
  ['a home that is no partner', 'home-not-partner', { learner: 'r9', home: 'uni-dorn.example' }],
  ['a passed fail', 'outcome-contradicts-grade', { learner: 'r10', grade: '5.0' }],
  ['a name without end', 'value-too-long', { learner: 'r11', familyName: 'x'.repeat(5_000) }],
  ['a name in an encoding that was lost', 'value-unreadable', { learner: 'r12', familyName: 'Lindqv\ufffdst' }],
]

describe('bad input through the real door', { timeout: 60_000 }, () => {
  let hub: TestHub
  let alder: Visitor
  beforeAll(async () => {
    hub = await Hub.start()
    alder = await hub.as('office@uni-alder.example')
  }, 300_000)
  afterAll(() => hub?.stop())

  const written = async () => ({
    rows: (await hub.look('exchange', (sql) => sql`select 1 from import_rows`)).length,
    results: (await hub.look('mobility', (sql) => sql`select id from results`)).length,
    credentials: (await hub.look('credentials', (sql) => sql`select id from credentials`)).length,
  })
  /** A refusal before there is a run: problem details, with what to do next. */
  const refused = async (upload: Upload, status: number, code: string) => {
    const before = await hub.look('exchange', (sql) => sql`select id from import_runs`)
    const answer = await alder.post(upload)
    const body = (await answer.json()) as Record<string, unknown>
    expect([answer.status, body.code]).toEqual([status, code])
    expect([answer.headers.get('content-type'), body]).toEqual([
      expect.stringContaining('application/problem+json'),
      expect.objectContaining({
        title: expect.stringMatching(/\w{3}/),
        detail: expect.stringMatching(/\w{3}/),
        type: `/docs/errors/${code}`,
        requestId: expect.any(String),
      }),
    ])
    expect((await fetch(`${hub.url}/docs/errors/${code}`)).status, 'the code has its page').toBe(200)
    expect(await hub.look('exchange', (sql) => sql`select id from import_runs`)).toEqual(before)
  }

  test.each(files)('%s is refused as a whole, in words', async (_what, code, file, name = 'results.csv') => {
    const before = await written()
    const run = await alder.check({ file: await file(), name })
    expect([run.state, run.rows.total]).toEqual(['rejected', 0])
    const problem = run.problems.find((one) => code.test(one.code))
    expect(problem, run.problems.map((one) => one.code).join()).toMatchObject({
      reason: expect.stringMatching(/\w+ \w+/),
      suggestion: expect.stringMatching(/\w+ \w+/),
    })
    expect((await fetch(`${hub.url}${problem?.docs}`)).status, 'the code has its page').toBe(200)
    const accepted = await alder.fetch(`/api/imports/${run.id}/accept`, { method: 'POST' })
    expect([accepted.status, ((await accepted.json()) as { code: string }).code]).toEqual([409, 'not-allowed-from'])
    expect(await written()).toEqual(before)
  })

  test('each bad row is refused with column, value, reason and what to do; the good ones beside them go in', async () => {
    const run = await alder.check({ file: resultsCsv([good, ...badRows.map(([, , row]) => row)]) })
    expect(run.rows).toMatchObject({ total: badRows.length + 1, good: 1, refused: badRows.length })
    const shown = await alder.rows(run.id)
    for (const [i, [what, code]] of badRows.entries()) {
      const row = shown.find((one) => one.row === i + 3)
      expect([what, row?.fate, row?.problems.map((one) => one.code)]).toEqual([what, 'refused', expect.arrayContaining([code])])
      expect(row?.problems[0], what).toMatchObject({
        column: expect.any(String),
        reason: expect.stringMatching(/\w+ \w+/),
        suggestion: expect.stringMatching(/\w{3}/),
      })
      expect((row?.problems[0]?.reason ?? '').length, what).toBeLessThan(1_000)
    }
    await alder.accept(run.id)
    await hub.settle()
    expect((await alder.until(run.id, ['done'])).ends).toEqual({ recorded: 1, refused: badRows.length })
  })

  test('formula cells and merged cells are refused where they stand; an unknown column is left out and said to be', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow([...headers, 'Shoe size'])
      sheet.addRow([...cellsOf({ learner: 'x1' }), '42'])
      const formula = sheet.addRow([...cellsOf({ learner: 'x2' }), ''])
      formula.getCell(9).value = { formula: 'I2', result: 1.7 }
      sheet.addRow([...cellsOf({ learner: 'x3' }), ''])
      sheet.addRow([...cellsOf({ learner: 'x4' }), ''])
      sheet.mergeCells('L4:L5')
    })
    const run = await alder.check({ file, name: 'results.xlsx' })
    expect(run.problems.map((one) => one.code)).toContain('column-unknown')
    const fates = (await alder.rows(run.id)).map((row) => [row.fate, row.problems.map((one) => one.code)])
    expect(fates).toEqual([
      ['good', []],
      ['refused', ['formula-cell']],
      ['refused', ['merged-cell']],
      ['refused', ['merged-cell']],
    ])
  })

  test('an empty file, a form without a file, an unknown template or offering, one of another institution', async () => {
    await refused({ file: '' }, 422, 'file-empty')
    await refused({ file: resultsCsv([good]), offering: 'NO-SUCH-COURSE' }, 404, 'offering-unknown')
    await refused({ file: resultsCsv([good]), institution: 'uni-birke.example' }, 404, 'offering-unknown')
    await refused({ file: resultsCsv([good]), home: 'not a domain' }, 400, 'invalid-request')
    const form = new FormData()
    form.set('template', 'joint-course-results')
    const without = await alder.fetch('/api/imports', { method: 'POST', body: form })
    expect([without.status, ((await without.json()) as { code: string }).code]).toEqual([400, 'upload-incomplete'])
    for (const init of [
      { body: '{}', headers: { 'content-type': 'application/json' } },
      { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } },
      {
        body: '--y\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf',
        headers: { 'content-type': 'multipart/form-data; boundary=y' },
      },
      {},
    ]) {
      const answer = await alder.fetch('/api/imports', { method: 'POST', ...init })
      expect([JSON.stringify(init), Math.floor(answer.status / 100)]).toEqual([JSON.stringify(init), 4])
    }
    const cedro = await hub.as('office@uni-cedro.example')
    const foreign = await cedro.post({ file: resultsCsv([good]) })
    expect([foreign.status, ((await foreign.json()) as { code: string }).code]).toEqual([404, 'offering-unknown'])
    const recognition = await hub.as('recognition@uni-alder.example')
    expect((await recognition.post({ file: resultsCsv([good]) })).status).toBe(403)
  })

  test('a file over 160 MB is refused, and the memory of the hub does not grow with it', async () => {
    const before = process.memoryUsage().rss
    const piece = Buffer.alloc(1024 * 1024, `${line(cellsOf(good))}\n`)
    let sent = 0
    const head = `--b\r\ncontent-disposition: form-data; name="template"\r\n\r\njoint-course-results\r\n--b\r\ncontent-disposition: form-data; name="institution"\r\n\r\nuni-alder.example\r\n--b\r\ncontent-disposition: form-data; name="offering"\r\n\r\nALD-DATA-2026\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="results.csv"\r\n\r\n${line(headers)}\n`
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(head)),
      pull(controller) {
        if (sent++ < 165) controller.enqueue(piece)
        else {
          controller.enqueue(Buffer.from('\r\n--b--\r\n'))
          controller.close()
        }
      },
    })
    const answer = await alder.fetch('/api/imports', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    } as RequestInit)
    const said = (await answer.json()) as { code?: string } & Run
    if (answer.status === 202) expect((await alder.until(said.id, ['rejected', 'checked'])).problems.map((one) => one.code)).toContain('file-too-large')
    else expect([answer.status, said.code]).toEqual([413, 'file-too-large'])
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(300)
  })

  test('the same file twice at once leads to one run', async () => {
    const upload = { file: resultsCsv([{ learner: 'twice-1' }, { learner: 'twice-2' }]) }
    const answers = await Promise.all([alder.post(upload), alder.post(upload), alder.post(upload)])
    const runs = (await Promise.all(answers.map((answer) => answer.json()))) as Run[]
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202])
    expect(new Set(runs.map((run) => run.id)).size).toBe(1)
    expect(runs.filter((run) => run.alreadyKnown).length).toBe(2)
    const id = runs[0]?.id ?? ''
    await alder.until(id, ['checked'])
    const accepted = await Promise.all([1, 2, 3].map(() => alder.fetch(`/api/imports/${id}/accept`, { method: 'POST' })))
    for (const answer of accepted) expect([202, 409]).toContain(answer.status)
    expect(accepted.filter((answer) => answer.status === 202).length).toBeGreaterThan(0)
    await hub.settle()
    expect((await alder.until(id, ['done'])).ends).toEqual({ recorded: 2 })
    const rows = await alder.rows(id)
    expect(
      (await hub.look('mobility', (sql) => sql`select id from results where enrolment_id = any(${rows.map((row) => row.enrolmentId)}::uuid[])`)).length,
    ).toBe(2)
  })

  test('addresses and bodies that nobody means: a clear 4xx, never a 5xx', async () => {
    const paths = [
      '/api/imports/%00',
      '/api/imports/x/rows',
      '/api/imports/01930000-0000-7000-8000-000000000001/rows?limit=-1&after=abc',
      '/api/imports/01930000-0000-7000-8000-000000000001/rows?after=99999999999999999999',
      '/api/imports/------------------------------------',
      '/api/credentials/x',
      '/api/credentials/..%2f..%2fetc',
      '/api/status-lists/x',
      '/api/templates/x.csv',
      '/api/templates/joint-course-results.pdf',
      '/docs/errors/__proto__',
      '/docs/errors/constructor',
      '/nowhere',
      '/%E0%A4%A',
      '/api/nothing',
    ]
    for (const path of paths) {
      const answer = await alder.fetch(path)
      expect([path, Math.floor(answer.status / 100)]).toEqual([path, 4])
    }
    const run = await alder.check({ file: resultsCsv([{ learner: 'p1' }]) })
    for (const query of [
      'limit=-1&after=abc',
      'after=99999999999999999999',
      'limit=1e9',
      'fate=x&end=y',
      'after=-1',
      'limit=0.5',
      'fate=good&fate=refused',
      'end=a&end=b',
      'limit=1&limit=2',
    ]) {
      const answer = await alder.fetch(`/api/imports/${run.id}/rows?${query}`)
      expect([query, answer.status < 500]).toEqual([query, true])
    }
    for (const body of [
      '',
      'x',
      '{}',
      '[]',
      'null',
      '{"payload":1}',
      '{"payload":"{}","signatures":[]}',
      '{"payload":"","signatures":[{"protected":"e30","signature":""}]}',
      '['.repeat(200_000),
      '{"__proto__":{"a":1}}',
    ]) {
      const answer = await fetch(`${hub.url}/api/verify`, { method: 'POST', body })
      expect([body.slice(0, 40), answer.status < 500]).toEqual([body.slice(0, 40), true])
      if (answer.ok) expect(((await answer.json()) as { overall: string }).overall).not.toBe('ok')
    }
    for (const body of ['x', '--y\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf', '--y\r\nnonsense\r\n\r\n--y--']) {
      const answer = await fetch(`${hub.url}/api/verify`, { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=y' } })
      expect([body, Math.floor(answer.status / 100)]).toEqual([body, 4])
    }
    for (const variables of [{ id: 'x' }, { id: '' }, { id: '\u0000' }]) {
      const { errors, data } = await alder.ask(
        'query Q($id: ID!) { importRun(id: $id) { id } enrolment(id: $id) { id } credential(id: $id) { id } recognitionCase(id: $id) { id } }',
        variables,
      )
      expect([variables, errors.map((one) => one.extensions?.code).filter((code) => code === 'internal'), data === undefined]).toEqual([variables, [], false])
    }
  })
})
