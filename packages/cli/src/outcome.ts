import { HubProblem } from '@collegium/sdk'

/** What a script can tell from the exit code. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, rejectedRows: 3, unauthorised: 4, unreachable: 5 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Ends a command with a code and a line for a person. */
export class Stopped extends Error {
  readonly code: ExitCode
  constructor(code: ExitCode, message: string) {
    super(message)
    this.code = code
  }
}

export function explain(error: unknown): { code: ExitCode; text: string } {
  if (error instanceof Stopped) return { code: error.code, text: error.message }
  if (error instanceof HubProblem) {
    const request = error.requestId ? `\nRequest id: ${error.requestId}` : ''
    return {
      code: error.status === 401 || error.status === 403 ? exitCodes.unauthorised : error.status >= 502 ? exitCodes.unreachable : exitCodes.failure,
      text: `${error.message}${request}`,
    }
  }
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  if (cause?.code === 'ECONNREFUSED' || cause?.code === 'ENOTFOUND')
    return { code: exitCodes.unreachable, text: 'The hub does not answer. Start it with npm start, or set HUB_URL to where it is.' }
  return { code: exitCodes.failure, text: error instanceof Error ? error.message : String(error) }
}
