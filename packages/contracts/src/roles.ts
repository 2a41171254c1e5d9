/** The one list of roles (design 3.4). A role is held at an institution, within a unit or all of it, at a level. */
export const roles = [
  'international-office',
  'examinations-office',
  'examination-board',
  'recognition-office',
  'continuing-education-office',
  'quality-office',
  'issuer',
  'catalogue-editor',
  'lecturer',
  'institution-administrator',
  'alliance-administrator',
  'analyst',
  'auditor',
  'learner',
  'system',
] as const
export type Role = (typeof roles)[number]

export const levels = ['observer', 'entry', 'coordinator', 'manager'] as const
export type Level = (typeof levels)[number]

/** Roles whose holders may see the people of their own institution by name. */
export const officeRoles = [
  'international-office',
  'examinations-office',
  'examination-board',
  'recognition-office',
  'continuing-education-office',
  'issuer',
  'institution-administrator',
] as const satisfies readonly Role[]
