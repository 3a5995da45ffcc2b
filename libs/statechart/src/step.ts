import type { Condition, WorkflowDefinition } from '#contracts';
import { assign, createActor, createMachine, type AnyActor, type AnyStateMachine } from 'xstate';
import { holds, type Subject } from './condition.js';
import { KnownSteps } from './known-steps.js';
import { marked } from './marks.js';
import { outcomeOf, outputOf, type Position, type StepOutcome } from './outcome.js';
import { placeStates, type PlacedState } from './states.js';

/** A definition made ready to step; holds nothing of any case. */
export interface Chart {
  definition: WorkflowDefinition;
  states: Map<string, PlacedState>;
  machine: AnyStateMachine;
  /** XState hands an actor to its actions; this one never starts. */
  actor: AnyActor;
  /** Those that cases have made under it. */
  known: KnownSteps;
}

/** Automatic transitions in one step; a chart that wants more runs in a circle. */
const MOST_MICROSTEPS = 1_000;

/** How a chart reads its conditions and counts: plainly on a subject, or on one that is not known. */
export interface Reading {
  holds(condition: Condition, subject: Subject): boolean;
  counted(value: unknown): unknown;
}

const plainly: Reading = { holds, counted: (value) => Number(value ?? 0) + 1 };

/** Makes a definition ready to step; throws what XState says of a machine that it cannot take. */
export function compile(definition: WorkflowDefinition, reading: Reading = plainly): Chart {
  const states = placeStates(definition.machine);
  const known = new KnownSteps((outcome, subject) => ({
    ...outcome,
    position: { ...outcome.position, subject },
    output: outcome.done ? outputOf(outcome.states, states, subject) : null,
  }));
  const root = {
    ...marked(definition.machine, null),
    context: ({ input }: { input: Subject }) => input,
    options: { maxIterations: MOST_MICROSTEPS },
  };
  const machine = createMachine(root as Parameters<typeof createMachine>[0]).provide({
    guards: {
      when: ({ context }: { context: Subject }, condition: Condition) => {
        const answer = reading.holds(condition, context);
        known.asked(condition, answer);
        return answer;
      },
    },
    delays: Object.fromEntries(Object.keys(definition.timers).map((timer) => [timer, 1])),
    actions: subjectActions(reading, known),
  } as unknown as Parameters<AnyStateMachine['provide']>[0]);
  return { definition, states, machine, actor: createActor(machine, { input: {} }), known };
}

/** The first step of a case: enters the initial state. This is a pure function that does not execute effects. */
export function begin(chart: Chart, subject: Subject): StepOutcome {
  const input = { ...chart.definition.machine.context, ...subject };
  return chart.known.take('begin', input, () => interpretBegin(chart, input));
}

/**
 * The step that an event makes from a position, or null where no transition takes it.
 * This is a pure function that does not execute effects.
 */
export function step(chart: Chart, position: Position, event: { type: string }): StepOutcome | null {
  const place = JSON.stringify([event.type, position.value, position.history]);
  return chart.known.take(place, position.subject, () => interpretStep(chart, position, event));
}

/** `begin`, by XState itself: where conditions are not read plainly. */
export function interpretBegin(chart: Chart, input: Subject): StepOutcome {
  const actions: Action[] = [];
  return outcome(chart, chart.machine.getInitialSnapshot(scopeOf(chart, actions), input), actions);
}

/** `step`, by XState itself: where conditions are not read plainly. */
export function interpretStep(chart: Chart, position: Position, event: { type: string }): StepOutcome | null {
  const snapshot = restore(chart, position);
  if (chart.machine.getTransitionData(snapshot, event).length === 0) return null;
  const actions: Action[] = [];
  const next = chart.machine.transition(snapshot, event, scopeOf(chart, actions));
  return outcome(chart, next, actions);
}

/** Whether an event would be taken from a position. This is a pure function. */
export function takes(chart: Chart, position: Position, event: string): boolean {
  return chart.machine.getTransitionData(restore(chart, position), { type: event }).length > 0;
}

type Scope = Parameters<AnyStateMachine['transition']>[2];
type Action = Parameters<Scope['actionExecutor']>[0];

/**
 * A scope that gathers actions and does nothing. XState's own `transition` makes one for every call, and with it takes
 * the first step of the machine again.
 */
function scopeOf({ actor }: Chart, actions: Action[]): Scope {
  const nothing = (): void => undefined;
  return {
    self: actor,
    system: actor.system,
    id: actor.id,
    sessionId: actor.sessionId,
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: (action) => actions.push(action),
  };
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

function outcome(
  chart: Chart,
  snapshot: Snapshot,
  actions: readonly { type: string; params?: unknown }[],
): StepOutcome {
  // Of a chart that runs in a circle as it begins; in a later step XState throws this itself.
  if (snapshot.status === 'error') throw snapshot.error;
  const position: Position = {
    value: snapshot.value,
    history: historyOf(snapshot),
    subject: snapshot.context as Subject,
  };
  return outcomeOf({ id: chart.machine.id, states: chart.states }, position, snapshot.status === 'done', actions);
}

/** The substates that XState remembers, as it stores them; its own way to a stored snapshot walks through the whole subject. */
function historyOf(snapshot: Snapshot): Record<string, unknown> {
  const remembered = Object.entries(snapshot.historyValue as Record<string, readonly { id: string }[]>);
  return Object.fromEntries(remembered.map(([state, nodes]) => [state, nodes.map(({ id }) => ({ id }))]));
}

/** Of the effects on the subject, each takes what it needs. */
interface SubjectParams {
  field: string;
  value: unknown;
  take: string[];
}

/** Effects on the subject itself, which later guards of the same step already see. */
function subjectActions(reading: Reading, known: KnownSteps): Record<string, unknown> {
  const effect = (fields: (subject: Subject, params: SubjectParams) => Subject): unknown =>
    assign(({ context }: { context: Subject }, params: SubjectParams) => {
      known.changed((subject) => ({ ...subject, ...fields(subject, params) }));
      return fields(context, params);
    });
  return {
    /** `{ field, value }` */
    'subject.set': effect((_, { field, value }) => ({ [field]: value })),
    /** `{ field }`: counts up by one. */
    'subject.count': effect((subject, { field }) => ({ [field]: reading.counted(subject[field]) })),
    /** `{ field, take }`: moves the fields named in `take` into a new row at the end of a list. */
    'subject.append': effect((subject, { field, take }) => {
      const list = subject[field];
      const row = Object.fromEntries(take.map((name) => [name, subject[name] ?? null]));
      const emptied = Object.fromEntries(take.map((name) => [name, null]));
      return { ...emptied, [field]: [...(Array.isArray(list) ? (list as unknown[]) : []), row] };
    }),
  };
}
