import type { Role } from '@collegium/contracts'

/** Somebody of the invented alliance, picked at sign-in without a password. */
export interface DemoPerson {
  readonly email: string
  readonly displayName: string
  readonly institution: string
  readonly roles: readonly Role[]
  readonly esi?: string
}

export const demoInstitutions = [
  { schacId: 'uni-alder.example', name: { en: 'University of Alder', de: 'Universität Alder' }, country: 'DE', city: 'Alder' },
  { schacId: 'uni-birke.example', name: { en: 'Birke University', sv: 'Birke universitet' }, country: 'SE', city: 'Birke' },
  { schacId: 'uni-cedro.example', name: { en: 'University of Cedro', pt: 'Universidade de Cedro' }, country: 'PT', city: 'Cedro' },
] as const

const offices: readonly { readonly name: string; readonly title: string; readonly roles: readonly Role[] }[] = [
  { name: 'office', title: 'International office', roles: ['international-office', 'examinations-office'] },
  { name: 'examinations', title: 'Examinations office', roles: ['examinations-office', 'examination-board'] },
  { name: 'recognition', title: 'Recognition office', roles: ['recognition-office'] },
  { name: 'issuer', title: 'Credential issuer', roles: ['issuer'] },
  { name: 'admin', title: 'Administrator', roles: ['institution-administrator', 'catalogue-editor'] },
]

export const demoPeople: readonly DemoPerson[] = [
  ...demoInstitutions.flatMap(({ schacId, name }) =>
    offices.map(
      (office): DemoPerson => ({ email: `${office.name}@${schacId}`, displayName: `${office.title}, ${name.en}`, institution: schacId, roles: office.roles }),
    ),
  ),
  { email: 'analyst@alliance.example', displayName: 'Analyst of the alliance', institution: 'alliance.example', roles: ['analyst'] },
  { email: 'auditor@alliance.example', displayName: 'Auditor of the alliance', institution: 'alliance.example', roles: ['auditor'] },
  {
    email: 'learner@uni-birke.example',
    displayName: 'Astrid Demo',
    institution: 'uni-birke.example',
    roles: [],
    esi: 'urn:schac:personalUniqueCode:int:esi:uni-birke.example:demo-0001',
  },
]
export const demoPerson = (email: string): DemoPerson | undefined => demoPeople.find((person) => person.email === email.toLowerCase())
