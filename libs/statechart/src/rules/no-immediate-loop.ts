import type { Condition } from '#contracts';
import { fieldsRead } from '../condition.js';
import { mayHold } from '../satisfiable.js';
import { actionsOf, withAncestors } from '../states.js';
import type { PlacedTransition } from '../transitions.js';
import type { Model } from './model.js';
import type { Rule } from './rule.js';

const MOST_CIRCLES = 1_000;

/** Automatic transitions never run in a circle. */
export const noImmediateLoop: Rule = (model) => {
  const automatic = model.transitions.filter(({ kind }) => kind === 'always' || kind === 'onDone');
  return circles(model, automatic)
    .filter((circle) => mayRun(model, circle) && mayComplete(model, circle))
    .map((circle) => {
      const titles = circle.map(({ source }) => model.states.get(source)?.meta.title ?? { zh: source, en: source });
      return {
        pointer: circle[0]?.pointer ?? model.transitions[0]?.pointer,
        message: {
          zh: `自动转移首尾相接，永不停止：${titles.map(({ zh }) => zh).join(' → ')}。`,
          en: `Automatic transitions run in a circle without end: ${titles.map(({ en }) => en).join(' → ')}.`,
        },
      };
    })
    .flatMap(({ pointer, message }) => (pointer ? [{ pointer, message }] : []));
};

/** Every circle of arrows, each once, begun at its first arrow in reading order. */
function circles(model: Model, arrows: PlacedTransition[]): PlacedTransition[][] {
  const found: PlacedTransition[][] = [];
  let steps = 0;
  const walk = (start: PlacedTransition, path: PlacedTransition[]): void => {
    steps += 1;
    const last = path.at(-1);
    if (!last || steps > MOST_CIRCLES * 10) return;
    for (const next of arrows.filter((arrow) => follows(model, last, arrow))) {
      if (next === start) found.push(path);
      else if (arrows.indexOf(next) > arrows.indexOf(start) && !path.includes(next)) walk(start, [...path, next]);
    }
  };
  for (const arrow of arrows) if (found.length < MOST_CIRCLES) walk(arrow, [arrow]);
  return found;
}

/** Whether one arrow leads to where the other sets out at once. */
function follows(model: Model, one: PlacedTransition, next: PlacedTransition): boolean {
  const entered = enteredBy(model, one.target ?? one.source);
  if (next.kind === 'always')
    return entered.includes(next.source) || withAncestors(one.target ?? one.source).includes(next.source);
  // An arrow that stays enters no final state.
  return one.target !== null && entered.some((path) => isFinal(model, path) && path.startsWith(`${next.source}.`));
}

/** A state with the inner ones that are entered together with it. */
function enteredBy(model: Model, path: string): string[] {
  const config = model.states.get(path)?.config;
  if (!config?.states) return [path];
  const inner =
    config.type === 'parallel'
      ? Object.entries(config.states)
          .filter(([, state]) => state.type !== 'history')
          .map(([key]) => key)
      : config.initial === undefined
        ? []
        : [config.initial];
  return [path, ...inner.flatMap((key) => enteredBy(model, `${path}.${key}`))];
}

/** A parallel state on the circle is done only once all its regions are, also those that the circle does not run through. */
function mayComplete(model: Model, circle: PlacedTransition[]): boolean {
  return circle
    .filter(({ kind, source }) => kind === 'onDone' && model.states.get(source)?.config.type === 'parallel')
    .flatMap(({ source }) => partsOf(model, source))
    .every(
      (region) => circle.some(({ target }) => target?.startsWith(`${region}.`) === true) || mayEndAtOnce(model, region),
    );
}

/** Whether a state, once entered, may come to its end by automatic transitions alone. */
function mayEndAtOnce(model: Model, path: string): boolean {
  const config = model.states.get(path)?.config;
  if (!config?.states) return isFinal(model, path);
  const parts = partsOf(model, path);
  if (config.type === 'parallel') return parts.every((part) => mayEndAtOnce(model, part));
  const reached = new Set([`${path}.${config.initial ?? ''}`]);
  // The set grows while it is walked.
  for (const part of reached)
    for (const { kind, source, target } of model.transitions)
      if (
        isWithin(source, part) &&
        (kind === 'always' || (kind === 'onDone' && mayEndAtOnce(model, source))) &&
        target !== null
      )
        parts.filter((next) => isWithin(target, next)).forEach((next) => reached.add(next));
  return [...reached].some((part) => isFinal(model, part));
}

function partsOf(model: Model, path: string): string[] {
  return [...model.states.values()]
    .filter(({ parent, config }) => parent === path && config.type !== 'history')
    .map((state) => state.path);
}

function isFinal(model: Model, path: string): boolean {
  return model.states.get(path)?.config.type === 'final';
}

function isWithin(path: string, around: string): boolean {
  return withAncestors(path).includes(around);
}

/** What the circle itself changes may hold at one time and not at the next. */
function mayRun({ definition: { fields } }: Model, circle: PlacedTransition[]): boolean {
  const changed = circle.flatMap(({ spec }) =>
    actionsOf(spec.actions).flatMap(({ type, params }) =>
      type.startsWith('subject.')
        ? [String(params['field']), ...(Array.isArray(params['take']) ? params['take'].map(String) : [])]
        : [],
    ),
  );
  const guards = circle.flatMap(({ spec }): Condition[] => (spec.guard ? [spec.guard.params] : []));
  const lasting = guards.filter((guard) => !fieldsRead(guard).some((field) => changed.includes(field)));
  return mayHold({ all: lasting }, { fields, empty: true });
}
