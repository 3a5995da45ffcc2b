import type { ChildrenSpec } from '#contracts';
import type { Subject } from './condition.js';
import { ENTER, EXIT } from './marks.js';
import { leaves, type PlacedState } from './states.js';

/** Where a case stands: what is stored between two steps. */
export interface Position {
  /** XState's state value. */
  value: unknown;
  /** XState's remembered substates, for history states. */
  history: Record<string, unknown>;
  subject: Subject;
}

/** An effect that a step asks for. */
export interface EffectCall {
  name: string;
  params: Record<string, unknown>;
}

/** A delay that begins: `event` is to be sent back when `timer`'s span is over. */
export interface TimerSet {
  timer: string;
  event: string;
  state: string;
}

/** A state that starts cases of its own. */
export interface PlacedChildren {
  state: string;
  spec: ChildrenSpec;
}

/** What one event did. Nothing has happened yet: all of it is data. */
export interface StepOutcome {
  position: Position;
  /** Leaf paths after the step, in reading order. */
  states: string[];
  done: boolean;
  /** Once the case is done, the fields that its final states hand to a parent; else null. */
  output: Record<string, unknown> | null;
  /** States left, innermost first. A state that is left and entered again stands in `entered`, too. */
  exited: string[];
  /** States entered, outermost first. */
  entered: string[];
  /** States entered and left again within the step, by automatic transitions; they are neither left nor entered. */
  passed: string[];
  /** In the order in which the chart says them. */
  effects: EffectCall[];
  /** Delays that begin; to be kept after those of `timersCancelled` are gone. */
  timersSet: TimerSet[];
  /** `event`s of timers that no longer count. */
  timersCancelled: string[];
  /** Of the states entered, those that start children; to be started after those of `childrenLeft` are dealt with. */
  childrenWanted: PlacedChildren[];
  /** Of the states left, those whose children are no longer waited for. */
  childrenLeft: PlacedChildren[];
}

const AFTER = 'xstate.after.';

interface Named {
  id: string;
  states: ReadonlyMap<string, PlacedState>;
}

/** The outcome of what XState answered to an event: its actions sorted by what they ask for. This is a pure function. */
export function outcomeOf(
  named: Named,
  position: Position,
  done: boolean,
  actions: readonly { type: string; params?: unknown }[],
): StepOutcome {
  const states = inReadingOrder(leaves(position.value), named.states);
  const outcome: StepOutcome = {
    position,
    states,
    done,
    output: done ? outputOf(states, named.states, position.subject) : null,
    exited: [],
    entered: [],
    passed: [],
    effects: [],
    timersSet: [],
    timersCancelled: [],
    childrenWanted: [],
    childrenLeft: [],
  };
  for (const action of actions) sort(outcome, named.id, action.type, (action.params ?? {}) as Record<string, unknown>);
  outcome.childrenWanted = childrenOf(outcome.entered, named.states);
  outcome.childrenLeft = childrenOf(outcome.exited, named.states);
  return outcome;
}

function sort(outcome: StepOutcome, machineId: string, type: string, params: Record<string, unknown>): void {
  if (type === ENTER) outcome.entered.push(String(params['path']));
  else if (type === EXIT) leave(outcome, String(params['path']));
  else if (type === 'xstate.raise') outcome.timersSet.push(timerOf(machineId, String(params['id'])));
  else if (type === 'xstate.cancel') cancel(outcome, String(params['sendId']));
  else outcome.effects.push({ name: type, params });
}

/**
 * A state that is entered and left within one step was only passed through: it counts as neither. The leaves of a case
 * that is done stay where they are, although XState leaves them.
 */
function leave(outcome: StepOutcome, path: string): void {
  if (outcome.done && outcome.states.includes(path)) return;
  const passed = outcome.entered.indexOf(path);
  if (passed === -1) outcome.exited.push(path);
  else outcome.passed.push(...outcome.entered.splice(passed, 1));
}

/** A delay that began in this very step never was. */
function cancel(outcome: StepOutcome, event: string): void {
  const passed = outcome.timersSet.findIndex((set) => set.event === event);
  if (passed === -1) outcome.timersCancelled.push(event);
  else outcome.timersSet.splice(passed, 1);
}

/** XState names a delay `xstate.after.<timer>.<machine>.<path>`; machine ids hold no dot. */
function timerOf(machineId: string, event: string): TimerSet {
  const rest = event.slice(AFTER.length);
  const separator = `.${machineId}.`;
  const cut = rest.indexOf(separator);
  return { timer: rest.slice(0, cut), event, state: rest.slice(cut + separator.length) };
}

/** The event that a delay sends when its span is over. This is a pure function. */
export function timerEvent(machineId: string, timer: string, state: string): string {
  return `${AFTER}${timer}.${machineId}.${state}`;
}

/** XState names regions in the order in which they changed last. */
function inReadingOrder(paths: string[], states: ReadonlyMap<string, PlacedState>): string[] {
  if (paths.length < 2) return paths;
  const order = [...states.keys()];
  return paths.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** What its final states hand to a parent. This is a pure function. */
export function outputOf(
  paths: string[],
  states: ReadonlyMap<string, PlacedState>,
  subject: Subject,
): Record<string, unknown> {
  const names = paths.flatMap((path) => states.get(path)?.meta.output ?? []);
  return Object.fromEntries(names.map((name) => [name, subject[name] ?? null]));
}

function childrenOf(paths: string[], states: ReadonlyMap<string, PlacedState>): PlacedChildren[] {
  return paths.flatMap((state) => {
    const spec = states.get(state)?.meta.children;
    return spec ? [{ state, spec }] : [];
  });
}

/** The event that says that a state's wait for children is over. This is a pure function. */
export function childrenEvent(spec: ChildrenSpec): string {
  return spec.done ?? 'children.done';
}
