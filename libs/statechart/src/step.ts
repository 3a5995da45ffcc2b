import type { ActionConfig, StateConfig, WorkflowDefinition } from '#contracts';
import { assign, createMachine, initialTransition, transition, type AnyStateMachine } from 'xstate';
import { holds, type Subject } from './condition.js';
import { actionsOf, leaves, placeStates, type PlacedState } from './states.js';

/** A definition made ready to step; holds nothing of any case. */
export interface Chart {
  definition: WorkflowDefinition;
  states: Map<string, PlacedState>;
  machine: AnyStateMachine;
}

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

/** What one event did. Nothing has happened yet: all of it is data. */
export interface StepOutcome {
  position: Position;
  /** Leaf paths after the step. */
  states: string[];
  done: boolean;
  exited: string[];
  entered: string[];
  /** In the order in which the chart says them. */
  effects: EffectCall[];
  timersSet: TimerSet[];
  /** `event`s of timers that no longer count. */
  timersCancelled: string[];
}

const ENTER = 'state.enter';
const EXIT = 'state.exit';
const AFTER = 'xstate.after.';

/** Makes a definition ready to step; throws what XState says of a machine that it cannot take. */
export function compile(definition: WorkflowDefinition): Chart {
  const root = {
    ...marked(definition.machine, null),
    context: ({ input }: { input: Subject }) => ({ ...definition.machine.context, ...input }),
  };
  const machine = createMachine(root as Parameters<typeof createMachine>[0]).provide({
    guards: {
      when: ({ context }: { context: Subject }, condition: Parameters<typeof holds>[0]) => holds(condition, context),
    },
    delays: Object.fromEntries(Object.keys(definition.timers).map((timer) => [timer, 1])),
    actions: subjectActions,
  } as unknown as Parameters<AnyStateMachine['provide']>[0]);
  return { definition, states: placeStates(definition.machine), machine };
}

/** The first step of a case: enters the initial state. This is a pure function that does not execute effects. */
export function begin(chart: Chart, subject: Subject): StepOutcome {
  const [snapshot, actions] = initialTransition(chart.machine, subject);
  return outcomeOf(chart, snapshot, actions);
}

/**
 * The step that an event makes from a position, or null where no transition takes it.
 * This is a pure function that does not execute effects.
 */
export function step(chart: Chart, position: Position, event: { type: string }): StepOutcome | null {
  const snapshot = restore(chart, position);
  if (chart.machine.getTransitionData(snapshot, event).length === 0) return null;
  const [next, actions] = transition(chart.machine, snapshot, event);
  return outcomeOf(chart, next, actions);
}

/** Whether an event would be taken from a position. This is a pure function. */
export function takes(chart: Chart, position: Position, event: string): boolean {
  return chart.machine.getTransitionData(restore(chart, position), { type: event }).length > 0;
}

type Snapshot = Parameters<AnyStateMachine['getTransitionData']>[0];

function restore(chart: Chart, position: Position): Snapshot {
  return chart.machine.restoreSnapshot(
    {
      status: 'active',
      value: position.value,
      historyValue: position.history,
      context: position.subject,
      children: {},
      output: undefined,
      error: undefined,
    } as unknown as Parameters<AnyStateMachine['restoreSnapshot']>[0],
    undefined as never,
  );
}

function outcomeOf(
  chart: Chart,
  snapshot: Snapshot,
  actions: readonly { type: string; params?: unknown }[],
): StepOutcome {
  const persisted = chart.machine.getPersistedSnapshot(snapshot) as { historyValue?: Record<string, unknown> };
  const outcome: StepOutcome = {
    position: { value: snapshot.value, history: persisted.historyValue ?? {}, subject: snapshot.context as Subject },
    states: leaves(snapshot.value),
    done: snapshot.status === 'done',
    exited: [],
    entered: [],
    effects: [],
    timersSet: [],
    timersCancelled: [],
  };
  for (const action of actions) sort(outcome, chart, action.type, (action.params ?? {}) as Record<string, unknown>);
  return outcome;
}

function sort(outcome: StepOutcome, chart: Chart, type: string, params: Record<string, unknown>): void {
  if (type === ENTER) outcome.entered.push(String(params['path']));
  else if (type === EXIT) leave(outcome, String(params['path']));
  else if (type === 'xstate.raise') outcome.timersSet.push(timerOf(chart, String(params['id'])));
  else if (type === 'xstate.cancel') outcome.timersCancelled.push(String(params['sendId']));
  else outcome.effects.push({ name: type, params });
}

/** A state that is entered and left within one step was only passed through: it counts as neither. */
function leave(outcome: StepOutcome, path: string): void {
  const passed = outcome.entered.indexOf(path);
  if (passed === -1) outcome.exited.push(path);
  else outcome.entered.splice(passed, 1);
}

/** XState names a delay `xstate.after.<timer>.<machine>.<path>`; machine ids hold no dot. */
function timerOf(chart: Chart, event: string): TimerSet {
  const rest = event.slice(AFTER.length);
  const separator = `.${chart.definition.machine.id}.`;
  const cut = rest.indexOf(separator);
  return { timer: rest.slice(0, cut), event, state: rest.slice(cut + separator.length) };
}

/** Effects on the subject itself, which later guards of the same step already see. */
const subjectActions = {
  /** `{ field, value }` */
  'subject.set': assign((_: { context: Subject }, params: { field: string; value: unknown }) => ({
    [params.field]: params.value,
  })),
  /** `{ field }`: counts up by one. */
  'subject.count': assign(({ context }: { context: Subject }, params: { field: string }) => ({
    [params.field]: Number(context[params.field] ?? 0) + 1,
  })),
  /** `{ field, take }`: moves the fields named in `take` into a new row at the end of a list. */
  'subject.append': assign(({ context }: { context: Subject }, params: { field: string; take: string[] }) => {
    const list = context[params.field];
    const row = Object.fromEntries(params.take.map((name) => [name, context[name] ?? null]));
    const emptied = Object.fromEntries(params.take.map((name) => [name, null]));
    return { ...emptied, [params.field]: [...(Array.isArray(list) ? (list as unknown[]) : []), row] };
  }),
};

/** The config with a mark on every state's entry and exit, so that re-entering a state is seen, too. */
function marked(config: StateConfig, path: string | null): StateConfig {
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
  // A machine that is done leaves its final state at once; for us it stays there.
  if (config.type === 'final') return { ...inner, entry };
  return { ...inner, entry, exit: [...actionsOf(config.exit), mark(EXIT)] };
}
