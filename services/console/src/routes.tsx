import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { NoSuchPage } from './frame/no-such-page.tsx'
import { Frame } from './frame/frame.tsx'
import { type RowsSearch, rowsSearch } from './import-runs/import-run.ts'
import { RunPage } from './import-runs/run-page.tsx'
import { ChooseJointCourse } from './joint-courses/choose-joint-course.tsx'
import { JointCoursePage } from './joint-courses/joint-course-page.tsx'

/** Which page of the learners is shown: state of a list stands in the address, so that the address is the list. */
export interface LearnersSearch {
  readonly after?: string
}

const root = createRootRoute({ component: Frame, notFoundComponent: NoSuchPage })
const start = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => redirect({ to: '/joint-course-results', throw: true }) })
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

export const router = createRouter({ routeTree: root.addChildren([start, courses, course, run]), defaultPreload: false })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
