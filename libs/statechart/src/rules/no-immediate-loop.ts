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
    .filter((circle) => mayRun(model, circle))
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
  return entered.some((path) => model.states.get(path)?.config.type === 'final' && path.startsWith(`${next.source}.`));
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
