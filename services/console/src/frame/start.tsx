import { Navigate } from '@tanstack/react-router'
import { useSignedIn } from '../hub/session.ts'

/** Students begin with their own agreement, everyone else with the joint courses. */
export function Start() {
  const { kind } = useSignedIn()
  return <Navigate to={kind === 'learner' ? '/my-agreement' : '/joint-course-results'} replace />
}
