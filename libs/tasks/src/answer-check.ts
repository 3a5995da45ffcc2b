import { type FieldProblem, type OutcomeSpec, type TaskSpec } from '#contracts';
import type { LoadedInstance } from '#engine';
import { textRefusal } from '#platform';
import { invalid } from './answer-refusals.js';
import { checkAnswers, missingAnswers } from './form-answers.js';

const OPINION_LENGTH = 2000;

/** An answer as it came in, its shape already parsed. */
export interface GivenAnswer {
  outcome: string;
  revision: number;
  opinion: string;
  data: Record<string, unknown>;
  /** One of many in one act: only outcomes that the definition allows in bulk. */
  isBulk?: boolean;
}

/** The form's answers, or a refusal that names every field. */
export function checked(
  instance: LoadedInstance,
  outcome: OutcomeSpec,
  formName: string | undefined,
  given: GivenAnswer,
  panel: boolean,
): Record<string, unknown> {
  const { fields, forms } = instance.chart.definition;
  const form = formName === undefined ? undefined : forms[formName];
  const asked = new Set((form?.fields ?? []).map((one) => one.field));
  const data = panel ? Object.fromEntries(Object.entries(given.data).filter(([name]) => asked.has(name))) : given.data;
  const { answers, problems } = checkAnswers(form, fields, data);
  const required = (form?.fields ?? []).filter((one) => one.required && !one.readOnly).map((one) => one.field);
  const needed = outcome.style === 'danger' || outcome.needs ? (outcome.needs ?? []) : required;
  const values = { ...instance.position.subject, ...answers, opinion: given.opinion };
  const opinion = textRefusal(given.opinion, OPINION_LENGTH);
  const all: FieldProblem[] = [
    ...problems,
    ...missingAnswers(needed, fields, values).filter(
      (missing) => !problems.some((problem) => problem.pointer === missing.pointer),
    ),
    ...(opinion ? [{ pointer: '/opinion', ...opinion }] : []),
  ];
  if (all.length === 0) return answers;
  throw invalid(all);
}

/** What a domain's panel sent beside the form; the domain itself checks it. */
export function beyondForm(
  instance: LoadedInstance,
  spec: TaskSpec,
  data: Record<string, unknown>,
): Record<string, unknown> {
  const asked = new Set(
    (spec.form === undefined ? [] : (instance.chart.definition.forms[spec.form]?.fields ?? [])).map((one) => one.field),
  );
  return Object.fromEntries(Object.entries(data).filter(([name]) => !asked.has(name)));
}
