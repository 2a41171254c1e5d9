import { differences } from '@collegium/mobility/differences'
import { type Emit, p95, round } from './measures.ts'

/** The difference of two versions with forty components each, most of them moved or renamed. */
export function diff(emit: Emit): void {
  const component = (i: number, title: string) => ({
    id: `01930000-0000-7000-8000-${String(i).padStart(12, '0')}`,
    table: i % 2 === 0 ? ('studied' as const) : ('recognised' as const),
    title,
    losId: null,
    losCode: `C-${i}`,
    loiId: null,
    instanceId: null,
    term: { number: 1, of: 2 },
    credits: [{ scheme: 'ects', value: 5 }],
    shortDescription: null,
    automaticRecognition: i % 2 === 0 ? null : true,
    recognitionConditions: null,
    period: null,
    form: null,
    teachingPartner: null,
  })
  const base = {
    links: Array.from({ length: 20 }, (_, i) => ({ studied: component(2 * i, '').id, recognised: component(2 * i + 1, '').id })),
    physical: { startsOn: '2027-02-01', endsOn: '2027-06-30' },
    virtual: null,
    target: null,
    iscedF: '0542',
    iscedClarification: null,
    eqfLevel: 6,
    language: { tag: 'en', cefr: 'B2' },
    legalStatements: [],
    learningOutcomesUrl: null,
    provisionsUrl: null,
  }
  const before = { ...base, components: Array.from({ length: 40 }, (_, i) => component(i, `Course ${i}`)) }
  const after = {
    ...base,
    links: base.links.slice(5),
    components: Array.from({ length: 40 }, (_, i) => component(i + 8, i % 3 === 0 ? `Course ${i}, renamed` : `Course ${i + 8}`)),
  }
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const from = performance.now()
    differences(before, after, [])
    times.push(performance.now() - from)
  }
  const took = p95(times.slice(50))
  const same: number[] = []
  for (let i = 0; i < 300; i++) {
    const from = performance.now()
    const equal = JSON.stringify(before) === JSON.stringify(after)
    same.push(equal ? 0 : performance.now() - from)
  }
  emit({
    metric: 'p95 of the differences of two versions with 40 components',
    value: round(took, 3),
    unit: 'ms',
    baseline: 'comparing them as JSON texts',
    ratio: round(took / p95(same.slice(50)), 1),
    reach: 5,
    ok: took <= 5,
  })
}
