import type { Text } from '#contracts';
import type { Actor } from './effects.js';

export type BatchStatus = 'running' | 'paused' | 'cancelled' | 'done';

/** A batch while its items are carried out. */
export interface RunningBatch {
  batchId: string;
  tenantId: string;
  kind: string;
  /** Who ordered it: the items are done in this name. */
  actor: Actor;
}

/** One command of a batch. */
export interface BatchItem<Payload> {
  no: number;
  payload: Payload;
  /** Made of the batch and the number: whoever carries the item out again must find the same key. */
  key: string;
}

/** How items of a kind are carried out. */
export interface BatchKind<Payload> {
  kind: string;
  /**
   * Carries out one item; answers the case that came of it. It is asked again after a crash or a failure, and then must
   * do nothing twice. A `DomainError` is the item's result; after any other error it is tried again.
   */
  run(item: BatchItem<Payload>, batch: RunningBatch): Promise<{ instanceId: string | null }>;
}

export interface BatchOrder {
  tenantId: string;
  kind: string;
  title: Text;
  actor: Actor;
  items: object[];
}

/** What an item of the kind `start` holds: a case to start. */
export interface StartItem {
  workflow: string;
  title: Text;
  unitId: string | null;
  recordId: string | null;
  subject: Record<string, unknown>;
}
