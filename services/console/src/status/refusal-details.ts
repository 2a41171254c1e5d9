import type { Component, FaultFound } from '../agreements/agreement.ts'
import type { Details } from '../hub/fault.ts'
import type { Words } from '../words/words.tsx'

type Named = Pick<Component, 'id' | 'table' | 'title'>
type Version = { readonly number: number | null; readonly state: string }

/**
 * What a refusal is about, each thing as a line in plain words: which rule at which place, which fields, whose step, which components, both versions of
 * a conflict. What the console has no words for is shown as the hub says it: a detail that nobody foresaw is worth more than none.
 */
export function refusalLines(details: Details | null, words: Pick<Words, 't' | 'ofCode' | 'number'>, components: readonly Named[] = []): readonly string[] {
  const { t, ofCode, number } = words
  const titleOf = (id: string) => components.find((one) => one.id === id)?.title || id
  const list = (values: unknown, word: (value: string) => string) => ({ list: texts(values).map(word).join(', ') })
  const anyWord = (value: string) => words.ofCode(groups.find((group) => ofCode(group, value) !== value) ?? 'side', value)
  const lines: Readonly<Record<string, (value: unknown) => readonly string[]>> = {
    faults: (value) => (value as readonly FaultFound[]).map((fault) => faultLine(fault, words, components)),
    missing: (value) => [
      t(
        'detail.missing',
        list(value, (path) => fieldWord(path, words)),
      ),
    ],
    oneOf: (value) => [t('detail.oneOf', list(value, anyWord))],
    criteria: (value) => [t('detail.oneOf', list(value, anyWord))],
    needs: (value) => [
      t(
        'detail.needs',
        list(value, (role) => ofCode('role', role)),
      ),
    ],
    turn: (value) => [
      t(
        'detail.turn',
        list(value, (side) => ofCode('side', side)),
      ),
    ],
    componentId: (value) => [t('detail.components', list([value], titleOf))],
    componentIds: (value) => [t('detail.components', list(value, titleOf))],
    state: (value) => [t('detail.state', { state: anyWord(String(value)) })],
    meant: (value) => {
      const { number: seen, state } = value as Version
      return [seen === null ? t('detail.meantGone') : t('detail.meant', { number: seen, state: ofCode('proposalState', state) })]
    },
    current: (value) => {
      if (typeof value !== 'object' || value === null) return []
      const { number: stands, state } = value as Version
      return [t('detail.stands', { number: stands ?? '?', state: ofCode('proposalState', state) })]
    },
    number: (value) => [t('detail.sameAs', { number: Number(value) })],
    agreed: (value) => [t('detail.agreed', { ects: number(Number(value)) })],
    earnedEcts: (value) => [t('detail.earned', { ects: number(Number(value)) })],
    differing: (value) =>
      (value as readonly { field: string; said: unknown; offered: unknown }[]).map(({ field, said, offered }) =>
        t('detail.differing', { field: fieldWord(field, words), said: plain(said), offered: plain(offered) }),
      ),
    by: (value) => [t('detail.by', { by: String(value) })],
    most: (value) => [t('detail.most', { most: String(value) })],
    gradingScheme: (value) => [t('detail.scheme', { scheme: String(value) })],
  }
  return Object.entries(details ?? {}).flatMap(([name, value]) => {
    if (saidAlready.includes(name)) return []
    return lines[name]?.(value) ?? [`${name}: ${plain(value)}`]
  })
}

/** Words for values of these may stand in any of the groups. */
const groups = [
  'proposalState',
  'agreementStatus',
  'mobilityType',
  'callOffReason',
  'changeReason',
  'form',
  'table',
  'targetKind',
  'criterion',
  'overrideReason',
] as const
/** The words of the code say these, or nobody can do anything with them. */
const saidAlready: readonly string[] = ['move', 'instead', 'offer', 'programmeYear', 'credits', 'replaces', 'passed', 'id', 'learnerId']

const texts = (values: unknown): string[] => (Array.isArray(values) ? values : [values]).map(String)

/** "sendingContact.email": the e-mail address of a contact. */
const fieldWord = (path: string, { ofCode }: Pick<Words, 'ofCode'>): string =>
  path
    .split('.')
    .map((part) => ofCode('field', part))
    .join(': ')

/** One broken rule: the component and the table that it stands in, or the part of the content, and what is wrong there. */
function faultLine({ path, rule }: FaultFound, { t, ofCode }: Pick<Words, 't' | 'ofCode'>, components: readonly Named[]): string {
  const component = components[Number(/^components\.(\d+)/.exec(path)?.[1] ?? Number.NaN)]
  const place = component ? `${ofCode('tableShort', component.table)}, ${component.title || t('content.noTitle')}` : ofCode('place', path.split('.')[0] ?? '')
  return `${place}: ${ofCode('agreementRule', rule)}`
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, one]) => `${name} ${plain(one)}`)
      .join(', ')
  return String(value)
}
