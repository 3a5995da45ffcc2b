import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import type { Text } from '#contracts';
import type { From, RowSet, Sql } from '#platform';
import type { Chart, Subject } from '#statechart';
import type { Parentage } from './parentage.js';

/** Who sends a command: an account acting in a post, or the system (a timer, an import). */
export interface Actor {
  /** Null for the system itself. */
  accountId: string | null;
  post: string | null;
  unitId: string | null;
  /** The account for which it acts, where it acts for another. */
  onBehalfOf?: string | null;
}

/** The system, as an actor. */
export const SYSTEM: Actor = { accountId: null, post: null, unitId: null };

/** The event as it reached the chart. */
export interface StepEvent {
  type: string;
  opinion?: string;
  /** Answers of the form that went with it, already checked. */
  data?: Record<string, unknown>;
}

/** One step of one instance, as effects see it: all facts, nothing to change. */
export interface Step {
  tenantId: string;
  instanceId: string;
  workflow: string;
  version: number;
  title: Text;
  /** Id of the domain's own record behind the case. */
  recordId: string | null;
  unitId: string | null;
  /** Number of the step within the instance, from 1. */
  seq: number;
  at: Date;
  actor: Actor;
  event: StepEvent;
  /** The task whose answer made the step. */
  taskId: string | null;
  /** The subject after the step. */
  subject: Subject;
  /** Paths of the states left and entered. */
  exited: string[];
  entered: string[];
}

/**
 * A named effect that runs its own SQL, inside the step's transaction.
 * It may return fields to set on the subject; it throws a DomainError to refuse the whole step.
 */
export interface TransactionEffect {
  name: string;
  run(step: Step, params: Readonly<Record<string, unknown>>, sql: Sql): Promise<Record<string, unknown> | void>;
}

/**
 * Where a workflow's subject also lives in a domain's own tables: read fresh, in the step's transaction, before the
 * guards are asked. The fields returned overwrite those of the subject.
 */
export interface SubjectSource {
  workflow: string;
  read(sql: Sql, record: { tenantId: string; recordId: string }): Promise<Record<string, unknown>>;
}

/** A delay that begins with a step. */
export interface NewTimer {
  kind: string;
  name: string;
  taskId: string | null;
  payload: Record<string, unknown>;
  dueAt: Date;
}

/** Timers of one kind of the step's own case: those of a task, or those whose payload names a state. */
export interface TimerMatch {
  kind: string;
  taskId?: string;
  state?: string;
}

/** Something that is to leave after the commit. */
export interface NewMessage {
  kind: string;
  payload: Record<string, unknown>;
}

/** Asks whether the step of a row was written; by the row's alias. */
export type Written = (alias: string) => string;

/**
 * Rows that steps add in one table, and how: a data-modifying statement over the rows, of which only those that are
 * `written` count. A table is looked up by `OF_INSTANCES` or `keysOf`, not by a join, so that no plan reads all of it. Each
 * row is given its `instance_id` and `tenant_id`.
 */
export interface RowWriter extends RowSet {
  statement: (from: From, written: Written) => string;
}

/** What a listener adds to a step. */
export interface StepRows {
  rows?: Record<string, object[]>;
  timers?: NewTimer[];
  /** Timers that no longer count once the step is written. */
  timersGone?: TimerMatch[];
  messages?: NewMessage[];
  /** Events for cases, this one or others. */
  events?: NewEvent[];
}

/** An event on its way to a case. */
export interface NewEvent {
  /** Id of the case. */
  to: string;
  workflow: string;
  event: string;
  data: Record<string, unknown>;
}

/** How a case goes over to another version of its workflow. */
export interface Carried {
  /** Active states whose tasks go on, by their paths in the older version and in the newer. */
  states: { from: string; to: string }[];
  /** Active states, by their older paths, that are asked anew. */
  left: string[];
  /** Every state that is called otherwise in the newer version, active or not. */
  renamed: Readonly<Record<string, string>>;
  to: Chart;
}

/** Watches steps and answers with rows; pure, so that steps of many instances can be written together. */
export interface StepListener {
  writers: RowWriter[];
  onStep(step: Step, chart: Chart, calendar: WorkingCalendar): StepRows;
  /** The rows that move the case's own deadlines when it goes on after a suspension; `moved` says where a moment moves to. */
  onResume?(sql: Sql, instanceId: string, moved: (dueAt: Date) => Date): Promise<Record<string, object[]>>;
  /** What carries the listener's own rows of a case over to another version of its workflow. */
  onMigrate?(carried: Carried): StepRows;
  /** The rows that one named effect stands for; null where the name is not this listener's. */
  onEffect(step: Step, effect: { name: string; params: Readonly<Record<string, unknown>> }): StepRows | null;
}

/** What happens when a timer of a kind is due, as rows; they are written as the timer goes, together with those of others. */
export interface TimerKind {
  kind: string;
  fire(timer: DueTimer): { counts: 'reminder' | 'escalation'; messages: NewMessage[]; timers: NewTimer[] };
}

export interface DueTimer {
  timerId: string;
  tenantId: string;
  instanceId: string;
  name: string;
  taskId: string | null;
  payload: Record<string, unknown>;
  dueAt: Date;
  fence: number;
}

/** Command to start one instance. */
export interface StartCommand {
  tenantId: string;
  workflow: string;
  /** Shown as the matter's title. */
  title: Text;
  /** The unit whose matter it is; null for the office's own. */
  unitId: string | null;
  recordId: string | null;
  subject: Record<string, unknown>;
  actor: Actor;
  /** The same key starts the same instance once. */
  key: string;
  parent?: Parentage;
}

/** A step that was written, with the rows of the libs' writers. */
export interface WrittenStep {
  tenantId: string;
  instanceId: string;
  /** The moment of the step. */
  at: Date;
  rows: Readonly<Record<string, readonly object[]>>;
}

/** Where libs register what they do for the engine, by name. */
@Injectable()
export class Effects {
  readonly #effects = new Map<string, TransactionEffect>();
  readonly #sources = new Map<string, SubjectSource>();
  readonly #listeners: StepListener[] = [];
  readonly #kinds = new Map<string, TimerKind>();
  readonly #watchers: ((step: WrittenStep) => void)[] = [];

  register(effect: TransactionEffect): void {
    if (this.#effects.has(effect.name)) throw new Error(`effect ${effect.name} is registered twice`);
    this.#effects.set(effect.name, effect);
  }

  source(source: SubjectSource): void {
    this.#sources.set(source.workflow, source);
  }

  listen(listener: StepListener): void {
    this.#listeners.push(listener);
  }

  /** For those who remember what this process wrote. Of cases that are started in a transaction they are not told. */
  watch(watcher: (step: WrittenStep) => void): void {
    this.#watchers.push(watcher);
  }

  timerKind(kind: TimerKind): void {
    this.#kinds.set(kind.kind, kind);
  }

  effect(name: string): TransactionEffect | undefined {
    return this.#effects.get(name);
  }

  sourceOf(workflow: string): SubjectSource | undefined {
    return this.#sources.get(workflow);
  }

  kindOf(kind: string): TimerKind | undefined {
    return this.#kinds.get(kind);
  }

  written(step: WrittenStep): void {
    for (const watcher of this.#watchers) watcher(step);
  }

  get listeners(): readonly StepListener[] {
    return this.#listeners;
  }
}
