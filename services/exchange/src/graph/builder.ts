import { createBuilder, entity } from '@collegium/graph-kit'

export const builder = createBuilder()
export const Institution = builder.objectRef<{ schacId: string }>('Institution').implement({
  extensions: { directives: { key: { fields: 'schacId', resolvable: false } } },
  fields: (t) => ({ schacId: t.exposeID('schacId') }),
})
export const LearningAgreement = builder.objectRef<{ id: string }>('LearningAgreement').implement({
  extensions: entity('id'),
  fields: (t) => ({ id: t.exposeID('id') }),
})
export const Instance = builder.objectRef<{ id: string }>('LearningOpportunityInstance').implement({
  extensions: { directives: { key: { fields: 'id', resolvable: false } } },
  fields: (t) => ({ id: t.exposeID('id') }),
})
