import { demandRole, reader } from '@collegium/graph-kit'
import { Problem } from '@collegium/service-kit'
import { eq } from 'drizzle-orm'
import { staff, staffRoles } from '../tables.ts'
import { builder } from './builder.ts'

interface Access {
  readonly subject: string
  readonly institution: string
  readonly displayName: string
  readonly roles: readonly string[]
  readonly units: readonly string[]
}

export const AccessType = builder.objectRef<Access>('Access').implement({
  description: 'What a person may do, and for whom.',
  fields: (t) => ({
    subject: t.exposeString('subject'),
    institution: t.exposeString('institution'),
    displayName: t.exposeString('displayName'),
    roles: t.exposeStringList('roles'),
    units: t.exposeStringList('units', { description: 'Units of the institution; empty means all of it.' }),
  }),
})

builder.queryField('accessOf', (t) =>
  t.field({
    type: AccessType,
    nullable: true,
    description: 'For the gateway at sign-in; anyone else may only ask about themselves.',
    args: { subject: t.arg.string({ required: true }) },
    resolve: async (_root, { subject }, context) => {
      if (context.session.kind === 'system') demandRole(context, ['system'])
      else if (context.session.subject !== `person:${subject}`) throw new Problem('forbidden')
      const rows = await reader(context)
        .select({ institution: staff.institution, displayName: staff.displayName, role: staffRoles.role, unit: staffRoles.unit })
        .from(staff)
        .leftJoin(staffRoles, eq(staffRoles.staffId, staff.id))
        .where(eq(staff.subject, subject))
      const [first] = rows
      if (!first) return null
      return {
        subject,
        institution: first.institution,
        displayName: first.displayName,
        roles: [...new Set(rows.flatMap((row) => row.role ?? []))],
        units: [...new Set(rows.flatMap((row) => row.unit ?? []))],
      }
    },
  }),
)
