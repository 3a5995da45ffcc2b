import type { Condition, WorkflowDefinition } from '#contracts';
import { timerEvent, type Position, type StepOutcome } from './outcome.js';
import { withAncestors } from './states.js';
import { compile, interpretBegin, interpretStep, type Chart } from './step.js';
import { TooManyDecisions, UnknownSubject } from './unknown-subject.js';

/** One step of a way through a chart. */
export interface WayStep {
  /** The event; of the way's first step, `start`. */
  event: string;
  /** The timer whose time is up, where it is one. */
  timer: string | null;
  /** What must hold of the subject; null where the step asks nothing. */
  when: Condition | null;
  /** The leaves that are active afterwards. */
  states: string[];
}

/** A set of states that may be active together, with what is remembered. */
export interface Configuration {
  states: string[];
  done: boolean;
  /** The shortest way to it. */
  way: WayStep[];
  /** Where each event leads, by place in `configurations`. */
  moves: { event: string; timer: string | null; to: number }[];
}

export interface Exploration {
  /** False where the chart has more configurations than were looked at, or runs in a circle. */
  complete: boolean;
  /** In the order of the length of their ways; the first is where a case begins. */
  configurations: Configuration[];
  /** The shortest way to every state that may become active, be it for a moment. */
  ways: ReadonlyMap<string, WayStep[]>;
}

const MOST_CONFIGURATIONS = 5_000;
const MOST_SCRIPTS = 500;
const MOST_STEPS = 50_000;
/** A chart that runs in a circle at so many places need not be followed further. */
const MOST_CIRCLES = 20;

/**
 * Everything that may happen under a definition, whatever the subject holds at each step: the states that can be reached
 * and the shortest ways, timers and guards included. This is a pure function.
 */
export function explore(definition: WorkflowDefinition): Exploration {
  return new Explorer(definition).explore();
}

class Explorer {
  readonly #subject = new UnknownSubject();
  readonly #chart: Chart;
  readonly #configurations: (Configuration & { position: Position })[] = [];
  readonly #places = new Map<string, number>();
  readonly #ways = new Map<string, WayStep[]>();
  #complete = true;
  #steps = 0;
  #circles = 0;

  constructor(definition: WorkflowDefinition) {
    this.#chart = compile({ ...definition, machine: { ...definition.machine, context: {} } }, this.#subject);
  }

  explore(): Exploration {
    this.#follow([], 'start', null, () => interpretBegin(this.#chart, {}));
    // The array grows while it is walked, by every configuration that an earlier one leads to.
    for (const configuration of this.#configurations) {
      if (!configuration.done) this.#explore(configuration);
    }
    const configurations = this.#configurations.map(({ states, done, way, moves }) => ({ states, done, way, moves }));
    return { complete: this.#complete, configurations, ways: this.#ways };
  }

  #explore(from: Configuration & { position: Position }): void {
    for (const { event, timer } of eventsOf(this.#chart, from.states)) {
      const places = this.#follow(from.way, event, timer, () =>
        interpretStep(this.#chart, from.position, { type: event }),
      );
      for (const to of new Set(places)) from.moves.push({ event: timer ?? event, timer, to });
    }
  }

  /** Takes one event in every way that the subject may decide; answers where they lead. */
  #follow(way: WayStep[], event: string, timer: string | null, take: () => StepOutcome | null): number[] {
    const places: number[] = [];
    const scripts: boolean[][] = [[]];
    for (let run = 0; run < scripts.length; run += 1) {
      if (run >= MOST_SCRIPTS || this.#steps >= MOST_STEPS || this.#circles >= MOST_CIRCLES) {
        this.#complete = false;
        break;
      }
      this.#steps += 1;
      this.#subject.follow(scripts[run] ?? []);
      const outcome = this.#attempt(take);
      scripts.push(...this.#subject.otherScripts);
      if (!outcome) continue;
      const taken = { event: timer ?? event, timer, when: together(this.#subject.assumed), states: outcome.states };
      const place = this.#place(outcome, [...way, taken]);
      if (place !== null) places.push(place);
    }
    return places;
  }

  #attempt(take: () => StepOutcome | null): StepOutcome | null {
    try {
      return take();
    } catch (error) {
      // A chart that runs in a circle is stopped by XState or by its decisions; only running it tells.
      if (!(error instanceof TooManyDecisions) && !String(error).includes('microsteps')) throw error;
      this.#complete = false;
      this.#circles += 1;
      return null;
    }
  }

  #place(outcome: StepOutcome, way: WayStep[]): number | null {
    for (const state of [...outcome.states.flatMap(withAncestors), ...outcome.passed])
      if (!this.#ways.has(state)) this.#ways.set(state, way);
    const key = JSON.stringify([[...outcome.states].sort(), outcome.position.history, outcome.done]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#configurations.length >= MOST_CONFIGURATIONS) {
      this.#complete = false;
      return null;
    }
    const { states, done } = outcome;
    const position = { ...outcome.position, subject: {} };
    this.#places.set(key, this.#configurations.length);
    return this.#configurations.push({ states, done, way, moves: [], position }) - 1;
  }
}

/** The events that the active states know, and those that their timers send. This is a pure function. */
export function eventsOf(chart: Chart, states: string[]): { event: string; timer: string | null }[] {
  const events = new Map<string, string | null>();
  for (const path of new Set(states.flatMap(withAncestors))) {
    const { on, after } = chart.states.get(path)?.config ?? {};
    for (const event of Object.keys(on ?? {})) events.set(event, null);
    for (const timer of Object.keys(after ?? {}))
      events.set(timerEvent(chart.definition.machine.id, timer, path), timer);
  }
  return [...events].map(([event, timer]) => ({ event, timer }));
}

function together(conditions: Condition[]): Condition | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { all: conditions };
}
