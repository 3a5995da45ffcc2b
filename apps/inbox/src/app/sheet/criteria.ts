export interface Criterion {
  name: 'accuracy' | 'completeness' | 'reasonableness' | 'ambition';
  /** As it is written at the head of the opinion. */
  mark: string;
}

/** The four criteria by which the office examines a target (四性审查). */
export const CRITERIA: Criterion[] = [
  { name: 'accuracy', mark: '【准确性】' },
  { name: 'completeness', mark: '【完整性】' },
  { name: 'reasonableness', mark: '【合理性】' },
  { name: 'ambition', mark: '【先进性】' },
];

/** The opinion with the criterion marked as not met, or no longer so; the unit reads it in the opinion. This is a pure function. */
export function withCriterion(opinion: string, criterion: Criterion): string {
  const isMarked = opinion.includes(criterion.mark);
  const marks = CRITERIA.filter((one) => (one === criterion ? !isMarked : opinion.includes(one.mark)));
  const rest = CRITERIA.reduce((text, one) => text.replace(one.mark, ''), opinion);
  return marks.map((one) => one.mark).join('') + rest;
}
