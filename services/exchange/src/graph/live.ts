import { changed, demandRole } from '@collegium/graph-kit'
import { officeRoles } from '@collegium/contracts'
import { builder } from './builder.ts'
import { Delivery, deliveryRows } from './delivery.ts'
import { ImportRun, runRows } from './import-run.ts'

builder.subscriptionType({})
builder.subscriptionField('importRunChanged', (t) =>
  t.field({
    type: ImportRun,
    nullable: true,
    description: 'A run as it stands, at once and whenever it moves on, its rows end or its check is further. The stream ends after a quarter of an hour.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, context) => {
      demandRole(context, [...officeRoles, 'system'])
      return changed(context, 'ImportRun', runRows, [id])
    },
    resolve: ({ rows: [run] }) => run ?? null,
  }),
)
builder.subscriptionField('deliveryChanged', (t) =>
  t.field({
    type: Delivery,
    nullable: true,
    description: 'A message to a partner as it stands, at once and whenever a try has ended. The stream ends after a quarter of an hour.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, context) => {
      demandRole(context, [...officeRoles, 'system'])
      return changed(context, 'Delivery', deliveryRows, [id])
    },
    resolve: ({ rows: [delivery] }) => delivery ?? null,
  }),
)
