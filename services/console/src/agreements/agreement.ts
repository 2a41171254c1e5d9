import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { execute, graphQuery } from '../hub/ask.ts'
import { lookAgain, useLive } from '../hub/live.ts'
import type { Language } from '../words/words.tsx'
import { type AgreementsSearch, filterOf } from './agreements-search.ts'

export const agreementsOnPage = 25

export interface Period {
  readonly startsOn: string
  readonly endsOn: string
}
export interface Component {
  readonly id: string
  readonly table: string
  readonly title: string
  readonly losId: string | null
  readonly losCode: string | null
  readonly loiId: string | null
  readonly instanceId: string | null
  /** "1/2": the first of two. */
  readonly term: string | null
  readonly credits: readonly { readonly scheme: string; readonly value: number }[]
  readonly shortDescription: string | null
  readonly automaticRecognition: boolean | null
  readonly recognitionConditions: string | null
  readonly period: Period | null
  readonly form: string | null
  readonly teachingPartner: string | null
}
export interface RecognitionLink {
  readonly studied: string
  readonly recognised: string
}
export interface Content {
  readonly components: readonly Component[]
  readonly links: readonly RecognitionLink[]
  readonly physical: Period | null
  readonly virtual: Period | null
  readonly target: { readonly kind: string; readonly code: string; readonly title: string; readonly ects: number | null } | null
  readonly iscedF: string
  readonly iscedClarification: string | null
  readonly eqfLevel: number
  readonly languageTag: string
  readonly languageLevel: string
  readonly legalStatements: readonly {
    readonly institution: string
    readonly question: string
    readonly answer: string
    readonly basis: string
    readonly owner: string | null
    readonly reviewOn: string | null
  }[]
  readonly learningOutcomesUrl: string | null
  readonly provisionsUrl: string | null
}
export interface Version {
  readonly number: number
  readonly state: string
  readonly hash: string
  readonly comment: string | null
  readonly openedAt: string
  readonly changedAt: string
  readonly signatures: readonly { readonly side: string; readonly at: string; readonly name: string | null; readonly position: string | null }[]
  readonly differences: readonly { readonly words: string }[]
}
export interface FaultFound {
  readonly rule: string
  readonly weight: string
  readonly path: string
}
export interface Entry {
  readonly id: string
  readonly at: string
  readonly side: string
  readonly institution: string | null
  readonly actor: string | null
  readonly move: string
  readonly version: number | null
  readonly reason: string | null
  readonly eventId: string | null
  readonly eventType: string | null
}
/** One line of the list: enough to know whose turn it is, and to act on many. */
export interface AgreementRow {
  readonly id: string
  readonly version: number
  readonly type: string
  readonly academicYear: string
  readonly sending: string
  readonly receiving: string
  readonly status: string
  readonly turn: string
  readonly turnSince: string
  readonly dueOn: string | null
  readonly moves: readonly string[]
  /** Null for roles without people, and once the learner is erased. */
  readonly student: { readonly givenNames: string; readonly familyName: string } | null
  readonly current: { readonly number: number; readonly state: string; readonly hash: string } | null
}
export interface Contact {
  readonly givenNames: string
  readonly familyName: string
  readonly email: string
  readonly phone: string | null
}
export interface Agreement extends Omit<AgreementRow, 'current'> {
  /** For the offices of both sides. */
  readonly twoSided: {
    readonly partner: {
      readonly institution: string
      readonly knows: string
      readonly toldAt: string | null
      readonly toldProposal: number | null
      readonly acknowledgedAt: string | null
      readonly acknowledgedProposal: number | null
      readonly parkedReason: string | null
    }
  } | null
  readonly coordinator: string | null
  readonly teachingPartners: readonly string[]
  readonly sendingUnit: string | null
  readonly sendingContact: Contact | null
  readonly receivingUnit: string | null
  readonly receivingContact: Contact | null
  readonly state: string
  readonly nextStep: string | null
  readonly programme: { readonly code: string; readonly callYear: number } | null
  readonly current: {
    readonly number: number
    readonly state: string
    readonly hash: string
    readonly comment: string | null
    readonly content: Content
  } | null
  readonly standing: { readonly number: number; readonly content: Content } | null
  readonly versions: readonly Version[]
  readonly faults: readonly FaultFound[]
  readonly timeline: readonly Entry[]
}
export interface Pipeline {
  readonly myTurn: number
  readonly partnersTurn: number
  readonly learnersTurn: number
  readonly stuck: number
  readonly unacknowledged: number
  readonly done: number
  readonly total: number
}
export interface AgreementPage {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: AgreementRow }[]
}

const contact = '{ givenNames familyName email phone }'
const partyFields = `sendingUnit sendingContact ${contact} receivingUnit receivingContact ${contact}`
const rowFields = `id version type academicYear sending receiving status turn turnSince dueOn moves student { givenNames familyName } current { number state hash }`
const contentFields = `components { id table title losId losCode loiId instanceId term credits { scheme value } shortDescription automaticRecognition recognitionConditions period { startsOn endsOn } form teachingPartner }
  links { studied recognised } physical { startsOn endsOn } virtual { startsOn endsOn } target { kind code title ects } iscedF iscedClarification eqfLevel languageTag languageLevel
  legalStatements { institution question answer basis owner reviewOn } learningOutcomesUrl provisionsUrl`

export const agreementsText = graphQuery<{ learningAgreements: AgreementPage }, { filter: object; first: number; after: string | null }>(
  `query LearningAgreements($filter: LearningAgreementFilter, $first: Int, $after: String) {
    learningAgreements(filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${rowFields} } } }
  }`,
)
export const pipelineText = graphQuery<{ agreementPipeline: Pipeline | null }, { filter: object }>(
  `query AgreementPipeline($filter: LearningAgreementFilter) { agreementPipeline(filter: $filter) { myTurn partnersTurn learnersTurn stuck unacknowledged done total } }`,
)
export const agreementText = graphQuery<{ learningAgreement: Agreement | null }, { id: string; language: string; against: number | null }>(
  `query LearningAgreement($id: ID!, $language: String, $against: Int) {
    learningAgreement(id: $id) {
      id version type academicYear sending receiving state status turn turnSince dueOn nextStep moves programme { code callYear } coordinator teachingPartners ${partyFields}
      twoSided { partner { institution knows toldAt toldProposal acknowledgedAt acknowledgedProposal parkedReason } }
      student { givenNames familyName }
      current { number state hash comment content { ${contentFields} } }
      standing { number content { ${contentFields} } }
      versions { number state hash comment openedAt changedAt signatures { side at name position } differences(against: $against) { words(language: $language) } }
      faults { rule weight path }
      timeline { id at side institution actor move version reason eventId eventType }
    }
  }`,
)

/** Others act on the same agreements while the page is open. */
export const changedText = graphQuery<{ learningAgreementsChanged: { readonly more: boolean } | null }, { ids: readonly string[] | null }>(
  'subscription AgreementsChanged($ids: [ID!]) { learningAgreementsChanged(ids: $ids) { more agreements { id version } } }',
)
/** Asks lists, counts and pages anew as agreements change: those with these ids, or all; null for none. Tells whether the page is live. */
export const useLiveAgreements = (about: { readonly ids: readonly string[] | null } | null): boolean => useLive(changedText, about, ['agreements'])

export const agreementsQuery = (search: AgreementsSearch) =>
  queryOptions({
    queryKey: ['agreements', 'list', search],
    queryFn: async ({ signal }) =>
      (await execute(agreementsText, { filter: filterOf(search), first: agreementsOnPage, after: search.after ?? null }, signal)).learningAgreements,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgain,
  })
/** Counts over the same filter as the list, whosever turn it is: each count is the list with its own turn. */
export const pipelineQuery = (search: AgreementsSearch) => {
  const { turn: _turn, after: _after, ...others } = search
  return queryOptions({
    queryKey: ['agreements', 'pipeline', others],
    queryFn: async ({ signal }) => (await execute(pipelineText, { filter: filterOf(others) }, signal)).agreementPipeline,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgain,
  })
}
export const agreementQuery = (id: string, language: Language, against: number | null = null) =>
  queryOptions({
    queryKey: ['agreements', 'one', id, language, against],
    queryFn: async ({ signal }) => (await execute(agreementText, { id, language, against }, signal)).learningAgreement,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgain,
  })
