import type { Term } from '@collegium/contracts'

type DemoTerm = Omit<Term, 'number'>
interface DemoCalendar {
  readonly schacId: string
  readonly academicYear: string
  readonly terms: readonly DemoTerm[]
}

const term = (name: Term['name'], startsOn: string, endsOn: string, resultsOn: string): DemoTerm => ({ name, startsOn, endsOn, resultsOn })
const semester = { winter: { en: 'Winter semester', de: 'Wintersemester' }, summer: { en: 'Summer semester', de: 'Sommersemester' } }
const termin = { autumn: { en: 'Autumn term', sv: 'Hösttermin' }, spring: { en: 'Spring term', sv: 'Vårtermin' } }
const semestre = { first: { en: 'First semester', pt: '1.º semestre' }, second: { en: 'Second semester', pt: '2.º semestre' } }

/** Terms of the invented universities: their terms overlap and their results come on different days, as those of real ones do. */
export const calendars: readonly DemoCalendar[] = [2025, 2026].flatMap((y): DemoCalendar[] => {
  const academicYear = `${y}/${y + 1}`
  const next = y + 1
  return [
    {
      schacId: 'uni-alder.example',
      academicYear,
      terms: [term(semester.winter, `${y}-10-01`, `${next}-03-31`, `${next}-03-15`), term(semester.summer, `${next}-04-01`, `${next}-09-30`, `${next}-09-15`)],
    },
    {
      schacId: 'uni-birke.example',
      academicYear,
      terms: [term(termin.autumn, `${y}-08-31`, `${next}-01-17`, `${next}-02-05`), term(termin.spring, `${next}-01-18`, `${next}-06-06`, `${next}-06-26`)],
    },
    {
      schacId: 'uni-cedro.example',
      academicYear,
      terms: [term(semestre.first, `${y}-09-14`, `${next}-01-31`, `${next}-02-19`), term(semestre.second, `${next}-02-15`, `${next}-07-16`, `${next}-07-30`)],
    },
  ]
})

/** How often each grade was given in informatics, first cycle, over two years. */
export const gradingTables = [
  {
    schacId: 'uni-alder.example',
    gradingScheme: 'de-1-5',
    counts: { '1.0': 62, '1.3': 104, '1.7': 151, '2.0': 187, '2.3': 196, '2.7': 168, '3.0': 139, '3.3': 97, '3.7': 71, '4.0': 58, '5.0': 142 },
  },
  { schacId: 'uni-birke.example', gradingScheme: 'se-a-f', counts: { A: 118, B: 231, C: 304, D: 187, E: 160, FX: 34, F: 121 } },
  {
    schacId: 'uni-cedro.example',
    gradingScheme: 'pt-0-20',
    counts: {
      '20': 6,
      '19': 14,
      '18': 31,
      '17': 58,
      '16': 92,
      '15': 131,
      '14': 158,
      '13': 149,
      '12': 133,
      '11': 104,
      '10': 117,
      '9': 48,
      '8': 39,
      '7': 27,
      '5': 21,
    },
  },
] as const
