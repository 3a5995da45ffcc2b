import type { JournalKind } from '#contracts';
import type { Position, Subject } from '#statechart';
import type { InstanceStatus } from '../commands.js';

/** A line of a case's history, as far as the fold reads it. */
export interface JournalLine {
  seq: number;
  kind: JournalKind;
  sent: string | null;
  version: number;
  from_states: string[];
  to_states: string[];
  given: Subject;
  changed: Subject;
}

/** What a case's history says that is stored of it. */
export interface Folded {
  states: string[];
  position: Position;
  status: InstanceStatus;
  revision: number;
  version: number;
  /** Chart events of the delays that still count. */
  timers: Set<string>;
  /** The states whose children are waited for; `over` once the chart was told that the wait is over. */
  children: Map<string, { entry: number; over: boolean }>;
}
