import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { resultsTemplate } from './results-template.ts'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileProblems } from '../errors/file-problems.ts'
import type { RawRow } from '../files/domain/rows.ts'
import { type FileReport, FileRefusal, newReport } from '../files/file-report.ts'
import { readRows } from '../files/read-file.ts'
import type { HeaderMapping } from '../files/row-table.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function read(content: string | Buffer, mapping: HeaderMapping = {}): Promise<{ rows: RawRow[]; report: FileReport; refused: string | null }> {
  const path = join(folder, `file-${files++}.csv`)
  await writeFile(path, content)
  return readPath(path, mapping)
}
async function readPath(path: string, mapping: HeaderMapping = {}) {
  const report = newReport()
  const rows: RawRow[] = []
  try {
    for await (const batch of readRows(path, resultsTemplate, mapping, report)) rows.push(...batch)
    return { rows, report, refused: null }
  } catch (error) {
    if (error instanceof FileRefusal) return { rows, report, refused: error.problem.code }
    throw error
  }
}

const header = ['European Student Identifier', 'Given names', 'Family name', 'Result', 'Grade', 'Assessment date']
const line = ['urn:x', 'Åsa "Åkä"', 'Γιώργος', 'passed', '1,3', '2026-06-30']
const quoted = (cells: readonly string[], separator: string) =>
  cells.map((c) => (c.includes('"') || c.includes(separator) ? `"${c.replaceAll('"', '""')}"` : c)).join(separator)
const table = (separator = ';', end = '\n', cells = line) => [quoted(header, separator), quoted(cells, separator), ''].join(end)
const latin = table(
  ';',
  '\n',
  line.map((c) => c.replace('Γιώργος', 'Müller')),
)

describe('text', () => {
  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(table()), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${table()}`), 'utf-8'],
    ['UTF-16 LE', iconv.encode(table(), 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['UTF-16 BE', iconv.encode(table(), 'utf-16be', { addBOM: true }), 'utf-16be'],
    ['UTF-16 LE without a mark', iconv.encode(table(), 'utf-16le', { addBOM: false }), 'utf-16le'],
    ['Windows-1252', iconv.encode(latin, 'windows-1252'), 'windows-1252'],
  ])('%s is read as what it is', async (_, content, encoding) => {
    const { rows, report } = await read(content)
    expect([report.encoding, rows[0]?.values.givenNames]).toEqual([encoding, 'Åsa "Åkä"'])
    expect(rows[0]?.values.familyName).toBe(encoding === 'windows-1252' ? 'Müller' : 'Γιώργος')
    expect(report.notes.map((n) => n.code)).toEqual(encoding === 'windows-1252' ? ['encoding-guessed'] : [])
  })
  test.each([
    [',', '\n'],
    [';', '\r\n'],
    ['\t', '\n'],
    [';', '\r'],
  ])('separator %j and line end %j', async (separator, end) => {
    const { rows, report } = await read(table(separator, end))
    expect([report.separator, rows.length, rows[0]?.row, rows[0]?.values.grade, rows[0]?.values.assessedOn]).toEqual([separator, 1, 2, '1,3', '2026-06-30'])
  })
  test('a character that is cut in two by a chunk stays whole', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => quoted([`urn:${i}`, 'Ægir', 'Þórðarson', 'passed', '1,0', '2026-06-30'], ';'))
    const read30k = await read(`${quoted(header, ';')}\n${rows.join('\n')}\n`)
    expect(read30k.rows).toHaveLength(30_000)
    expect(new Set(read30k.rows.map((r) => r.values.familyName))).toEqual(new Set(['Þórðarson']))
    expect(read30k.rows.at(-1)).toMatchObject({ row: 30_001, values: { studentIdentifier: 'urn:29999' } })
  })
  test('titles above the header, empty lines, line breaks inside a value and "sep=" do no harm', async () => {
    const { rows } = await read(`sep=;\nResults of 2026;;;;;\n\n${quoted(header, ';')}\n;;;;;\nurn:x;"Anna\nLena";Groß;passed;1,0;2026-06-30\n`)
    expect(rows.map((r) => [r.row, r.values.givenNames])).toEqual([[5, 'Anna\nLena']])
  })
  test('a column that is not the template’s is left out and said to be; one more cell than headers is marked', async () => {
    const { rows, report } = await read(`${header.join(';')};Shoe size\nurn:x;A;B;passed;1,0;2026-06-30;42;43\n`)
    expect(report.notes).toMatchObject([{ code: 'column-unknown', value: 'Shoe size' }])
    expect(JSON.stringify(rows)).not.toContain('42')
    expect(rows[0]?.cellsBeyondHeader).toBe(true)
  })
  test('an institution’s own headers are found by its mapping', async () => {
    const { rows } = await read('Opiskelija;Etunimi;Sukunimi;Tulos;Pvm\nurn:x;A;B;hyv;2026-06-30\n', {
      opiskelija: 'studentIdentifier',
      Etunimi: 'givenNames',
      SUKUNIMI: 'familyName',
      Tulos: 'outcome',
      'Pvm ': 'assessedOn',
    })
    expect(rows[0]?.values).toEqual({ studentIdentifier: 'urn:x', givenNames: 'A', familyName: 'B', outcome: 'hyv', assessedOn: '2026-06-30' })
  })
})

describe('what is no results file is refused in words', () => {
  test.each<[string, string, string | Buffer]>([
    ['nothing', 'file-empty', ''],
    ['blanks', 'file-empty', '\n \n\t\n'],
    ['headers only', 'file-headers-only', `${header.join(';')}\n`],
    ['a missing column', 'column-missing', 'European Student Identifier;Given names;Result;Assessment date\na;b;c;d\n'],
    ['no headers at all', 'column-missing', 'a;b;c\n1;2;3\n'],
    ['a doubled column', 'column-doubled', `${header.join(';')};Note\na;b;c;d;e;f;g\n`],
    ['a quotation mark that is never closed', 'quotation-open', `${header.join(';')}\nurn:x;"Anna;B;passed;1,0;2026-06-30\n`],
    ['a picture called .csv', 'file-kind-unsupported', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a PDF called .csv', 'file-kind-unsupported', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['bytes of no kind', 'file-kind-unsupported', Buffer.from([1, 2, 3, 0, 0, 0, 7, 8, 9, 0, 0, 1])],
    [
      'a workbook of 1997',
      'file-kind-unsupported',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]),
    ],
    [
      'a workbook with a password',
      'file-encrypted',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    ['an archive that is no workbook', 'file-kind-unsupported', zipOf([['word/document.xml', Buffer.from('<w/>')]])],
    ['half an archive', 'file-damaged', zipOf([['xl/workbook.xml', Buffer.from('<workbook/>')]]).subarray(0, 40)],
    ['XML that is not ELMO', 'xml-not-elmo', '<?xml version="1.0"?><grades><grade>1</grade></grades>'],
    ['an HTML page', 'xml-malformed', '<!-- x --><html><body><br></body></html>'],
    ['ELMO without a result', 'xml-without-results', '<elmo><learner><givenNames>A</givenNames></learner><report/></elmo>'],
    ['XML with a document type', 'xml-with-doctype', '<!DOCTYPE elmo SYSTEM "http://evil.example/x.dtd"><elmo/>'],
    [
      'XML with an external entity',
      'xml-with-doctype',
      '<!DOCTYPE elmo [<!ENTITY x SYSTEM "file:///etc/passwd">]><elmo><learner><givenNames>&x;</givenNames></learner></elmo>',
    ],
    ['a billion laughs', 'xml-with-doctype', '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><elmo>&b;</elmo>'],
    ['XML nested without end', 'xml-malformed', `<elmo>${'<hasPart>'.repeat(300)}`],
  ])('%s: %s', async (_, code, content) => {
    const { refused, rows } = await read(content)
    expect([refused, rows]).toEqual([code, []])
    expect(fileProblems[code as keyof typeof fileProblems].next.de.length).toBeGreaterThan(10)
  })
  test('more than 160 MB', async () => {
    const path = join(folder, 'large.csv')
    await writeFile(path, `${header.join(';')}\n`)
    await truncate(path, 160 * 1024 * 1024 + 1)
    expect((await readPath(path)).refused).toBe('file-too-large')
  })
})

/** A ZIP by hand: what a library would refuse to write can be written. */
function zipOf(entries: readonly (readonly [name: string, content: Buffer, claimed?: number])[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content, claimed] of entries) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claimed ?? content.length, 22)
    head.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    head.copy(central, 6, 4, 30)
    central.writeUInt32LE(offset, 42)
    parts.push(head, Buffer.from(name), packed)
    directory.push(central, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}

describe('workbooks', () => {
  async function workbook(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Buffer> {
    const book = new ExcelJS.Workbook()
    fill(book.addWorksheet('Results'), book)
    return Buffer.from(await book.xlsx.writeBuffer())
  }
  test('dates, numbers, rich text and links are read as what they show', async () => {
    const { rows, report } = await read(
      await workbook((sheet) => {
        sheet.addRow(header)
        sheet.addRow([
          'urn:x',
          { richText: [{ text: 'Åsa ' }, { text: 'Maria', font: { bold: true } }] },
          { text: 'Lindqvist', hyperlink: 'mailto:x@y.example' },
          true,
          1.3,
          new Date('2026-06-30T00:00:00Z'),
        ])
        sheet.getCell('F2').numFmt = 'dd.mm.yyyy'
        sheet.addRow([])
        sheet.addRow(['urn:y', 'A', 'B', 'passed', 0.1 + 0.2, 46203])
      }),
    )
    expect(report.kind).toBe('xlsx')
    expect(rows.map((r) => [r.row, Object.values(r.values)])).toEqual([
      [2, ['urn:x', 'Åsa Maria', 'Lindqvist', 'true', '1.3', '2026-06-30']],
      [4, ['urn:y', 'A', 'B', 'passed', '0.3', '46203']],
    ])
  })
  test('formulas, merged cells and errors are marked where they stand', async () => {
    const { rows } = await read(
      await workbook((sheet) => {
        sheet.addRow(header)
        sheet.addRow(['urn:x', 'A', 'B', 'passed', { formula: 'A1', result: 1.3 }, '2026-06-30'])
        sheet.addRow(['urn:y', 'A', 'B', 'passed', { error: '#N/A' }, '2026-06-30'])
        sheet.addRow(['urn:z', 'A', 'B', 'passed', '1,0', '2026-06-30'])
        sheet.addRow(['urn:w', 'A', 'B', 'passed', '1,0', ''])
        sheet.mergeCells('F4:F5')
      }),
    )
    expect(rows.map((r) => r.marks)).toEqual([{ grade: 'formula' }, { grade: 'error' }, { assessedOn: 'merged' }, { assessedOn: 'merged' }])
  })
  test('a cover sheet before the table is passed over; a workbook without a table is refused', async () => {
    const { rows } = await read(
      await workbook((sheet, book) => {
        sheet.addRow(['Results of the joint course'])
        const second = book.addWorksheet('Data')
        second.addRow(header)
        second.addRow(line)
      }),
    )
    expect(rows).toHaveLength(1)
    expect((await read(await workbook((sheet) => void sheet.addRow(['Hello', 'World'])))).refused).toBe('column-missing')
    expect((await read(await workbook(() => {}))).refused).toMatch(/file-empty|sheet-missing/)
  })
  test('a bomb is found by what really comes out of it, whatever it claims', async () => {
    const zeros = Buffer.alloc(120 * 1024 * 1024, 0x20)
    for (const claimed of [undefined, 10]) {
      const bomb = zipOf([
        ['xl/workbook.xml', Buffer.from('<workbook/>')],
        ['xl/sharedStrings.xml', zeros, claimed],
      ])
      expect(bomb.length).toBeLessThan(200_000)
      expect((await read(bomb)).refused).toMatch(/file-inflates-too-much|file-damaged/)
    }
  })
})
