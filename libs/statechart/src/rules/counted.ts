import type { Condition } from '#contracts';
import { actionsOf, withAncestors } from '../states.js';
import { mayBeActiveTogether, type Action, type Model } from './model.js';

/**
 * What counters hold at least while these leaves are active: one for each leaf that nobody enters without counting, for
 * counters begin at nought or more. This is a pure function.
 */
export function atLeastCounted(model: Model, leaves: string[]): Condition[] {
  const counts = new Map<string, number>();
  for (const field of leaves.flatMap((path) => countedInto(model, path).filter((name) => lasts(model, name, path))))
    counts.set(field, (counts.get(field) ?? 0) + 1);
  return [...counts].map(([field, atLeast]) => ({ field, atLeast }));
}

/** The fields that every way into a state counts. */
function countedInto({ states, transitions, definition }: Model, path: string): string[] {
  const state = states.get(path);
  const around = states.get(state?.parent ?? '')?.config ?? definition.machine;
  const entry = actionsOf(state?.config.entry);
  if (around.type === 'parallel' || around.initial === path.split('.').at(-1)) return countedBy(entry);
  const [first = [], ...others] = transitions
    .filter(({ target }) => target === path)
    .map(({ spec }) => countedBy([...actionsOf(spec.actions), ...entry]));
  return first.filter((field) => others.every((fields) => fields.includes(field)));
}

function countedBy(actions: Action[]): string[] {
  const fields = actions.filter(({ type }) => type === 'subject.count').map(({ params }) => String(params['field']));
  return [...new Set(fields)].filter((field) => !actions.some((action) => overwrites(action, field)));
}

/** Whether nothing takes back what was counted into a state as long as it is active. */
function lasts(model: Model, field: string, path: string): boolean {
  const isAsked = Object.values(model.definition.forms).some(({ fields }) =>
    fields.some((asked) => asked.field === field && asked.readOnly !== true),
  );
  const around = withAncestors(path);
  const beside = [...model.states.values()].filter(
    (state) => mayBeActiveTogether(model, state.path, path) && !around.includes(state.path),
  );
  const meanwhile = [
    ...beside.flatMap(({ config }) => [...actionsOf(config.entry), ...actionsOf(config.exit)]),
    ...model.transitions
      .filter(
        ({ source, target }) =>
          mayBeActiveTogether(model, source, path) && (target === null || !around.includes(source)),
      )
      .flatMap(({ spec }) => actionsOf(spec.actions)),
  ];
  return !isAsked && !meanwhile.some((action) => overwrites(action, field));
}

function overwrites({ type, params }: Action, field: string): boolean {
  if (type === 'subject.set') return params['field'] === field;
  return type === 'subject.append' && Array.isArray(params['take']) && params['take'].includes(field);
}
