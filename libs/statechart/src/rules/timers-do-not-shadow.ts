import type { Span } from '#contracts';
import { withAncestors } from '../states.js';
import type { PlacedTransition } from '../transitions.js';
import type { Model } from './model.js';
import type { Fault, Rule } from './rule.js';

/** A timer is not left waiting behind one that always leaves the state first; a deadline is not behind it either. */
export const timersDoNotShadow: Rule = (model) => {
  const timers = model.transitions.filter(({ kind, index }) => kind === 'after' && index === 0);
  const leaving = timers.filter((timer) => alwaysLeaves(model, timer));
  return [
    ...timers.flatMap((timer) => {
      const first = leaving.find((other) => other !== timer && comesFirst(model, other, timer, timers));
      return first ? [shadowed(model, timer, first)] : [];
    }),
    ...model.tasks.flatMap(({ state, spec, pointer }): Fault[] => {
      const first = leaving.find(
        (timer) =>
          timer.source === state && spec.deadline && isShorter(model.definition.timers[timer.event], spec.deadline),
      );
      return first
        ? [
            {
              pointer: pointer.at('deadline'),
              message: {
                zh: `时限“${first.event}”先到并离开本环节，任务的办理期限永远到不了。`,
                en: `The timer “${first.event}” leaves the state before the task’s deadline ever comes.`,
              },
            },
          ]
        : [];
    }),
  ];
};

function shadowed(model: Model, timer: PlacedTransition, first: PlacedTransition): Fault {
  const around = model.states.get(first.source)?.meta.title ?? { zh: first.source, en: first.source };
  return {
    pointer: timer.pointer,
    message: {
      zh: `时限“${first.event}”不晚于它并离开“${around.zh}”，“${timer.event}”永远轮不到。`,
      en: `“${first.event}” is up no later and leaves “${around.en}”, so “${timer.event}” never comes.`,
    },
  };
}

/** Whether a timer of the state, or of one around it, is up before the other, whenever that began. */
function comesFirst(model: Model, one: PlacedTransition, other: PlacedTransition, timers: PlacedTransition[]): boolean {
  if (!withAncestors(other.source).includes(one.source)) return false;
  const [span, longer] = [model.definition.timers[one.event], model.definition.timers[other.event]];
  if (!span || !longer) return false;
  if (isShorter(span, longer)) return true;
  // Of two that are up at the same time, the one that is said first is taken to be meant first.
  return isSame(span, longer) && (one.source !== other.source || timers.indexOf(one) < timers.indexOf(other));
}

function alwaysLeaves(model: Model, timer: PlacedTransition): boolean {
  const arrows = model.transitions.filter(
    ({ source, kind, event }) => source === timer.source && kind === 'after' && event === timer.event,
  );
  const [last] = arrows.slice(-1);
  const leaves = ({ source, target }: PlacedTransition): boolean =>
    target !== null && target !== source && !target.startsWith(`${source}.`);
  return last?.spec.guard === undefined && arrows.every(leaves);
}

/** Whether one span is over before the other, wherever both begin; a working day is never shorter than a day. */
function isShorter(one: Span | undefined, other: Span): boolean {
  if (!one || 'date' in one || 'date' in other) return false;
  if ('workingDays' in one) return 'workingDays' in other && one.workingDays < other.workingDays;
  return 'calendarDays' in other ? one.calendarDays < other.calendarDays : one.calendarDays < other.workingDays;
}

function isSame(one: Span, other: Span): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
