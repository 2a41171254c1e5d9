import type { confirmationTopic, DataOf, HubEvent, learningAgreementTopic, nominationTopic, transcriptTopic } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { tell, type Tiding } from './create-deliveries.ts'

type OfMobility = (typeof learningAgreementTopic | typeof nominationTopic | typeof transcriptTopic | typeof confirmationTopic)[number]
type MobilityFact = HubEvent & { readonly data: DataOf<OfMobility> }

/**
 * The other side of a mobility is told what one side has done: the sending institution what the receiving one did, and the other way round. Who acted
 * is not told of it. An agreement's number and hash go with it, so that what the partner acknowledges can be compared with what stands.
 */
export const tellOfMobilities = (tx: Transaction, dependencies: Dependencies, events: readonly MobilityFact[]): Promise<void> =>
  tell(
    tx,
    dependencies,
    events.map((event): Tiding => {
      const { data } = event
      const parties = [data.sending, data.receiving]
      const told = toldOf(data)
      return {
        event,
        receivers: parties.filter((party) => party !== event.institution),
        parties,
        learnerId: data.learnerId,
        about: told,
        says: {
          ...told,
          state: event.type.split('.')[3],
          sending: data.sending,
          receiving: data.receiving,
          ...('kind' in data && { kind: data.kind }),
          ...('issue' in data && { issue: data.issue }),
          link: `${dependencies.settings.publicUrl}${'issue' in data ? `/api/transcripts/${told.mobilityId}/${data.issue}` : `/agreements/${told.mobilityId}`}`,
        },
      }
    }),
  )

function toldOf(data: DataOf<OfMobility>): { mobilityId: string; version: number; proposal: number | null; proposalHash: string | null } {
  const { version } = data
  if ('nominationId' in data) return { mobilityId: data.nominationId, version, proposal: data.proposal, proposalHash: data.contentHash }
  if ('agreementId' in data)
    return {
      mobilityId: data.agreementId,
      version,
      proposal: 'proposal' in data ? data.proposal : null,
      proposalHash: 'proposal' in data ? data.proposalHash : null,
    }
  return { mobilityId: data.mobilityId, version, proposal: null, proposalHash: null }
}
