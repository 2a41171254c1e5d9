import { expect, test } from 'vitest'
import type { AgreementContent, Component } from './content.ts'
import { judgeAgainstOffers, type OfferedCourse } from './offers.ts'

const about = { receiving: 'uni-alder.example' }
const course: OfferedCourse = { lead: 'uni-alder.example', partners: ['uni-cedro.example'], ects: 5, workloadHours: 140 }
const window = { windowId: 'w-1', title: { en: 'Fifth term' }, term: 5, ects: 30, containers: ['ELECT'], partners: ['uni-alder.example'] }
const component = (given: Partial<Component>) =>
  ({ id: 'c', instanceId: 'i-1', teachingPartner: null, credits: [{ scheme: 'ects', value: 5 }], ...given }) as Component
const content = (components: readonly Component[], target: AgreementContent['target'] = null) => ({ components, target }) as unknown as AgreementContent
const rulesOf = (of: AgreementContent, offers: Parameters<typeof judgeAgainstOffers>[2], who = about) =>
  judgeAgainstOffers(who, of, offers).map(({ rule, weight }) => [rule, weight])
const courses = new Map([['i-1', course]])
const toWindow = (given: object) => content([], { kind: 'mobility-window', code: 'w-1', title: 'Fifth term', ects: 30, ...given })

test('a component that says what the catalogue says raises nothing, nor one that names no offer', () => {
  expect(rulesOf(content([component({}), component({ instanceId: null })]), { courses, windows: [] })).toEqual([])
  expect(rulesOf(content([component({ teachingPartner: 'uni-cedro.example' })]), { courses, windows: [] })).toEqual([])
})
test('an unknown offer, another institution’s, other credits and an unusual workload (R16) are to be looked at, never refused', () => {
  expect(rulesOf(content([component({ instanceId: 'i-2' })]), { courses, windows: [] })).toEqual([['offer-unknown', 'warning']])
  expect(rulesOf(content([component({})]), { courses, windows: [] }, { receiving: 'uni-birke.example' })).toEqual([['offer-of-another', 'warning']])
  expect(rulesOf(content([component({ credits: [{ scheme: 'ects', value: 6 }] })]), { courses, windows: [] })).toEqual([
    ['credits-differ-from-offer', 'warning'],
  ])
  expect(rulesOf(content([component({})]), { courses: new Map([['i-1', { ...course, workloadHours: 50 }]]), windows: [] })).toEqual([
    ['workload-unusual', 'warning'],
  ])
})
test('a mobility window is one of the home’s, open to the partner, with its credits', () => {
  expect(rulesOf(toWindow({}), { courses, windows: [window] })).toEqual([])
  expect(rulesOf(toWindow({}), { courses, windows: [] })).toEqual([])
  expect(rulesOf(toWindow({ code: 'w-2' }), { courses, windows: [window] })).toEqual([['window-unknown', 'warning']])
  expect(rulesOf(toWindow({ ects: 20 }), { courses, windows: [window] }, { receiving: 'uni-cedro.example' })).toEqual([
    ['window-of-other-partners', 'warning'],
    ['credits-differ-from-window', 'warning'],
  ])
})
