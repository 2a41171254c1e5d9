import { queryOptions, useQuery } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import { type Language, useWords } from '../words/words.tsx'
import type { NamedInstitution } from './joint-courses.ts'

export const institutionsText = graphQuery<{ institutions: readonly NamedInstitution[] }, { language: string }>(
  'query Institutions($language: String) { institutions { schacId name(language: $language) } }',
)
const institutionsQuery = (language: Language) =>
  queryOptions({
    queryKey: ['institutions', language],
    queryFn: async ({ signal }) => (await execute(institutionsText, { language }, signal)).institutions,
    staleTime: 300_000,
  })

const none: readonly NamedInstitution[] = []

/** The organisations of the alliance, as the registry names them in the reader's language. */
export function useInstitutions(): readonly NamedInstitution[] {
  const { language } = useWords()
  return useQuery(institutionsQuery(language)).data ?? none
}

/** The name of an institution where the registry has told it, else its SCHAC id. */
export function useInstitutionName(): (schacId: string) => string {
  const institutions = useInstitutions()
  return (schacId) => institutions.find((one) => one.schacId === schacId)?.name ?? schacId
}
