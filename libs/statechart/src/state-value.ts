import type { StateConfig } from '#contracts';
import type { Chart } from './step.js';

/**
 * XState's state value in which exactly these leaves are active; null where they cannot be active together, or others
 * would have to be as well. This is a pure function.
 */
export function valueOf(chart: Chart, leaves: readonly string[]): unknown {
  const used = new Set<string>();
  const value = within(chart.definition.machine, '', leaves, used);
  return used.size === new Set(leaves).size ? value : null;
}

function within(config: StateConfig, prefix: string, leaves: readonly string[], used: Set<string>): unknown {
  const inner = Object.entries(config.states ?? {}).filter(([, state]) => state.type !== 'history');
  const active = inner.filter(([key]) =>
    leaves.some((leaf) => leaf === prefix + key || leaf.startsWith(`${prefix}${key}.`)),
  );
  if (config.type !== 'parallel' && active.length !== 1) return null;
  if (config.type === 'parallel' && active.length !== inner.length) return null;
  const values = active.map(([key, state]): [string, unknown] => {
    if (state.states) return [key, within(state, `${prefix}${key}.`, leaves, used)];
    used.add(prefix + key);
    return [key, {}];
  });
  if (values.some(([, value]) => value === null)) return null;
  const [only] = values;
  const isLeaf = only !== undefined && active[0]?.[1].states === undefined;
  return config.type !== 'parallel' && isLeaf ? only[0] : Object.fromEntries(values);
}
