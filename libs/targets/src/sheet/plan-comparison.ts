import type { Polarity } from '#contracts';

/** What is to be reached: `<= 51 μg/m3`. */
export interface Aim {
  operator: string;
  value: number | null;
  unit: string;
}

/**
 * Whether a target asks less than the plan row that it carries out. Where the plan has no value, or the two are measured
 * in different units, nothing can be said: false. This is a pure function.
 */
export function isWeaker(target: Aim, plan: Aim, polarity: Polarity): boolean {
  if (plan.value === null || polarity === 'unknown') return false;
  if (target.value === null || target.unit !== plan.unit) return target.value === null;
  if (target.value !== plan.value) {
    if (polarity === 'compliance') return true;
    return polarity === 'higher_is_better' ? target.value < plan.value : target.value > plan.value;
  }
  return strictness(target.operator) < strictness(plan.operator);
}

/** How much an operator asks of the same value: “about” less than “reach”, “reach” less than “beyond”. */
function strictness(operator: string): number {
  if (operator === '≈') return 0;
  return operator === '<' || operator === '>' ? 2 : 1;
}
