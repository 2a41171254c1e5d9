import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, standardsDir, type TestHub, type Visitor } from '../hub.ts'

/** Files that real student systems wrote, and the examples of the standard; never ours to keep in the repository. */
const realInputs = resolve(standardsDir, '..', 'real-inputs', 'elmo')
const filesBelow = (folder: string, ends: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ends))
        .map((name) => join(folder, name))
        .sort()
    : []
const files = [...filesBelow(realInputs, '.xml'), ...filesBelow(join(standardsDir, 'elmo'), 'example.xml')]

describe.skipIf(files.length === 0)(
  files.length === 0
    ? `real ELMO files: SKIPPED, ${realInputs} and ${join(standardsDir, 'elmo')} are not there (HUB_STANDARDS_DIR names the folder of the standards)`
    : 'real ELMO files',
  { timeout: 60_000 },
  () => {
    let hub: TestHub
    let alder: Visitor
    beforeAll(async () => {
      hub = await Hub.start()
      alder = await hub.as('office@uni-alder.example')
    }, 300_000)
    afterAll(() => hub?.stop())

    test.each(files.map((file) => [basename(join(file, '..')), basename(file), file] as const))(
      '%s/%s is imported, or reported in words of the field',
      async (_folder, name, file) => {
        const run = await alder.check({ file: new Uint8Array(readFileSync(file)), name })
        const said = run.problems.map((one) => [one.reason, one.suggestion])
        if (run.state === 'checked') {
          expect(run.rows.total).toBeGreaterThan(0)
          expect(run.rows.good + run.rows.refused + run.rows.waiting + run.rows.unchanged).toBe(run.rows.total)
          for (const row of await alder.rows(run.id)) {
            // Whoever has no identifier waits for a person; what belongs to another course is told so. Nothing goes silently.
            if (row.fate !== 'good') expect(row.problems.length, `row ${row.row}`).toBeGreaterThan(0)
            said.push(...row.problems.map((one) => [one.reason, one.suggestion]))
          }
        } else expect([run.state, run.problems.length > 0]).toEqual(['rejected', true])
        for (const [reason, suggestion] of said) {
          expect(reason).toMatch(/\w+ \w+ \w+/)
          expect(suggestion).toMatch(/\w+ \w+/)
          // A secretary reads it: no placeholder left open, no word of a machine.
          expect(`${reason} ${suggestion}`).not.toMatch(/[{}]|undefined|null|\[object|exception|stack/i)
        }
      },
    )

    test('the results of a file named for this course reach the learner, one without an identifier waits for a person', async () => {
      const elmo = (learner: string) =>
        `<?xml version="1.0" encoding="UTF-8"?><elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1"><generatedDate>2026-07-01T10:00:00Z</generatedDate><learner><citizenship>SE</citizenship>${learner}<givenNames>Élodie</givenNames><familyName>Ängström</familyName><bday>2003-04-17</bday></learner><report><issuer><country>DE</country><identifier type="schac">uni-alder.example</identifier><title xml:lang="en">University of Alder</title></issuer><learningOpportunitySpecification><identifier type="local">ALD-DATA-2026</identifier><title xml:lang="en">Data and Society</title><type>Course</type><specifies><learningOpportunityInstance><date>2026-06-20</date><status>passed</status><gradingSchemeLocalId>de-1-5</gradingSchemeLocalId><resultLabel>1.7</resultLabel><credit><scheme>ects</scheme><value>5</value></credit></learningOpportunityInstance></specifies></learningOpportunitySpecification><issueDate>2026-07-01T10:00:00Z</issueDate></report></elmo>`
      const named = await alder.check({
        file: elmo('<identifier type="esi">urn:schac:personalUniqueCode:int:esi:uni-birke.example:elmo-1</identifier>'),
        name: 'transcript.xml',
      })
      expect(named.rows, JSON.stringify(named)).toMatchObject({ total: 1, good: 1 })
      await alder.accept(named.id)
      await hub.settle()
      expect((await alder.until(named.id, ['done'])).ends).toEqual({ recorded: 1 })
      const nameless = await alder.check({ file: elmo(''), name: 'transcript.xml', home: 'uni-birke.example' })
      expect(nameless.rows).toMatchObject({ total: 1, good: 0, waiting: 1, refused: 0 })
    })
  },
)
