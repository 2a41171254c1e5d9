import { refuse, type Refusal } from '@collegium/contracts'
import { type AgreementContent, type Component, ectsOf } from './content.ts'

/** What became of a component there, as the transcript says. `absent`: the transcript has no line about it. */
export interface Achieved {
  readonly componentId: string
  readonly status: 'passed' | 'failed' | 'absent'
  readonly ects: number
}

/** What the agreement says of one component that is recognised at home, given what was achieved. */
export interface Recognition {
  readonly componentId: string
  readonly title: string
  /** `needs-decision`: the agreement leaves it to the recognising body, which says why. */
  readonly verdict: 'recognised' | 'not-recognised' | 'needs-decision'
  readonly credits: number
  readonly because: 'agreed-and-passed' | 'not-passed' | 'not-taken' | 'conditions' | 'partly-passed' | 'decided'
  /** The conditions of the agreement, or the words of the decision. */
  readonly text: string | null
  /** The components studied there that it rests on. */
  readonly studied: readonly string[]
}

export interface MobilityOutcome {
  readonly outcome: 'full' | 'partial' | 'none'
  readonly ectsEarned: number
  readonly ectsRecognised: number
  readonly decidedOn: string
  readonly recognitions: readonly Recognition[]
}

/** What is recognised at home: table B, or, where nothing was linked to it, the blended, doctoral and virtual components by themselves. */
function recognisable(content: AgreementContent): readonly { readonly component: Component; readonly studied: readonly string[] }[] {
  const linked = new Set(content.links.map((link) => link.studied))
  return content.components.flatMap((component) => {
    if (component.table === 'studied') return []
    if (component.table === 'recognised')
      return [{ component, studied: content.links.filter((link) => link.recognised === component.id).map((link) => link.studied) }]
    return linked.has(component.id) ? [] : [{ component, studied: [component.id] }]
  })
}

/**
 * R12: what an approved agreement recognises automatically and what was passed is recognised, with the agreed credits and without a new look at
 * its content. What has conditions, or rests on several components of which some were passed, is for the recognising body.
 */
export function recogniseByAgreement(content: AgreementContent, achieved: readonly Achieved[]): readonly Recognition[] {
  const status = new Map(achieved.map((one) => [one.componentId, one.status]))
  return recognisable(content).map(({ component, studied }): Recognition => {
    const about = { componentId: component.id, title: component.title, studied, text: component.recognitionConditions }
    const passed = studied.filter((id) => status.get(id) === 'passed').length
    if (passed === 0) {
      const taken = studied.some((id) => status.get(id) === 'failed')
      return { ...about, verdict: 'not-recognised', credits: 0, because: taken ? 'not-passed' : 'not-taken' }
    }
    if (passed < studied.length) return { ...about, verdict: 'needs-decision', credits: ectsOf([component]), because: 'partly-passed' }
    if (!component.automaticRecognition) return { ...about, verdict: 'needs-decision', credits: ectsOf([component]), because: 'conditions' }
    return { ...about, verdict: 'recognised', credits: ectsOf([component]), because: 'agreed-and-passed' }
  })
}

/** What the recognising body says of a component that the agreement left open. Credits recognised may be fewer than agreed (partial), not more. */
export interface RecognitionDecision {
  readonly componentId: string
  readonly credits: number
  readonly text: string
}

/** Closes a mobility's recognition: the agreement's own verdicts, and a decision for each open one. An automatic recognition cannot be taken away here (R12). */
export function closeRecognition(
  recognitions: readonly Recognition[],
  decisions: readonly RecognitionDecision[],
  earned: number,
  decidedOn: string,
): MobilityOutcome | Refusal {
  const open = new Set(recognitions.filter((one) => one.verdict === 'needs-decision').map((one) => one.componentId))
  const stray = decisions.find((one) => !open.has(one.componentId))
  if (stray) return refuse('not-to-be-decided', { componentId: stray.componentId })
  const missing = [...open].filter((id) => !decisions.some((one) => one.componentId === id))
  if (missing.length > 0) return refuse('decision-missing', { componentIds: missing })
  const closed = recognitions.map((one): Recognition | Refusal => {
    const decision = decisions.find((each) => each.componentId === one.componentId)
    if (!decision) return one
    if (!(decision.credits >= 0) || decision.credits > one.credits)
      return refuse('credits-beyond-agreement', { componentId: one.componentId, agreed: one.credits })
    // A refusal, and anything less than was agreed, owes its reason (R10).
    if (decision.credits < one.credits && decision.text.trim() === '') return refuse('reason-needed', { componentId: one.componentId })
    return {
      ...one,
      verdict: decision.credits > 0 ? 'recognised' : 'not-recognised',
      credits: decision.credits,
      because: 'decided',
      text: decision.text.trim() || one.text,
    }
  })
  const refused = closed.find((one): one is Refusal => 'refused' in one)
  if (refused) return refused
  const final = closed as Recognition[]
  const agreed = recognitions.reduce((sum, one) => sum + one.credits, 0)
  const credited = final.filter((one) => one.verdict === 'recognised').reduce((sum, one) => sum + one.credits, 0)
  const whole = final.every((one) => one.verdict === 'recognised') && credited === agreed
  return {
    outcome: whole ? 'full' : credited > 0 ? 'partial' : 'none',
    ectsEarned: earned,
    ectsRecognised: Math.round(credited * 100) / 100,
    decidedOn,
    recognitions: final,
  }
}
