import { changed, type Changed, demandRole } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import type { AgreementRow } from '../learning-agreements/store.ts'
import { builder } from './builder.ts'
import { agreementRows, LearningAgreementType } from './learning-agreement.ts'

const AgreementsChanged = builder.objectRef<Changed<AgreementRow>>('LearningAgreementsChanged').implement({
  description: 'Agreements that have changed, as you may see them now. Numbers of a pipeline are asked for anew.',
  fields: (t) => ({
    agreements: t.field({ type: [LearningAgreementType], resolve: ({ rows }) => [...rows] }),
    more: t.exposeBoolean('more', { description: 'More has changed than one message names: load the list again.' }),
  }),
})

builder.subscriptionType({})
builder.subscriptionField('learningAgreementsChanged', (t) =>
  t.field({
    type: AgreementsChanged,
    nullable: true,
    description:
      'Agreements that you may see, whenever they change: those with these ids (at most 100), or all. The first message comes at once and brings those with ids as they stand; load a list after it. The stream ends after a quarter of an hour: come back, and load again.',
    args: { ids: t.arg.idList({ required: false, description: 'Learners name theirs.' }) },
    subscribe: (_root, { ids }, context) => {
      demandRole(context, ['international-office', 'institution-administrator', 'recognition-office', 'examinations-office', 'learner'])
      // A pool per learner is dear: it is asked for when their own agreement changes, not with every one.
      if (context.session.kind === 'learner' && !ids) throw new Problem('invalid-request', { ids: 'needed' })
      return changed(context, 'LearningAgreement', agreementRows, ids)
    },
    resolve: (message) => message,
  }),
)
