import type { ActorRef } from './case.js';
import type { Text } from './text.js';

/** Many commands that were ordered as one, and how far they have come. */
export interface BatchView {
  batchId: string;
  kind: string;
  title: Text;
  status: 'running' | 'paused' | 'cancelled' | 'done';
  total: number;
  /** `done`, `failed`, `cancelled` and `waiting` add up to `total`. */
  done: number;
  failed: number;
  /** Given up before they began. */
  cancelled: number;
  waiting: number;
  /** Null where the system ordered it. */
  orderedBy: ActorRef | null;
  madeAt: string;
  endedAt: string | null;
}

/** `GET /api/batches`: the newest first. */
export interface BatchPage {
  rows: BatchView[];
  nextCursor: string | null;
}

/** An item of a batch that was not done, and why. */
export interface BatchFailure {
  /** From 1, in the order in which it was ordered. */
  no: number;
  status: 'failed' | 'cancelled';
  title: Text | null;
  instanceId: string | null;
  /** Null where it was cancelled before it began. */
  problem: { code: string; detail: Text } | null;
}

/** `GET /api/batches/:batchId`: one batch with a page of what was not done. */
export interface BatchDetail extends BatchView {
  failures: BatchFailure[];
  /** Number after which the next page begins; null on the last. */
  nextAfter: number | null;
}

/** What became of a command to a batch. */
export interface BatchChanged {
  batchId: string;
}
