import type { Ending, JournalKind, Text } from '#contracts';
import type { Sql } from '#platform';
import type { Chart, Position, StepOutcome } from '#statechart';
import type { Actor, StepRows } from './effects.js';
import type { CommandKey } from './idempotency.js';
import type { ChildrenRun, Parentage } from './parentage.js';

export type InstanceStatus = 'running' | 'suspended' | 'done';

/** An instance as it was loaded for a command. */
export interface LoadedInstance {
  instanceId: string;
  tenantId: string;
  workflow: string;
  version: number;
  title: Text;
  unitId: string | null;
  recordId: string | null;
  states: string[];
  revision: number;
  status: InstanceStatus;
  suspendedAt: Date | null;
  startedAt: Date;
  parent: Parentage | null;
  /** The states whose children are waited for, by path. */
  children: Record<string, ChildrenRun>;
  position: Position;
  chart: Chart;
  /**
   * The moment of its last step, where this is a copy that the process kept since then; null where it was just read. What is
   * decided on a copy counts only if that step is still the last, and a refusal on it is none.
   */
  asOf: Date | null;
}

/** What a command wants of an instance, decided on its state as it was read, or on a copy of it. */
export interface Plan {
  /** The event for the chart; null writes history and rows without asking it. */
  event: string | null;
  /** What the journal calls it. */
  name: string;
  kind: JournalKind;
  actor: Actor;
  taskId?: string | null;
  opinion?: string | null;
  /** Why an administrator steps in. */
  reason?: string | null;
  /** Merged into the subject before the chart is asked. */
  given?: Record<string, unknown>;
  /** Handed to effects as the event's data, not to the subject. */
  data?: Record<string, unknown>;
  rows?: StepRows['rows'];
  timersGone?: StepRows['timersGone'];
  /** The timer that the step consumes: it counts only while the timer is there under this fence. */
  timer?: Claimed;
  /** The message that the step consumes, likewise. */
  message?: Claimed;
  /** An outcome that is not the chart's answer to an event: a jump, a migration, an end from outside. */
  outcome?: StepOutcome;
  /** Another chart under which the case goes on. */
  chart?: Chart;
  /** States that are called otherwise under it, by the name that they had. */
  renamed?: Record<string, string>;
  /** The status after the step, where the outcome does not say it. */
  becomes?: { status: InstanceStatus; ending?: Ending | null };
  /** Children to start with the step, for one state. */
  children?: { state: string; start: NewChild[] };
}

/** A row that one worker has claimed. */
export interface Claimed {
  id: string;
  fence: number;
}

/** A child that a step starts. */
export interface NewChild {
  workflow: string;
  title: Text;
  subject: Record<string, unknown>;
  parentage: Parentage;
}

export interface InstanceCommand {
  tenantId: string;
  instanceId: string;
  /** The revision that the sender saw; an instance that has moved on is refused with `case.changed`. */
  revision?: number;
  key?: CommandKey;
  /** The instance as the sender has just read or recalled it: saves a look, and no more, for the write counts only on its revision. */
  seen?: LoadedInstance | undefined;
  /** Nobody waits for the answer: a timer. Such steps leave room for those that people wait for. */
  isBackground?: boolean;
  /** Whether it may act on a suspended case; anything else is refused with `case.suspended`. */
  whileSuspended?: boolean;
  /**
   * Decides on the loaded instance. It may read by `sql`, after the instance was read: whatever another command changes
   * meanwhile raises the revision, and the plan is made again. It must not write but by what it answers.
   */
  plan(instance: LoadedInstance, sql: Sql): Promise<Plan>;
}

export interface StepResult {
  instanceId: string;
  workflow: string;
  version: number;
  revision: number;
  states: string[];
  status: InstanceStatus;
}
