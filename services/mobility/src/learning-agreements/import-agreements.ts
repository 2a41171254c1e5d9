import { type HubEvent, isRefusal, refuse, type Refusal, type SubmittedAgreement } from '@collegium/contracts'
import type { Transaction } from '@collegium/database'
import type { NewEvent } from '@collegium/events'
import { v5 as idFrom } from 'uuid'
import type { HeldLearner } from '../learners/domain/identity.ts'
import type { LearnerVault } from '../learners/vault.ts'
import { type ImportedEntry, lastWritten, remember } from '../submissions/imported-entries.ts'
import { type Entry, entrySettled } from '../submissions/settlements.ts'
import { type Actor, conduct } from './conduct.ts'
import { proposalHashOf, type Student } from './content-hash.ts'
import { latest } from './domain/agreement.ts'
import type { AgreementContent } from './domain/content.ts'
import { importedContent } from './domain/imported-content.ts'
import { judgeContent } from './domain/rules.ts'
import { matchStudents } from './match-students.ts'
import { openAgreements, type Opening, studentFrom } from './open-agreement.ts'
import { agreementRulesOf } from './rules-of-year.ts'
import { type AgreementRow, loadAgreements, type StoredAgreement } from './store.ts'
import { missingOf } from './student-vault.ts'

/** An entry of an accepted list with what it says; the content is gone where it was wiped or the learner erased. */
export interface TakenAgreement {
  readonly entry: Entry
  readonly said: SubmittedAgreement | undefined
  readonly cause: HubEvent
}
export interface Importing {
  readonly vault: LearnerVault
  readonly secret: Uint8Array
  readonly newId: () => string
  readonly now: string
}

/** A list is handed in by the office of the sending institution, and drafts in its name. */
export const officeOf = (institution: string): Actor => ({ institution, learner: null, name: null, roles: ['international-office'] })

interface Draft {
  readonly one: TakenAgreement
  readonly said: SubmittedAgreement
  readonly learner: { readonly id: string; readonly held: HeldLearner }
}

/**
 * Drafts the agreements of an accepted list, each for itself: opened where its mobility has none, written over where the draft still is as a list left
 * it, else left alone with the reason. The same list again changes nothing. At most one entry per mobility in one step.
 */
export async function importAgreements(tx: Transaction, importing: Importing, taken: readonly TakenAgreement[]): Promise<void> {
  const settled: NewEvent[] = []
  const end = ({ one: { entry, cause }, learner }: Pick<Draft, 'one'> & Partial<Draft>, how: Parameters<typeof entrySettled>[1]) =>
    settled.push(entrySettled(entry, { learnerId: learner?.id ?? null, ...how }, cause))
  const students = await matchStudents(tx, importing, taken)
  const before = await lastWritten(
    tx,
    taken.map(({ entry }) => entry.streamId),
  )
  const stored = await loadAgreements(
    tx.db,
    [...before.values()].map((entry) => entry.madeId),
    { lock: true },
  )
  const fresh = new Map<string, { draft: Draft; opening: Opening }>()
  const rewritten = new Map<string, { draft: Draft; content: AgreementContent; hash: string; stands: StoredAgreement }>()
  for (const one of taken) {
    const learner = students.get(one.entry.submissionId) ?? refuse('content-gone')
    if (!one.said || isRefusal(learner)) {
      end({ one }, { outcome: 'refused', reason: isRefusal(learner) ? learner.refused : 'content-gone' })
      continue
    }
    const draft: Draft = { one, said: one.said, learner }
    const last = before.get(one.entry.streamId)
    const stands = last && stored.get(last.madeId)
    if (!last || !stands) {
      const opening = openingOf(draft, importing.newId())
      fresh.set(opening.id, { draft, opening })
      continue
    }
    const content = importedContent(draft.said, (name) => idFrom(name, last.madeId))
    const hash = proposalHashOf(stands.row, content)
    const refused = otherMobility(draft, stands)
    if (!refused && latest(stands.agreement).hash === hash) end(draft, { outcome: 'unchanged', madeId: last.madeId })
    else if (refused ?? movedOn(stands, last))
      end(draft, { outcome: 'refused', reason: (refused ?? movedOn(stands, last))?.refused ?? null, madeId: last.madeId })
    else rewritten.set(last.madeId, { draft, content, hash, stands })
  }

  const written: Parameters<typeof remember>[1][number][] = []
  const opened = new Map<string, Refusal | AgreementRow>()
  for (const sending of new Set([...fresh.values()].map(({ opening }) => opening.sending))) {
    const openings = [...fresh.values()].map(({ opening }) => opening).filter((opening) => opening.sending === sending)
    for (const [id, outcome] of await openAgreements(tx, { ...importing, actor: officeOf(sending) }, openings)) opened.set(id, outcome)
  }
  for (const [id, { draft, opening }] of fresh) {
    const row = opened.get(id) ?? refuse('not-found')
    if (isRefusal(row)) end(draft, { outcome: 'refused', reason: row.refused })
    else {
      end(draft, { outcome: 'recorded', reason: openIn(draft, row, opening.content), madeId: id })
      written.push(entryOf(draft, id, proposalHashOf(row, opening.content), null))
    }
  }
  for (const sending of new Set([...rewritten.values()].map(({ stands }) => stands.row.sending))) {
    const of = [...rewritten].filter(([, { stands }]) => stands.row.sending === sending)
    const actor = officeOf(sending)
    const outcomes = await conduct(
      tx,
      of.map(([id]) => id),
      actor,
      ({ row, agreement }, side) => {
        const { content = latest(agreement).content, hash = '' } = rewritten.get(row.id) ?? {}
        return {
          command: {
            move: 'edit',
            side,
            roles: actor.roles,
            expectedVersion: agreement.version,
            at: importing.now,
            content,
            hash,
            rules: agreementRulesOf(row),
          },
        }
      },
      importing,
    )
    for (const [id, { draft, content, hash, stands }] of of) {
      const outcome = outcomes.get(id) ?? refuse('not-found')
      if (isRefusal(outcome)) end(draft, { outcome: 'refused', reason: outcome.refused, madeId: id })
      else {
        end(draft, { outcome: 'corrected', reason: openIn(draft, outcome.row, content), madeId: id })
        written.push(entryOf(draft, id, hash, latest(stands.agreement).content))
      }
    }
  }
  await remember(tx, written)
  tx.publish(settled)
}

const entryOf = ({ one: { entry } }: Draft, madeId: string, leftAs: string, before: AgreementContent | null): Omit<ImportedEntry, 'takenBack'> => ({
  submissionId: entry.submissionId,
  streamId: entry.streamId,
  institution: entry.institution,
  template: 'learning-agreements',
  madeId,
  leftAs,
  before,
})

/** What the file adds to what the home holds of its learner. */
const saidOf = ({ said }: Draft): Partial<Student> =>
  Object.fromEntries(
    Object.entries({ birthDate: said.learner.birthDate, email: said.learner.email, citizenship: said.citizenship, gender: said.gender }).filter(
      ([, value]) => value !== null,
    ),
  )

function openingOf(draft: Draft, id: string): Opening {
  const { one, said, learner } = draft
  return {
    id,
    learnerId: learner.id,
    sending: one.entry.institution,
    sendingUnit: said.sendingUnit,
    receiving: said.receiving,
    receivingUnit: said.receivingUnit,
    coordinator: null,
    teachingPartners: [],
    type: said.mobilityType,
    academicYear: said.academicYear,
    programme: said.programmeCode ? { code: said.programmeCode, callYear: Number(said.academicYear.slice(0, 4)), instanceId: null } : null,
    sendingContact: null,
    receivingContact: null,
    rulePack: null,
    student: saidOf(draft),
    content: importedContent(said, (name) => idFrom(name, id)),
  }
}

/** What can no longer change: who goes where, as what, in which year. Another mobility needs a number of its own. */
function otherMobility({ said, learner }: Draft, { row }: StoredAgreement): Refusal | null {
  const same = row.learnerId === learner.id && row.receiving === said.receiving && row.type === said.mobilityType && row.academicYear === said.academicYear
  return same ? null : refuse('other-mobility')
}

/** Why a list may not write over an agreement: somebody has signed it, written in it by hand, or called it off. */
export function movedOn({ agreement }: StoredAgreement, entry: ImportedEntry): Refusal | null {
  if (agreement.state === 'deleted' || agreement.state === 'cancelled' || agreement.state === 'closed') return refuse('agreement-called-off')
  if (agreement.proposals.some((one) => one.signatures.length > 0)) return refuse('signed-since')
  return latest(agreement).hash === entry.leftAs ? null : refuse('edited-since')
}

/** What is still open before anybody can sign the draft; null where it is ready. */
function openIn(draft: Draft, row: AgreementRow, content: AgreementContent): string | null {
  if (judgeContent(row, content, [], agreementRulesOf(row)).some((fault) => fault.weight === 'refusal')) return 'agreement-incomplete'
  return missingOf(studentFrom(draft.learner.held, saidOf(draft))).length > 0 ? 'student-incomplete' : null
}
