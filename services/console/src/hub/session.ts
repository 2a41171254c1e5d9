import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from './ask.ts'

export interface SignedIn {
  readonly signedIn: true
  readonly displayName: string
  /** SCHAC id. */
  readonly institution: string
  readonly roles: readonly string[]
  readonly kind: string
}
export type Session = SignedIn | { readonly signedIn: false }

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => ask<Session>('/session', { signal }), staleTime: 60_000 })

/** Who is signed in; only for parts of the screen below the sign-in. */
export function useSignedIn(): SignedIn {
  const { data } = useQuery(sessionQuery)
  if (!data?.signedIn) throw new Error('This part of the screen is shown to people who are signed in only')
  return data
}

export async function signOut(): Promise<void> {
  await ask('/sign-out', { method: 'POST' })
  location.assign('/')
}

/** Sign-in comes back to where the reader was. */
export const signInAddress = (): string => `/sign-in?to=${encodeURIComponent(`${location.pathname}${location.search}`)}`
