import { courseEquivalences } from './course-equivalences.ts'
import { enrolments } from './enrolments.ts'
import type { FileTemplate } from './file-template.ts'
import { jointCourseResults } from './joint-course-results.ts'
import { learningAgreements } from './learning-agreements.ts'

/** Every file that the hub takes in, by the name under which it is asked for. */
export const fileTemplates: readonly FileTemplate[] = [jointCourseResults, learningAgreements, enrolments, courseEquivalences]
