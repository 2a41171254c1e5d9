import type { SubmittedAgreement } from '@collegium/contracts'
import type { AgreementContent, Component, RecognitionLink } from './content.ts'

type Row = SubmittedAgreement['components'][number]

const folded = (...parts: readonly (string | null)[]): string => parts.map((part) => (part ?? '').toLowerCase()).join('|')

/**
 * The content of an agreement as a list says it. `idOf` gives the same id for the same component of the same agreement each time, so that the same list
 * makes the same content, and a corrected one is told apart component by component. What the list leaves open stays open until somebody signs.
 */
export function importedContent(said: SubmittedAgreement, idOf: (component: string) => string): AgreementContent {
  const components = said.components.map((row) => componentFrom(row, idOf(folded(row.table, row.code, row.title, termOf(row)))))
  const atHome = new Map(components.filter((one) => one.table === 'recognised').map((one) => [folded(one.losCode, one.title), one]))
  const links: RecognitionLink[] = []
  for (const [i, row] of said.components.entries()) {
    for (const { title, code, ects, conditions } of row.recognisedAs) {
      const key = folded(code, title)
      const known = atHome.get(key)
      const recognised: Component = known ?? {
        ...blank,
        id: idOf(folded('recognised', code, title, null)),
        table: 'recognised',
        title,
        losCode: code,
        term: row.term,
        credits: [{ scheme: 'ects', value: ects }],
        automaticRecognition: conditions === null,
        recognitionConditions: conditions,
      }
      // Where two are recognised as one, the conditions of either hold for it.
      const merged = known && conditions !== null && known.recognitionConditions === null ? { ...known, ...conditional(conditions) } : recognised
      atHome.set(key, merged)
      links.push({ studied: components[i]?.id ?? '', recognised: merged.id })
    }
  }
  return {
    components: [...components.filter((one) => one.table !== 'recognised'), ...atHome.values()],
    links,
    physical: said.physical,
    virtual: said.virtual,
    target: null,
    iscedF: said.iscedF ?? '',
    iscedClarification: null,
    eqfLevel: said.eqfLevel ?? 0,
    language: { tag: said.language ?? '', cefr: said.languageLevel ?? '' },
    legalStatements: [],
    learningOutcomesUrl: null,
    provisionsUrl: null,
  }
}

const blank = {
  losId: null,
  loiId: null,
  instanceId: null,
  shortDescription: null,
  period: null,
  form: null,
  teachingPartner: null,
} as const
const termOf = ({ term }: Row): string => (term ? `${term.number}/${term.of}` : '')
const conditional = (conditions: string | null) => ({ automaticRecognition: conditions === null, recognitionConditions: conditions })

function componentFrom(row: Row, id: string): Component {
  return {
    ...blank,
    id,
    table: row.table,
    title: row.title,
    losCode: row.code,
    term: row.term,
    credits: [{ scheme: 'ects', value: row.ects }],
    shortDescription: row.description,
    // Of table A the conditions are those of what it is recognised as; they stand there.
    ...(row.table === 'studied' ? { automaticRecognition: null, recognitionConditions: null } : conditional(row.conditions)),
  }
}
