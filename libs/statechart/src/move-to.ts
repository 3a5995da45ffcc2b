import type { MachineConfig } from '#contracts';
import { compile, step, type Chart } from './step.js';
import type { Position, StepOutcome } from './outcome.js';

const MOVE = 'case.move';

/**
 * The outcome of putting a case into other states (leaf or compound paths, one per region), whatever the chart's
 * transitions say: all it stood in is left, exits and entries included; a state that is named and was active is entered
 * anew. Null where a path is unknown, or the paths cannot be active together. This is a pure function.
 */
export function moveTo(chart: Chart, position: Position, paths: string[]): StepOutcome | null {
  if (paths.length === 0 || paths.some((path) => !chart.states.has(path))) return null;
  const { machine } = chart.definition;
  const target = paths.map((path) => `.${path}`);
  const widened: MachineConfig = {
    ...machine,
    on: Object.assign({}, machine.on, { [MOVE]: { target, reenter: true } }),
  };
  const outcome = step(compile({ ...chart.definition, machine: widened }), position, { type: MOVE });
  return outcome !== null && paths.every((path) => isActive(outcome.states, path)) ? outcome : null;
}

/** Every state that is active where the leaves are these, innermost first. This is a pure function. */
export function activeStates(leaves: readonly string[]): string[] {
  const all = new Set(
    leaves.flatMap((leaf) => leaf.split('.').map((_, index, keys) => keys.slice(0, index + 1).join('.'))),
  );
  return [...all].sort((one, other) => other.split('.').length - one.split('.').length);
}

function isActive(leaves: readonly string[], path: string): boolean {
  return leaves.some((leaf) => leaf === path || leaf.startsWith(`${path}.`));
}
