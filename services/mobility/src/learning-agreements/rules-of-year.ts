import { type RulePack, rulePackNamed, rulePackOf } from '../rule-packs/domain/rule-pack.ts'
import type { AgreementRules } from './domain/rules.ts'
import type { AgreementRow } from './store.ts'

/** The pack that an agreement goes by: the one it names, else that of its academic year. */
export const packOf = (row: Pick<AgreementRow, 'rulePack' | 'academicYear'>): RulePack => rulePackNamed(row.rulePack) ?? rulePackOf(row.academicYear)

/** What the pack lays down for the content of an agreement. */
export const agreementRulesOf = (row: Pick<AgreementRow, 'rulePack' | 'academicYear'>): AgreementRules => {
  const { id, changesAllowedFor, ectsPerYear, ectsToleranceShare, bip } = packOf(row)
  return {
    programmeYear: id,
    changesAllowedFor,
    ectsPerYear,
    ectsToleranceShare,
    blendedStayDays: { least: bip.physicalDays.least, most: bip.physicalDays.most },
    blendedLeastEcts: bip.ects,
  }
}
