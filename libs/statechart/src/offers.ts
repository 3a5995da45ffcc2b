import type { ActSpec, OutcomeSpec, TaskSpec, Text } from '#contracts';
import { verdict } from './condition.js';
import { eventTitle } from './graph.js';
import { sentence } from './sentence.js';
import type { Position } from './outcome.js';
import { takes, type Chart } from './step.js';
import { leaves, targetsOf, withAncestors } from './states.js';

/** A task as the definition asks for it, with its state. */
export interface PlacedTask {
  state: string;
  spec: TaskSpec;
}

/** An act that a post may do from a state without a task. */
export interface PlacedAct {
  state: string;
  event: string;
  spec: ActSpec;
}

/** An event that the active states know. */
export interface Offer {
  event: string;
  title: Text;
  /** Why it would not be taken now; null where it would, or where fields that are still open decide. */
  refused: Text | null;
}

/**
 * What may be sent now, and what may not and why: every event that the active states know, timers left out.
 * This is a pure function.
 */
export function offers(chart: Chart, position: Position, open?: ReadonlySet<string>): Offer[] {
  const states = leaves(position.value);
  const around = [...new Set(states.flatMap(withAncestors))];
  const known = [...new Set(around.flatMap((path) => Object.keys(chart.states.get(path)?.config.on ?? {})))];
  return known.map((event) => {
    const knowing = around.find((path) => chart.states.get(path)?.config.on?.[event] !== undefined);
    const title = eventTitle(knowing === undefined ? undefined : chart.states.get(knowing), event);
    return { event, title, refused: refusal(chart, position, states, event, open) };
  });
}

/** The tasks that a state opens when it is entered. This is a pure function. */
export function tasksOf(chart: Chart, state: string): PlacedTask[] {
  return (chart.states.get(state)?.meta.tasks ?? []).map((spec) => ({ state, spec }));
}

/** Everything that may be done without a task from the given states and those around them. This is a pure function. */
export function actsOf(chart: Chart, states: string[]): PlacedAct[] {
  const around = new Set(states.flatMap(withAncestors));
  return [...around].flatMap((state) =>
    Object.entries(chart.states.get(state)?.meta.acts ?? {}).map(([event, spec]) => ({ state, event, spec })),
  );
}

/**
 * Why the chart would not take an event now, in words; null where it would, or where the fields that are still being
 * answered decide. This is a pure function.
 */
export function refusal(
  chart: Chart,
  position: Position,
  states: string[],
  event: string,
  open: ReadonlySet<string> = new Set(),
): Text | null {
  if (takes(chart, position, event)) return null;
  const targets = [...new Set(states.flatMap(withAncestors))].flatMap((state) =>
    targetsOf(chart.states.get(state)?.config.on?.[event]),
  );
  const guards = targets.flatMap((target) => (target.guard ? [target.guard.params] : []));
  if (guards.some((guard) => verdict(guard, position.subject, open) === null)) return null;
  if (guards.length === 0) return { zh: '当前环节不能办理此项。', en: 'This cannot be done in the present step.' };
  const words = guards.map((guard) => sentence(guard, chart.definition.fields));
  return {
    zh: `需满足：${words.map((guard) => guard.zh).join('；或')}。`,
    en: `Needed: ${words.map((guard) => guard.en).join('; or ')}.`,
  };
}

/** The event that an answer sends to the chart: its own name, unless it closes the task alone. This is a pure function. */
export function eventOf(outcome: string, spec: OutcomeSpec): string | null {
  return spec.sends === false ? null : outcome;
}

/**
 * The event that the answers of a countersign add up to, once all have answered. This is a pure function.
 * `answers` are the outcomes given.
 */
export function jointEvent(spec: TaskSpec, answers: string[]): string | null {
  if (!spec.joint) return null;
  const any = Object.entries(spec.joint.any ?? {}).find(([outcome]) => answers.includes(outcome));
  return any ? any[1] : spec.joint.all;
}
