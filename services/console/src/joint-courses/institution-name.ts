import { useQuery } from '@tanstack/react-query'
import { useWords } from '../words/words.tsx'
import { jointCoursesQuery, type NamedInstitution } from './joint-courses.ts'

/** The institutions of the alliance as its published courses name them, each once. */
export function useInstitutions(): readonly NamedInstitution[] {
  const { language } = useWords()
  const { data } = useQuery({ ...jointCoursesQuery(language), staleTime: 300_000 })
  const all = (data ?? []).flatMap(({ lead, partners }) => [lead, ...partners]).filter((one) => one !== null)
  return [...new Map(all.map((one) => [one.schacId, one])).values()]
}

/** The name of an institution where a course has told it, else its SCHAC id. */
export function useInstitutionName(): (schacId: string) => string {
  const institutions = useInstitutions()
  return (schacId) => institutions.find((one) => one.schacId === schacId)?.name ?? schacId
}
