import type { Span, Text } from '#contracts';
import type { Subject } from './condition.js';
import { refusal } from './offers.js';
import { timerEvent, type EffectCall, type Position, type StepOutcome } from './outcome.js';
import { begin, step, type Chart } from './step.js';

/** What is tried on a chart, one after the other. */
export type Trial =
  /** An event is sent; `given` is merged into the subject before, as a form's answers are. */
  | { send: string; given?: Subject }
  /** Time passes. */
  | { wait: Span }
  | { until: Date };

/** When a span that begins at an instant is over. */
export type Calendar = (span: Span, from: Date, subject: Subject) => Date;

/** Something that runs and will be due. */
export interface Pending {
  kind: 'timer' | 'deadline';
  /** The timer; of a deadline, the task. */
  name: string;
  state: string;
  dueAt: Date;
}

/** What happened at one instant. A deadline changes nothing in the chart; it shows that a task was late. */
export interface Moment {
  at: Date;
  kind: 'start' | 'event' | 'timer' | 'deadline';
  /** The event, timer or task. */
  name: string;
  /** The leaves before and after. */
  from: string[];
  states: string[];
  effects: EffectCall[];
  /** Why the chart did not take the event; null where it did. */
  refused: Text | null;
}

export interface Simulation {
  moments: Moment[];
  position: Position;
  states: string[];
  done: boolean;
  output: Record<string, unknown> | null;
  at: Date;
  /** What still runs, the next due first. */
  pending: Pending[];
}

const MOST_MOMENTS = 10_000;

/**
 * What a case would go through, with a clock that moves only as it is told: every timer fires when the calendar says that
 * it is due, before what is tried later. Throws a RangeError where the clock is turned back, or timers never come to rest.
 * This is a pure function that does not execute effects.
 */
export function simulate(
  chart: Chart,
  start: { at: Date; subject: Subject },
  trials: readonly Trial[],
  calendar: Calendar,
): Simulation {
  const run = new Run(chart, start, calendar);
  for (const trial of trials) {
    if ('send' in trial) run.send(trial.send, trial.given ?? {});
    else if ('wait' in trial) run.wait(trial.wait);
    else run.until(trial.until);
  }
  return run.result;
}

class Run {
  readonly #moments: Moment[] = [];
  #pending: (Pending & { event: string | null })[] = [];
  #outcome: StepOutcome;
  #at: Date;

  constructor(
    private readonly chart: Chart,
    start: { at: Date; subject: Subject },
    private readonly calendar: Calendar,
  ) {
    this.#at = start.at;
    this.#outcome = begin(chart, start.subject);
    this.#record('start', 'start', [], this.#outcome.effects, null);
    this.#follow(this.#outcome);
  }

  get result(): Simulation {
    const { position, states, done, output } = this.#outcome;
    const pending = this.#pending.map(({ kind, name, state, dueAt }) => ({ kind, name, state, dueAt }));
    return { moments: this.#moments, position, states, done, output, at: this.#at, pending };
  }

  send(event: string, given: Subject): void {
    const before = this.#outcome.position;
    const position = { ...before, subject: { ...before.subject, ...given } };
    const from = this.#outcome.states;
    if (!this.#take(position, 'event', event, event)) {
      const why = this.#outcome.done ? OVER : refusal(this.chart, position, from, event);
      this.#record('event', event, from, [], why ?? OVER);
    }
  }

  wait(span: Span): void {
    this.until(this.calendar(span, this.#at, this.#outcome.position.subject));
  }

  until(at: Date): void {
    if (at < this.#at) throw new RangeError('a clock is not turned back');
    for (let next = this.#pending[0]; next && next.dueAt <= at; next = this.#pending[0]) {
      this.#pending.shift();
      if (next.dueAt > this.#at) this.#at = next.dueAt;
      if (next.event === null) this.#record('deadline', next.name, this.#outcome.states, [], null);
      else this.#take(this.#outcome.position, 'timer', next.name, next.event);
    }
    this.#at = at;
  }

  #take(position: Position, kind: Moment['kind'], name: string, event: string): boolean {
    const from = this.#outcome.states;
    const outcome = this.#outcome.done ? null : step(this.chart, position, { type: event });
    if (!outcome) return false;
    this.#outcome = outcome;
    this.#record(kind, name, from, outcome.effects, null);
    this.#follow(outcome);
    return true;
  }

  #record(kind: Moment['kind'], name: string, from: string[], effects: EffectCall[], refused: Text | null): void {
    if (this.#moments.length >= MOST_MOMENTS) throw new RangeError('the timers of the chart never come to rest');
    this.#moments.push({ at: this.#at, kind, name, from, states: this.#outcome.states, effects, refused });
  }

  /** What a step leaves and enters no longer runs, or begins to. */
  #follow({ exited, entered, timersSet, timersCancelled, position: { subject } }: StepOutcome): void {
    const { definition, states } = this.chart;
    this.#pending = this.#pending.filter(({ event, state }) =>
      event === null ? !exited.includes(state) : !timersCancelled.includes(event),
    );
    for (const { timer, state } of timersSet) {
      const span = definition.timers[timer];
      const event = timerEvent(definition.machine.id, timer, state);
      if (span)
        this.#pending.push({ kind: 'timer', name: timer, state, event, dueAt: this.calendar(span, this.#at, subject) });
    }
    for (const state of entered) {
      for (const { name, deadline } of states.get(state)?.meta.tasks ?? [])
        if (deadline)
          this.#pending.push({
            kind: 'deadline',
            name,
            state,
            event: null,
            dueAt: this.calendar(deadline, this.#at, subject),
          });
    }
    // Of what is due at the same instant, that which began first comes first.
    this.#pending.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
  }
}

const OVER: Text = { zh: '当前环节不能办理此项。', en: 'This cannot be done in the present step.' };
