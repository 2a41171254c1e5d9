import type { Level, Role } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import { and, eq } from 'drizzle-orm'
import { staff, staffRoles } from '../tables.ts'

export interface Appointment {
  readonly institution: string
  /** OpenID Connect subject, or the verified e-mail address. */
  readonly subject: string
  readonly displayName: string
  readonly unit: string | null
  readonly roles: readonly { readonly role: Role; readonly unit: string | null; readonly level: Level }[]
}

/** Gives a person exactly these roles at an institution; what they held before is replaced. */
export async function appointStaff(tx: Transaction, appointment: Appointment, newId: () => string): Promise<void> {
  const { institution, subject, displayName, unit } = appointment
  const [known] = await tx.db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.institution, institution), eq(staff.subject, subject)))
  const id = known?.id ?? newId()
  if (known) {
    await tx.db.update(staff).set({ displayName, unit }).where(eq(staff.id, id))
    await tx.db.delete(staffRoles).where(eq(staffRoles.staffId, id))
  } else await tx.db.insert(staff).values({ id, institution, subject, displayName, unit })
  if (appointment.roles.length > 0) await tx.db.insert(staffRoles).values(appointment.roles.map((held) => ({ id: newId(), institution, staffId: id, ...held })))
}
