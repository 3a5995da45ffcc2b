import type { Text, WorkflowDefinition } from '#contracts';
import { modelOf, type Model } from './rules/model.js';
import { aboutBehaviour, aboutNames, type Severity } from './rules/recommended.js';

/** Something in a definition that an administrator must mend, or should look at. */
export interface Finding {
  rule: string;
  /** An error keeps the definition from being published. */
  severity: Severity;
  /** JSON pointer into the definition. */
  pointer: string;
  message: Text;
}

/**
 * What is wrong with a definition: what is named but not there, and, where all names are right, what may happen that
 * should not. Without errors it may be published. `workflows` are the others that its children may run under.
 * This is a pure function.
 */
export function check(definition: WorkflowDefinition, workflows: readonly WorkflowDefinition[] = []): Finding[] {
  const model = modelOf(definition, workflows);
  const names = findings(model, aboutNames);
  return names.some(isError) ? names : [...names, ...findings(model, aboutBehaviour)];
}

/** Whether a finding keeps a definition from being published. This is a pure function. */
export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function findings(model: Model, rules: typeof aboutNames): Finding[] {
  return Object.entries(rules).flatMap(([rule, [severity, find]]) =>
    find(model).map(({ pointer, message }) => ({ rule, severity, pointer: pointer.toString(), message })),
  );
}
