import type { Condition } from '#contracts';
import { holds, type Subject } from './condition.js';
import { anything, mayHold } from './satisfiable.js';
import type { Reading } from './step.js';

/** More decisions in one step than any sound chart asks for. */
const MOST_DECISIONS = 24;

/** A value that an effect made and nobody knows. */
class Made {
  constructor(readonly name: string) {}
}

/** A step that asks for more decisions than can be followed. */
export class TooManyDecisions extends Error {}

/**
 * Reads conditions on a subject of which nothing is known but what effects of the same step wrote: what the conditions
 * asked before leave open is decided by a script, and both ways are told.
 */
export class UnknownSubject implements Reading {
  #script: readonly boolean[] = [];
  #decisions: boolean[] = [];
  #assumed: Condition[] = [];
  #answers = new Map<string, boolean>();
  #made = 0;

  /** Begins a step that follows the decisions given, and says yes to those after them. */
  follow(script: readonly boolean[]): void {
    this.#script = script;
    this.#decisions = [];
    this.#assumed = [];
    this.#answers = new Map();
    this.#made = 0;
  }

  /** What the step has assumed of the subject as it stood before. */
  get assumed(): Condition[] {
    return this.#assumed.filter((condition) => !JSON.stringify(condition).includes(MADE));
  }

  /** The scripts that follow the other way at each decision that the script of this step did not make. */
  get otherScripts(): boolean[][] {
    return this.#decisions
      .map((decision, index) => [...this.#decisions.slice(0, index), !decision])
      .slice(this.#script.length);
  }

  holds(condition: Condition, subject: Subject): boolean {
    const open = this.#open(condition, subject);
    const key = JSON.stringify(open);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#decide(open);
    this.#answers.set(key, answer);
    return answer;
  }

  counted(): unknown {
    this.#made += 1;
    return new Made(`${MADE}${this.#made}`);
  }

  #decide(open: Condition): boolean {
    if (!mayHold({ all: [...this.#assumed, open] }, anything)) return false;
    if (!mayHold({ all: [...this.#assumed, { not: open }] }, anything)) return true;
    if (this.#decisions.length >= MOST_DECISIONS) throw new TooManyDecisions();
    const answer = this.#script[this.#decisions.length] ?? true;
    this.#decisions.push(answer);
    this.#assumed.push(answer ? open : { not: open });
    return answer;
  }

  /** The condition with what is known put in. */
  #open(condition: Condition, subject: Subject): Condition {
    if ('all' in condition) return { all: condition.all.map((part) => this.#open(part, subject)) };
    if ('any' in condition) return { any: condition.any.map((part) => this.#open(part, subject)) };
    if ('not' in condition) return { not: this.#open(condition.not, subject) };
    const [root = '', ...inner] = condition.field.split('.');
    if (!Object.hasOwn(subject, root)) return condition;
    const value = subject[root];
    if (value instanceof Made) return { ...condition, field: [value.name, ...inner].join('.') };
    return holds(condition, subject) ? { all: [] } : { any: [] };
  }
}

/** No field is named so. */
const MADE = '\u0002';
