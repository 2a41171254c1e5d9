import type { OfferingContext } from '../files/domain/rows.ts'

/** The demo joint course, for tests: lead Alder, partners Birke and Cedro. */
export const aContext = (offering: Partial<OfferingContext['offering']> = {}, changes: Partial<OfferingContext> = {}): OfferingContext => ({
  today: '2026-11-22',
  institution: 'uni-alder.example',
  institutions: [
    { id: 'uni-alder.example', names: ['Alder University', 'Universität Alder'] },
    { id: 'uni-birke.example', names: ['Birke University'] },
    { id: 'uni-cedro.example', names: ['Universidade do Cedro'] },
  ],
  defaultHome: null,
  offering: { lead: 'uni-alder.example', codes: ['ALD-DATA-2026', '0193aaaa-0000-7000-8000-000000000001'], ects: 5, gradingScheme: 'de-1-5', ...offering },
  ...changes,
})
