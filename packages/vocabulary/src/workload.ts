/** Hours of work that one ECTS credit stands for (ECTS Users' Guide); countries lie between the two. */
export const hoursPerEcts = { least: 25, most: 30 } as const

/**
 * R16: whether a stated workload fits its credits; outside 25 to 30 hours a credit is a warning and never an error. `hoursPerCredit` is rounded to one decimal.
 * Null where it fits, or where one of the two is not positive and there is nothing to compare.
 */
export function workloadWarning(hours: number, ects: number): { readonly hoursPerCredit: number; readonly least: number; readonly most: number } | null {
  if (!(hours > 0) || !(ects > 0)) return null
  const fits = hours >= ects * hoursPerEcts.least && hours <= ects * hoursPerEcts.most
  return fits ? null : { hoursPerCredit: Math.round((hours / ects) * 10) / 10, ...hoursPerEcts }
}
