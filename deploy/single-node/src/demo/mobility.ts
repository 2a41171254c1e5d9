import { isRefusal } from '@collegium/contracts'
import type { Database } from '@collegium/database'
import {
  agreementRulesOf,
  type AgreementContent,
  type Component,
  conduct,
  latest,
  learnerVault,
  openAgreements,
  recordEquivalences,
  registerLearner,
} from '@collegium/mobility/commands'
import { academicYearOf } from '@collegium/vocabulary'
import { v7 as newId } from 'uuid'
import { demoPeople } from './people.ts'

const origin = { correlationId: 'demo-seed' }
const home = 'uni-birke.example'
const host = 'uni-alder.example'
const officeActor = { institution: home, learner: null, name: `office@${home}`, roles: ['international-office'] } as const
const esiOf = (code: string) => `urn:schac:personalUniqueCode:int:esi:${home}:${code}`

/** Invented students of one university, and how far the learning agreement of each has come. */
const students = [
  { givenNames: 'Astrid', familyName: 'Demo', birthDate: '2004-03-14', email: `learner@${home}`, esi: demoPeople.find((one) => one.esi)?.esi, signed: 0 },
  { givenNames: 'Elsa', familyName: 'Ekdahl', birthDate: '2003-11-02', email: 'elsa.ekdahl@mail.example', esi: esiOf('demo-0002'), signed: 1 },
  { givenNames: 'Nils', familyName: 'Åkerlund', birthDate: '2004-06-21', email: 'nils.akerlund@mail.example', esi: esiOf('demo-0003'), signed: 2 },
  { givenNames: 'Maja', familyName: 'Sjöstrand', birthDate: '2003-01-30', email: 'maja.sjostrand@mail.example', esi: esiOf('demo-0004'), signed: 2 },
] as const

/** What Birke has recognised of Alder's courses. */
const precedents = [
  { losCode: 'ALD-STAT2', title: 'Statistics II', ects: 7.5, recognisedCode: 'BIR-STB', recognisedTitle: 'Statistik B', recognisedEcts: 7.5 },
  { losCode: 'ALD-ECO', title: 'Urban Ecology', ects: 7.5, recognisedCode: 'BIR-STADSEK', recognisedTitle: 'Stadsekologi', recognisedEcts: 7.5 },
  { losCode: 'ALD-ETH', title: 'Data Ethics', ects: 15, recognisedCode: 'BIR-ETIK', recognisedTitle: 'Etik och data', recognisedEcts: 15 },
] as const

const dayAfter = (now: string, days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10)

/** A semester at Alder. The draft lacks what a student would still have to say: her level and the last link. */
function contentOf(now: string, isDraft: boolean): AgreementContent {
  const component = (table: 'studied' | 'recognised', title: string, losCode: string, ects: number): Component => ({
    id: newId(),
    table,
    title,
    losId: null,
    losCode,
    loiId: null,
    instanceId: null,
    term: { number: 2, of: 2 },
    credits: [{ scheme: 'ects', value: ects }],
    shortDescription: null,
    automaticRecognition: table === 'studied' ? null : true,
    recognitionConditions: null,
    period: null,
    form: null,
    teachingPartner: null,
  })
  const taken = isDraft ? precedents.slice(0, 1) : precedents
  const pairs = taken.map((one) => ({
    there: component('studied', one.title, one.losCode, one.ects),
    here: component('recognised', one.recognisedTitle, one.recognisedCode, one.recognisedEcts),
  }))
  const more = isDraft ? [component('studied', 'Data Ethics', 'ALD-ETH', 15)] : []
  return {
    components: [...pairs.map(({ there }) => there), ...more, ...pairs.map(({ here }) => here)],
    links: pairs.map(({ there, here }) => ({ studied: there.id, recognised: here.id })),
    physical: { startsOn: dayAfter(now, 60), endsOn: dayAfter(now, 200) },
    virtual: null,
    target: { kind: 'programme', code: 'BIR-BSC-STAT', title: 'Statistics', ects: null },
    iscedF: '0542',
    iscedClarification: null,
    eqfLevel: 6,
    language: { tag: 'en', cefr: isDraft ? '' : 'B2' },
    legalStatements: [],
    learningOutcomesUrl: null,
    provisionsUrl: null,
  }
}

/** Students with learning agreements in three stages, and precedents: both sides of an agreement have something to do from the first minute. */
export async function seedMobility(mobility: Database, secret: Uint8Array, clock: () => Date): Promise<void> {
  const now = clock().toISOString()
  const conducting = { now, newId: () => newId() }
  await mobility.write({ tenants: [home, host] }, origin, async (tx) => {
    const entries = precedents.map((one) => ({
      ...one,
      home,
      provider: host,
      source: 'imported-list' as const,
      decidedBy: 'Board of Studies in Statistics',
      decidedOn: dayAfter(now, -200),
      validUntil: dayAfter(now, 900),
    }))
    await recordEquivalences(tx, entries, { today: now.slice(0, 10), newId: () => newId() })
    for (const { signed, esi, ...person } of students) {
      const registered = await registerLearner(
        tx,
        { home, roles: ['international-office'], by: officeActor.name, at: now, vault: learnerVault(secret), newId: () => newId() },
        { ...person, esi: esi ?? null, localId: null, latinGivenNames: null, latinFamilyName: null, citizenship: 'SE', gender: 2 },
        null,
      )
      if (isRefusal(registered)) throw new Error(`The demo student ${person.email} was refused: ${registered.refused}`)
      const id = newId()
      const opening = {
        id,
        learnerId: registered.id,
        sending: home,
        sendingUnit: null,
        receiving: host,
        receivingUnit: null,
        coordinator: null,
        teachingPartners: [],
        type: 'semester' as const,
        academicYear: academicYearOf(now.slice(0, 10)),
        programme: null,
        sendingContact: null,
        receivingContact: null,
        rulePack: null,
        student: {},
        content: contentOf(now, signed === 0),
      }
      const opened = (await openAgreements(tx, { secret, actor: officeActor, ...conducting }, [opening])).get(id)
      if (!opened || isRefusal(opened)) throw new Error(`The demo agreement of ${person.email} was refused: ${opened?.refused}`)
      const student = { institution: null, learner: registered.id, name: null, roles: ['learner'] } as const
      for (const actor of [student, officeActor].slice(0, signed)) {
        const outcome = (
          await conduct(
            tx,
            [id],
            actor,
            ({ row, agreement }, side) => {
              const signing = {
                side,
                roles: actor.roles,
                expectedVersion: agreement.version,
                at: now,
                hash: latest(agreement).hash,
                rules: agreementRulesOf(row),
              }
              return actor === student
                ? { command: { ...signing, move: 'sign-as-student' } }
                : { command: { ...signing, move: 'sign-for-sending', signer: { name: 'Birgit Demo', position: 'Coordinator', email: `office@${home}` } } }
            },
            conducting,
          )
        ).get(id)
        if (!outcome || isRefusal(outcome)) throw new Error(`A demo signature was refused: ${outcome?.refused}`)
      }
    }
  })
}
