import type { ClaimInput, ClaimNode } from './claim-input.ts'
import { accreditation } from './organisation.ts'
import type { Concept } from '../vocabulary/concept.ts'
import { iscedConcept } from '../vocabulary/isced-f.ts'
import { assessmentConcepts, ectsFramework, eqfConcept, escoSkillScheme, modeConcepts, unsupervisedWithoutIdentification } from '../vocabulary/learning.ts'
import { languageConcept } from '../vocabulary/place-and-language.ts'

const at = (day: string) => `${day}T00:00:00Z`

const note = (id: string, text: Readonly<Record<string, string>>): ClaimNode => ({ id: `urn:epass:note:${id}`, type: 'Note', noteLiteral: text })

const identityCheckWords: Readonly<Record<string, string>> = {
  'supervised-without-identification': 'Supervised, without identity verification',
  'supervised-online-with-identification': 'Supervised online, with identity verification',
  'onsite-with-identification': 'Supervised on site, with identity verification',
}
const stackabilityWords: Readonly<Record<string, string>> = {
  'stand-alone': 'Stand-alone: not part of a larger credential',
  integrated: 'Integrated: part of a larger programme',
  stackable: 'Stackable towards another credential',
}

const credits = (id: string, points: number): ClaimNode => ({
  id: `urn:epass:creditPoint:${id}`,
  type: 'CreditPoint',
  framework: ectsFramework,
  point: String(points),
})

/** What was to be learned: Annex I elements 6, 7, 8, 10 and, for a qualification, 11. */
function specifiedBy({ specification: s }: ClaimInput, country: Concept): ClaimNode {
  const language = languageConcept(s.language)
  return {
    id: `urn:uuid:${s.specificationId}`,
    // A level can only be said of a qualification; an offering without one is a plain specification of an achievement.
    type: s.eqfLevel === null ? 'LearningAchievementSpecification' : 'Qualification',
    title: s.title,
    identifier: { id: 'urn:epass:identifier:specification', type: 'Identifier', notation: s.code, schemeName: `Course code of ${s.lead}` },
    thematicArea: iscedConcept(s.iscedF),
    creditPoint: credits('offered', s.ects),
    volumeOfLearning: `PT${s.workloadHours}H`,
    mode: modeConcepts[s.participation],
    ...(language ? { language: language } : {}),
    learningOutcome: s.learningOutcomes.map((outcome, i) => ({
      id: `urn:epass:learningOutcome:${i + 1}`,
      type: 'LearningOutcome',
      title: outcome.title,
      ...(outcome.escoSkill
        ? { relatedESCOSkill: { id: outcome.escoSkill, type: 'Concept', inScheme: { id: escoSkillScheme.iri, type: 'ConceptScheme' } } }
        : {}),
    })),
    ...(s.prerequisites ? { entryRequirement: note('prerequisites', s.prerequisites) } : {}),
    ...(s.stackability ? { additionalNote: note('stackability', { en: stackabilityWords[s.stackability] ?? s.stackability }) } : {}),
    ...(s.eqfLevel === null
      ? {}
      : { eqfLevel: eqfConcept(s.eqfLevel), isPartialQualification: true, accreditation: accreditation('offering', s.qualityAssurance, country) }),
  }
}

/** How it was shown: Annex I element 9, the grade, and how the learner's identity was checked. */
function provenBy({ specification: s, result }: ClaimInput): ClaimNode {
  const words = s.identityCheck ? identityCheckWords[s.identityCheck] : undefined
  return {
    id: 'urn:epass:learningAssessment:1',
    type: 'LearningAssessment',
    title: s.assessment.text,
    dateIssued: at(result.assessedOn),
    awardedBy: { id: 'urn:epass:awardingProcess:1', type: 'AwardingProcess' },
    // A pass without a mark is still a grade, and the profile demands one.
    grade: note('grade', { en: result.grade ?? 'passed' }),
    ...(s.identityCheck === 'unsupervised-without-identification' ? { idVerification: unsupervisedWithoutIdentification } : {}),
    ...(words ? { additionalNote: note('identity-check', { en: words }) } : {}),
    specifiedBy: {
      id: 'urn:epass:learningAssessmentSpec:1',
      type: 'LearningAssessmentSpecification',
      title: s.assessment.text,
      dcType: assessmentConcepts[s.assessment.type],
      mode: modeConcepts[s.participation],
      ...(result.gradingScheme ? { gradingScheme: { id: 'urn:epass:gradingScheme:1', type: 'GradingScheme', title: { en: result.gradingScheme } } } : {}),
    },
  }
}

/** The one claim of a micro-credential. */
export function achievement(input: ClaimInput, country: Concept): ClaimNode {
  const { specification: s, instance, result, award } = input
  const awardedBy = { id: 'urn:epass:awardingProcess:1', type: 'AwardingProcess' }
  return {
    id: 'urn:epass:learningAchievement:1',
    type: 'LearningAchievement',
    title: s.title,
    awardedBy: { ...awardedBy, awardingBody: { id: 'urn:epass:org:issuer', type: 'Organisation' }, awardingDate: award.issuedAt },
    creditReceived: credits('earned', result.ects),
    provenBy: provenBy(input),
    influencedBy: {
      id: 'urn:epass:activity:1',
      type: 'LearningActivity',
      title: s.title,
      identifier: { id: 'urn:epass:identifier:instance', type: 'Identifier', notation: instance.code, schemeName: 'Offering' },
      awardedBy,
      workload: `PT${s.workloadHours}H`,
      temporal: { id: 'urn:epass:period:1', type: 'PeriodOfTime', startDate: at(instance.startsOn), endDate: at(instance.endsOn) },
      specifiedBy: { id: 'urn:epass:activitySpec:1', type: 'LearningActivitySpecification', title: s.title, mode: modeConcepts[s.participation] },
    },
    specifiedBy: specifiedBy(input, country),
  }
}
