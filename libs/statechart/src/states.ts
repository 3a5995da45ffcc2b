import type {
  ActionConfig,
  MachineConfig,
  StateConfig,
  StateMeta,
  TransitionConfig,
  TransitionTarget,
} from '#contracts';

/** A state of a definition with its place: `review`, `plan.review`. The root itself is not one. */
export interface PlacedState {
  path: string;
  parent: string | null;
  config: StateConfig;
  meta: StateMeta;
}

/** Every state of a machine, outermost first, in reading order. This is a pure function. */
export function placeStates(machine: MachineConfig): Map<string, PlacedState> {
  const placed = new Map<string, PlacedState>();
  const visit = (config: StateConfig, parent: string | null): void => {
    for (const [key, state] of Object.entries(config.states ?? {})) {
      const path = parent === null ? key : `${parent}.${key}`;
      placed.set(path, { path, parent, config: state, meta: state.meta ?? { title: { zh: key, en: key } } });
      visit(state, path);
    }
  };
  visit(machine, null);
  return placed;
}

/** The paths of the leaves in an XState state value: `'a'` or `{ plan: 'review' }`. This is a pure function. */
export function leaves(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix + value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = leaves(inner, `${prefix}${key}.`);
    return below.length > 0 ? below : [prefix + key];
  });
}

/** A state and all states around it, innermost first: `plan.review`, `plan`. This is a pure function. */
export function withAncestors(path: string): string[] {
  const keys = path.split('.');
  return keys.map((_, index) => keys.slice(0, keys.length - index).join('.'));
}

/** A transition in its long form, whatever short form it was written in. This is a pure function. */
export function targetsOf(transition: TransitionConfig | undefined): TransitionTarget[] {
  if (transition === undefined) return [];
  if (typeof transition === 'string') return [{ target: transition }];
  return Array.isArray(transition) ? transition : [transition];
}

/** Actions in their long form. This is a pure function. */
export function actionsOf(
  actions: ActionConfig | ActionConfig[] | undefined,
): { type: string; params: Record<string, unknown> }[] {
  if (actions === undefined) return [];
  const list = Array.isArray(actions) ? actions : [actions];
  return list.map((action) =>
    typeof action === 'string' ? { type: action, params: {} } : { type: action.type, params: action.params ?? {} },
  );
}

/** The path that a transition's target names, seen from its source; null where it stays. This is a pure function. */
export function resolveTarget(machineId: string, source: string, target: string | undefined): string | null {
  if (target === undefined) return null;
  if (target.startsWith(`#${machineId}.`)) return target.slice(machineId.length + 2);
  if (target.startsWith('.')) return source + target;
  const parent = source.includes('.') ? `${source.slice(0, source.lastIndexOf('.'))}.` : '';
  return parent + target;
}
