import type { Condition } from '#contracts';
import { holds, type Subject } from './condition.js';
import type { StepOutcome } from './outcome.js';

/** Positions with an event of which steps are known, and such steps of each. */
const MOST_PLACES = 1_000;
const MOST_STEPS = 16;

/** What an effect makes of the subject. */
export type Change = (subject: Subject) => Subject;

type Move = { condition: Condition; answer: boolean } | { change: Change };

/**
 * What a step asked of its subject and changed in it, in this order, and how it ended; that holds nothing of the subject. Many
 * steps share it: whoever tried to change it would be refused.
 */
interface KnownStep {
  moves: readonly Move[];
  outcome: StepOutcome | null;
}

/** Completes the outcome of a known step for the subject that has gone along with it. */
export type Complete = (outcome: StepOutcome, subject: Subject) => StepOutcome;

/**
 * The steps that a chart has made, so that one like them is not interpreted again. How a step ends is decided by where it begins, the
 * event, and what the conditions on its way answer: where all of them answer as they did, it ends as it did.
 */
export class KnownSteps {
  readonly #steps = new Map<string, readonly KnownStep[]>();
  #recorded: Move[] | null = null;

  constructor(private readonly complete: Complete) {}

  /**
   * The outcome of the step that `interpret` makes of the subject; `place` names all that the interpretation depends on beside it. All
   * conditions that it asks, and changes that it makes, must be told meanwhile.
   */
  take<Outcome extends StepOutcome | null>(place: string, subject: Subject, interpret: () => Outcome): Outcome {
    const steps = this.#steps.get(place) ?? [];
    for (const { moves, outcome } of steps) {
      const after = followed(moves, subject);
      if (after) return (outcome && this.complete(outcome, after)) as Outcome;
    }
    const moves: Move[] = [];
    this.#recorded = moves;
    try {
      const outcome = interpret();
      if (steps.length < MOST_STEPS && (steps.length > 0 || this.#steps.size < MOST_PLACES))
        this.#steps.set(place, [...steps, { moves, outcome: outcome && frozen(this.complete(outcome, {})) }]);
      return outcome;
    } finally {
      this.#recorded = null;
    }
  }

  asked(condition: Condition, answer: boolean): void {
    this.#recorded?.push({ condition, answer });
  }

  changed(change: Change): void {
    this.#recorded?.push({ change });
  }
}

/** The subject after all changes; null where a condition answers otherwise. */
function followed(moves: readonly Move[], subject: Subject): Subject | null {
  let now = subject;
  for (const move of moves) {
    if ('change' in move) now = move.change(now);
    else if (holds(move.condition, now) !== move.answer) return null;
  }
  return now;
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
