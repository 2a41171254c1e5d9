import type { Role } from '@collegium/contracts'
import { holdsRole } from '@collegium/graph-kit'
import type { Remark } from '../ewp/domain/what-ewp-cannot-say.ts'
import { type EwpAgreement, writeAgreement } from '../ewp/domain/write-agreement.ts'
import { agreementOf } from '../learning-agreements/store.ts'
import { versionsOf } from './agreement-version.ts'
import { builder } from './builder.ts'
import { LearningAgreementType, students } from './learning-agreement.ts'

const RemarkType = builder.objectRef<Remark>('EwpRemark').implement({
  description: 'A place in the agreement, and why EWP cannot say what stands there.',
  fields: (t) => ({ path: t.exposeString('path'), why: t.exposeString('why', { description: 'A code, e.g. one-pair-of-dates.' }) }),
})
const EwpType = builder.objectRef<EwpAgreement>('EwpLearningAgreement').implement({
  description: 'A learning agreement as Erasmus Without Paper shows it (omobility-las 1.2.0).',
  fields: (t) => ({
    xml: t.exposeString('xml', {
      nullable: true,
      description: 'The get-response; without an agreement in it while nothing was proposed. Null where EWP refuses.',
    }),
    refusedBecause: t.field({ type: [RemarkType], resolve: ({ refusedBecause }) => [...refusedBecause] }),
    lost: t.field({ type: [RemarkType], description: 'What the agreement holds and the XML does not.', resolve: ({ lost }) => [...lost] }),
  }),
})

const offices: readonly Role[] = ['international-office', 'institution-administrator']

builder.objectField(LearningAgreementType, 'ewp', (t) =>
  t.field({
    type: EwpType,
    nullable: true,
    description: 'As EWP would show it; for the international offices of the two institutions.',
    resolve: async (row, _args, context) => {
      const { institution } = context.session
      if ((institution !== row.sending && institution !== row.receiving) || !holdsRole(context.session, offices)) return null
      const [versions, student] = await Promise.all([versionsOf(context).load(row.id), students(context).load(row.id)])
      return writeAgreement({ ...row, agreement: agreementOf(row, versions), student: student?.student ?? null })
    },
  }),
)
