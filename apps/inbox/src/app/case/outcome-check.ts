import type { FieldProblem, FormView, Offer } from '#contracts';
import { isFilled } from '../form/field-text.js';

/**
 * Fields that this outcome needs and that are empty: those it names, or else those that the form requires. The opinion
 * goes by the name `opinion`. This is a pure function.
 */
export function missingFields(
  offer: Pick<Offer, 'needs' | 'style'>,
  form: FormView | null,
  values: Record<string, unknown>,
  opinion: string,
): string[] {
  const required = (form?.fields ?? []).filter((one) => one.required && !one.readOnly).map((one) => one.field);
  const needed = offer.needs ?? (offer.style === 'danger' ? [] : required);
  return [...new Set(needed)].filter((field) => !isFilled(field === 'opinion' ? opinion : values[field]));
}

/** The field of the form that a problem of the API points at: `/data/plan/0/date` is `plan`. This is a pure function. */
export function fieldOf(problem: Pick<FieldProblem, 'pointer'>): string {
  const [first, second] = problem.pointer.split('/').slice(1);
  return (first === 'data' ? second : first) ?? '';
}
