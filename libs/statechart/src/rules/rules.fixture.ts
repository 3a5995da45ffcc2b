import { readFileSync } from 'node:fs';
import type { StateConfig, WorkflowDefinition } from '#contracts';
import { modelOf } from './model.js';
import { aboutBehaviour, aboutNames } from './recommended.js';

const RULES = new URL('../../../../../libs/statechart/src/rules/', import.meta.url);

/** The definition that breaks one rule, and no other. */
export function bad(rule: string): WorkflowDefinition {
  return read(`bad/${rule}.json`);
}

/** A definition that breaks no rule, changed as a case wants it. */
export function good(
  change: (definition: WorkflowDefinition, states: Record<string, StateConfig>) => void = () => undefined,
): WorkflowDefinition {
  const definition = read('good.json');
  change(definition, definition.machine.states ?? {});
  return definition;
}

/** Where one rule finds fault. */
export function found(rule: string, definition: WorkflowDefinition, others: WorkflowDefinition[] = []): string[] {
  const entry = { ...aboutNames, ...aboutBehaviour }[rule];
  if (!entry) throw new Error(`there is no rule ${rule}`);
  return entry[1](modelOf(definition, others)).map(({ pointer }) => pointer.toString());
}

/** The state of a definition that a case goes on with. */
export function stateOf(states: Record<string, StateConfig>, name: string): StateConfig {
  const state = states[name];
  if (!state) throw new Error(`there is no state ${name}`);
  return state;
}

function read(file: string): WorkflowDefinition {
  return JSON.parse(readFileSync(new URL(file, RULES), 'utf8')) as WorkflowDefinition;
}
