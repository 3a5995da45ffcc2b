import type { Measured, Round } from '../load.js';
import type { ProcessGroup } from './process-group.js';

/** Somebody who does the approval work. */
export interface Subject {
  name: string;
  /** Its database, where it has one of its own on the run's PostgreSQL. */
  databaseUrl: string | null;
  /** Makes so many instances wait, before the clock runs. */
  stock(count: number): Promise<void>;
  /** Clients take turns at the office's step of one instance and the leader's step of one. */
  round(round: Round): Promise<Measured>;
  /** Steps that its tables say were carried out since the stock was made; null where its tables are not ours to read. */
  stepsWritten(): Promise<number | null>;
  /** What runs of it beside PostgreSQL; null where that ends with each round. */
  processes: ProcessGroup | null;
  close(): Promise<void>;
}

/** A subject that cannot run on this machine, and why. */
export class LeftOut extends Error {}
