import { queryOptions } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import type { Language } from '../words/words.tsx'

export interface NamedInstitution {
  readonly schacId: string
  readonly name: string
}
interface Opportunity {
  readonly kind: string
  readonly title: string
  readonly ects: number
  readonly lead: NamedInstitution | null
  readonly partners: readonly (NamedInstitution | null)[]
}
export interface Instance {
  readonly id: string
  readonly code: string
  readonly academicYear: string
  readonly startsOn: string
  readonly endsOn: string
}
/** One offering whose results are handed in: an instance, with what its specification says. */
export interface JointCourse extends Instance, Opportunity {}

const opportunity = `kind title(language: $language) ects lead { schacId name(language: $language) } partners { schacId name(language: $language) }`
const instance = `id code academicYear startsOn endsOn`

export const jointCoursesText = graphQuery<
  { learningOpportunities: { edges: readonly { node: Opportunity & { instances: readonly Instance[] } }[] } },
  { language: string }
>(`query JointCourses($language: String) { learningOpportunities(first: 100) { edges { node { ${opportunity} instances { ${instance} } } } } }`)
export const jointCourseText = graphQuery<
  {
    learningOpportunityInstance: (Instance & { opportunity: Opportunity | null }) | null
    importMoves: Readonly<Record<string, { readonly by: readonly string[] }>>
  },
  { code: string; language: string }
>(`query JointCourse($code: String, $language: String) { importMoves learningOpportunityInstance(code: $code) { ${instance} opportunity { ${opportunity} } } }`)

export const jointCoursesQuery = (language: Language) =>
  queryOptions({
    queryKey: ['joint-courses', language],
    queryFn: async ({ signal }): Promise<JointCourse[]> => {
      const { learningOpportunities } = await execute(jointCoursesText, { language }, signal)
      return learningOpportunities.edges.flatMap(({ node: { instances, ...rest } }) => instances.map((one) => ({ ...one, ...rest })))
    },
  })

export interface JointCourseFound {
  readonly course: JointCourse
  /** Roles that may accept a run: the ones to whom handing in a file is of use. Read from the run's own table of moves. */
  readonly handedInBy: readonly string[]
}

/** By the code that the offices use; null where there is none that the reader may see. */
export const jointCourseQuery = (code: string, language: Language) =>
  queryOptions({
    queryKey: ['joint-course', code, language],
    queryFn: async ({ signal }): Promise<JointCourseFound | null> => {
      const { learningOpportunityInstance: found, importMoves } = await execute(jointCourseText, { code, language }, signal)
      if (!found?.opportunity) return null
      const { opportunity: specification, ...rest } = found
      return { course: { ...rest, ...specification }, handedInBy: importMoves.accept?.by ?? [] }
    },
    staleTime: 60_000,
  })
