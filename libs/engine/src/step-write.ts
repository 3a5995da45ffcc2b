import type { JournalKind } from '#contracts';
import type { Claimed, InstanceStatus } from './commands.js';
import type { Actor, NewEvent, NewMessage, NewTimer, TimerMatch } from './effects.js';
import type { ChildrenRun, Parentage } from './parentage.js';

/** Everything that one step writes. */
export interface StepWrite {
  instance: InstanceWrite;
  journal: JournalWrite;
  timers: NewTimer[];
  /** Chart events whose timers no longer count. */
  timersCancelled: string[];
  /** Other timers of the case that no longer count. */
  timersGone: TimerMatch[];
  /** What is to leave the system. */
  messages: NewMessage[];
  /** Events for cases: for the parent, for children, for the case itself. */
  events: NewEvent[];
  /** Whether messages may wait for the instance. */
  hears: boolean;
  /** States whose children are to be cancelled. */
  childrenCancelled: string[];
  rows: Record<string, object[]>;
  command: { key: string; hash: string; answer: unknown } | null;
  /** The instances that the step starts; they begin with it, or not at all. */
  born: StepWrite[];
}

/** An instance as it stands after the step; `before` is the revision that it had, 0 for a new one. */
export interface InstanceWrite {
  instanceId: string;
  tenantId: string;
  before: number;
  /** The moment of the step before, where it was decided on a copy. */
  asOf: Date | null;
  workflow: string;
  version: number;
  titleZh: string;
  titleEn: string;
  unitId: string | null;
  recordId: string | null;
  states: string[];
  value: unknown;
  history: unknown;
  subject: unknown;
  status: InstanceStatus;
  suspendedAt: Date | null;
  ending: string | null;
  output: unknown;
  correlation: string | null;
  parent: Parentage | null;
  children: Record<string, ChildrenRun>;
  startedBy: string | null;
  startKey: string;
  at: Date;
  timer: Claimed | null;
  message: Claimed | null;
}

export interface JournalWrite {
  kind: JournalKind;
  event: string;
  sent: string | null;
  from: string[];
  to: string[];
  actor: Actor;
  taskId: string | null;
  opinion: string | null;
  reason: string | null;
  given: Record<string, unknown>;
  changed: Record<string, unknown>;
  /** First of the month after which the entry may go, `YYYY-MM-DD`. */
  keepUntil: string;
}
