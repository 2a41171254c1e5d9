import { buildSubgraph } from '@collegium/graph-kit'
import { builder } from './builder.ts'
import { enrolmentRows, knownResult } from './enrolment.ts'
import { nominationRows } from './nomination.ts'
import { learnerRows } from './people.ts'
import './enrolling.ts'
import './legal-status.ts'
import './result.ts'
import './seats.ts'
import { agreementRows } from './learning-agreement.ts'
import { transcriptRows } from './transcript.ts'
import './confirmation.ts'
import './grade-conversion.ts'
import './waiting.ts'
import './data-requests.ts'
import './dossier.ts'
import './learner-commands.ts'
import './learner-directory.ts'
import './learner-pairs.ts'
import './mail.ts'
import './nominate.ts'
import './programme.ts'
import './reminder.ts'
import './saved-view.ts'
import './course-equivalence.ts'
import './ewp.ts'
import './learning-agreement-acts.ts'
import './learning-agreement-lists.ts'
import './live.ts'
import './two-sided.ts'

const ids = (keys: readonly Readonly<Record<string, string>>[]) => keys.map((key) => key.id ?? '')

export const subgraph = buildSubgraph(builder.toSchema(), {
  Enrolment: (keys, context) => enrolmentRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
  LearningAgreement: (keys, context) => agreementRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
  Learner: (keys, context) => learnerRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
  LearningOpportunityInstance: async (keys) => keys.map((key) => ({ id: key.id })),
  Nomination: (keys, context) => nominationRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
  Result: (keys, context) => Promise.all(ids(keys).map((id) => knownResult(context, id))),
  Transcript: (keys, context) => transcriptRows(context).loadMany(ids(keys)) as Promise<(object | null)[]>,
})
