import type { ActionConfig, StateConfig } from '#contracts';
import { actionsOf } from './states.js';

export const ENTER = 'state.enter';
export const EXIT = 'state.exit';

/**
 * The config with a mark on every state's entry and exit, so that re-entering a state is seen, too. This is a pure
 * function.
 */
export function marked(config: StateConfig, path: string | null): StateConfig {
  const states = Object.entries(config.states ?? {}).map(([key, state]) => [
    key,
    marked(state, path === null ? key : `${path}.${key}`),
  ]);
  const inner =
    states.length > 0
      ? { ...config, states: Object.fromEntries(states) as Record<string, StateConfig> }
      : { ...config };
  if (path === null || config.type === 'history') return inner;
  const mark = (type: string): ActionConfig => ({ type, params: { path } });
  const entry = [mark(ENTER), ...actionsOf(config.entry)];
  // A machine that is done leaves its final state at once; for us it stays there, so its exit effects never are.
  if (config.type === 'final') return { ...inner, entry, exit: [mark(EXIT)] };
  return { ...inner, entry, exit: [...actionsOf(config.exit), mark(EXIT)] };
}
