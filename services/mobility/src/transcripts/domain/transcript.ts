import { type Decided, refuse, type Refusal, type Role } from '@collegium/contracts'
import type { Holder, TranscriptLine } from './line.ts'
import { missingMusts } from './musts.ts'
import { transcriptMoves, type TranscriptState } from './transitions.ts'

/** The transcript of one mobility; its id is the mobility's. */
export interface Transcript {
  readonly id: string
  readonly version: number
  readonly state: TranscriptState
  readonly sending: string
  readonly receiving: string
  readonly lines: readonly TranscriptLine[]
  /** How many versions were issued. */
  readonly issued: number
  /** Why the version that is being written replaces the last one. */
  readonly reason: string | null
}

interface Acting {
  readonly institution: string
  readonly roles: readonly Role[]
  readonly expectedVersion: number
}
export type Command = Acting &
  (
    | { readonly move: 'write' | 'write-correction'; readonly lines: readonly TranscriptLine[] }
    | { readonly move: 'correct'; readonly lines: readonly TranscriptLine[]; readonly reason: string }
    | { readonly move: 'issue'; readonly holder: Holder; readonly signer: { readonly name: string; readonly position: string } }
    | { readonly move: 'receive' }
  )

/** Decides a command against a transcript. Only a complete one is issued, and the sending institution sees nothing before. */
export function decide(transcript: Transcript, command: Command): Decided<Transcript, 'issued' | 'received'> | Refusal {
  const move = transcriptMoves[command.move]
  if (command.expectedVersion !== transcript.version) return refuse('stale-version', { current: transcript.version })
  if (command.institution !== transcript[move.side]) return refuse('not-your-mobility', { turn: move.side })
  if (!command.roles.some((role) => (move.by as readonly Role[]).includes(role))) return refuse('forbidden', { needs: move.by })
  if (!(move.from as readonly string[]).includes(transcript.state)) return refuse('not-allowed-from', { move: command.move, state: transcript.state })
  const next = { ...transcript, version: transcript.version + 1, state: move.to }
  switch (command.move) {
    case 'write':
    case 'write-correction':
      return { state: { ...next, lines: command.lines }, facts: [] }
    case 'correct':
      if (!(transcriptMoves.correct.reasons as readonly string[]).includes(command.reason))
        return refuse('reason-needed', { oneOf: transcriptMoves.correct.reasons })
      return { state: { ...next, lines: command.lines, reason: command.reason }, facts: [] }
    case 'issue': {
      if (command.signer.name.trim() === '' || command.signer.position.trim() === '') return refuse('signature-incomplete')
      const missing = missingMusts(transcript.receiving, command.holder, transcript.lines)
      if (missing.length > 0) return refuse('transcript-incomplete', { missing })
      return { state: { ...next, issued: transcript.issued + 1 }, facts: ['issued'] }
    }
    case 'receive':
      return { state: next, facts: ['received'] }
  }
}
