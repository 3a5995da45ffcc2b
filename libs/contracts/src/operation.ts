/** What is done to a case beside its chart. */
export type OperationName = 'cancel' | 'suspend' | 'resume' | 'modify' | 'restart';

/** Body of `POST /api/cases/:instanceId/operations/…`. */
export interface Operation {
  /** Stands in the history of the case. */
  reason: string;
  /** Revision of the case that the sender saw; a newer one is answered with 409. */
  revision: number;
}

/** Of `modify`: the case goes into these states, whatever the chart's transitions say. */
export interface Modification extends Operation {
  states: string[];
}

/** Of `restart`: the case begins again where this step of its history had led. */
export interface Restart extends Operation {
  seq: number;
}

/** Of `migrate`: the case goes on under another version of its workflow. */
export interface Migration extends Operation {
  version: number;
  /** How states of the one are called in the other, where that has changed. */
  mapping?: Record<string, string>;
}

/** Body of `POST /api/batches/migrations`: all running cases of one version go on under another. */
export interface MigrationOrder {
  workflow: string;
  from: number;
  to: number;
  mapping?: Record<string, string>;
  reason: string;
}

/** Body of `POST /api/messages`: an event from outside that finds its case by the value of its correlation field. */
export interface OutsideMessage {
  workflow: string;
  correlation: string;
  event: string;
  data?: Record<string, unknown>;
}

/** What became of a message from outside. */
export interface MessageTaken {
  /** Null where it was delivered without being kept first. */
  messageId: string | null;
  /** False while it is kept until the case takes it. */
  delivered: boolean;
}
