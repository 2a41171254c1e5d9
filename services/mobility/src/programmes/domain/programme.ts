import { type BipOffer, refuse, type Refusal } from '@collegium/contracts'
import { type Bip, bipFaults, type BipFault, type BipRules } from '@collegium/vocabulary'
import type { AgreementContent } from '../../learning-agreements/domain/content.ts'

/** An offer of the catalogue, as far as agreements rest on it. */
export interface Offered {
  readonly instanceId: string
  readonly lead: string
  readonly partners: readonly string[]
  readonly bip: BipOffer | undefined
}

/** All that take part in a programme, each once, in alphabetical order. */
export const institutionsOf = ({ lead, partners, bip }: Offered): readonly string[] =>
  [...new Set([lead, ...partners, ...(bip ? [bip.coordinator, bip.receiver] : [])])].toSorted()

/** The pairs that a programme of several partners falls into (R14): every institution that sends, with the one that receives. Whoever receives sends nobody to itself. */
export const pairsOf = (offer: Offered): readonly { readonly sending: string; readonly receiving: string }[] => {
  const receiving = offer.bip?.receiver
  return receiving ? institutionsOf(offer).flatMap((sending) => (sending === receiving ? [] : [{ sending, receiving }])) : []
}

/** Why an institution cannot prepare the agreements of an offer; null where it can. */
export function refusalToPrepare(offer: Offered | null, by: string, content: AgreementContent): Refusal | null {
  if (!offer) return refuse('not-found')
  if (!offer.bip) return refuse('not-a-programme', { instanceId: offer.instanceId })
  if (offer.bip.coordinator !== by) return refuse('programme-of-another', { coordinator: offer.bip.coordinator })
  const strays = content.components.filter((one) => one.table !== 'blended').map((one) => ({ componentId: one.id, table: one.table }))
  return strays.length > 0 ? refuse('programme-tables', { strays }) : null
}

/** Where an agreement contradicts the programme that it names; empty where it does not, or the catalogue says nothing of it. */
export function contradictions(
  { sending, receiving, coordinator, programme }: Claimed,
  offer: Offered | null,
): readonly { readonly field: string; readonly said: unknown; readonly offered: unknown }[] {
  if (!offer?.bip || !programme) return []
  const { bip } = offer
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['receiving', receiving, bip.receiver],
    ['coordinator', coordinator ?? bip.coordinator, bip.coordinator],
    ['programme.callYear', programme.callYear, bip.callYear],
    ['programme.code', programme.code, bip.bipId ?? programme.code],
  ]
  const all = institutionsOf(offer)
  return [
    ...facts.flatMap(([field, said, offered]) => (said === offered ? [] : [{ field, said, offered }])),
    ...(all.includes(sending) ? [] : [{ field: 'sending', said: sending, offered: all }]),
  ]
}
interface Claimed {
  readonly sending: string
  readonly receiving: string
  readonly coordinator: string | null
  readonly programme: { readonly code: string; readonly callYear: number } | null
}

/** R15 with what the hub knows: countries from the registry, learners from approved nominations, charters as the coordinator states them. */
export function checkProgramme(
  offer: Offered & { readonly bip: BipOffer },
  known: {
    readonly ects: number
    readonly countries: ReadonlyMap<string, string>
    readonly charters: readonly string[]
    readonly approved: Readonly<Record<string, number>>
  },
  rules: BipRules,
): readonly BipFault[] {
  const { bip } = offer
  const whole: Bip = {
    receiving: bip.receiver,
    coordinating: bip.coordinator,
    institutions: institutionsOf(offer).map((id) => ({ id, country: known.countries.get(id) ?? '', holdsCharter: known.charters.includes(id) })),
    physical: [bip.physical],
    virtual: bip.virtual,
    ects: known.ects,
    fundedLearners: known.approved,
  }
  return bipFaults(whole, rules)
}
