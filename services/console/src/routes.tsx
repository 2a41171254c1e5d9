import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AgreementPage } from './agreements/agreement-page.tsx'
import { AgreementsPage } from './agreements/agreements-page.tsx'
import { type AgreementsSearch, agreementsSearch } from './agreements/agreements-search.ts'
import { OpenAgreementPage } from './agreements/open-agreement-page.tsx'
import { NoSuchPage } from './frame/no-such-page.tsx'
import { Frame } from './frame/frame.tsx'
import { Start } from './frame/start.tsx'
import { type RowsSearch, rowsSearch } from './import-runs/import-run.ts'
import { RunPage } from './import-runs/run-page.tsx'
import { ChooseJointCourse } from './joint-courses/choose-joint-course.tsx'
import { JointCoursePage } from './joint-courses/joint-course-page.tsx'
import { MyAgreementPage } from './my-agreement/my-agreement-page.tsx'

import { type CasesSearch, casesSearch } from './recognition/cases.ts'
import { RecognitionPage } from './recognition/recognition-page.tsx'

/** Which page of the learners is shown: state of a list stands in the address, so that the address is the list. */
export interface LearnersSearch {
  readonly after?: string
}
/** Number of the version that all versions are compared with. */
export interface AgreementSearch {
  readonly against?: number
}
/** Which of their agreements a student looks at. */
export interface MineSearch {
  readonly id?: string
}

const root = createRootRoute({ component: Frame, notFoundComponent: NoSuchPage })
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start })
const courses = createRoute({ getParentRoute: () => root, path: '/joint-course-results', component: ChooseJointCourse })
const course = createRoute({
  getParentRoute: () => root,
  path: '/joint-course-results/$code',
  component: JointCoursePage,
  validateSearch: (search): LearnersSearch => (typeof search.after === 'string' ? { after: search.after } : {}),
})
const run = createRoute({
  getParentRoute: () => root,
  path: '/joint-course-results/$code/runs/$runId',
  component: RunPage,
  validateSearch: (search): RowsSearch => rowsSearch(search),
})
const agreements = createRoute({
  getParentRoute: () => root,
  path: '/agreements',
  component: AgreementsPage,
  validateSearch: (search): AgreementsSearch => agreementsSearch(search),
})
const openAgreement = createRoute({ getParentRoute: () => root, path: '/agreements/new', component: OpenAgreementPage })
const agreement = createRoute({
  getParentRoute: () => root,
  path: '/agreements/$id',
  component: AgreementPage,
  validateSearch: (search): AgreementSearch => (Number(search.against) > 0 ? { against: Number(search.against) } : {}),
})
const recognition = createRoute({
  getParentRoute: () => root,
  path: '/recognition',
  component: RecognitionPage,
  validateSearch: (search): CasesSearch => casesSearch(search),
})
const mine = createRoute({
  getParentRoute: () => root,
  path: '/my-agreement',
  component: MyAgreementPage,
  validateSearch: (search): MineSearch => (typeof search.id === 'string' ? { id: search.id } : {}),
})

export const router = createRouter({
  routeTree: root.addChildren([start, courses, course, run, agreements, openAgreement, agreement, recognition, mine]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
