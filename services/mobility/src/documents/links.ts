import type { DocumentLanguage, Proof } from '@collegium/documents'
import type { Dependencies } from '@collegium/service-kit'
import { printedCode } from './printed-code.ts'

type Settings = Pick<Dependencies['settings'], 'publicUrl' | 'secret'>

/** What tells a version of a transcript apart, for its printed code. */
export const transcriptPrint = (receiving: string, mobilityId: string, issue: number) => ['transcript', receiving, mobilityId, issue] as const
export const confirmationPrint = (receiving: string, id: string) => ['confirmation', receiving, id] as const

/** Address and code that open the version which was printed, in the language in which it was. `at` says under whose tenancy it is found. */
export function transcriptProof({ publicUrl, secret }: Settings, receiving: string, mobilityId: string, issue: number, language: DocumentLanguage): Proof {
  const code = printedCode(secret, transcriptPrint(receiving, mobilityId, issue))
  return { code, url: `${publicUrl}/api/transcripts/${mobilityId}/${issue}?at=${receiving}&code=${code}&language=${language}` }
}
export function confirmationProof({ publicUrl, secret }: Settings, receiving: string, id: string, language: DocumentLanguage): Proof {
  const code = printedCode(secret, confirmationPrint(receiving, id))
  return { code, url: `${publicUrl}/api/documents/${id}?at=${receiving}&code=${code}&language=${language}` }
}
