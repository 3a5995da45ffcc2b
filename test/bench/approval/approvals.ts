import type { HttpLines } from '../product.js';

/** What a subject's own process is given. */
export interface ApprovalSettings {
  databaseUrl: string;
  /** Folder for whatever it keeps outside of PostgreSQL. */
  folder: string;
  matter: Record<string, unknown>;
  opinion: string;
  /** Where the case's ids and people are found; only for Kaoping itself. */
  tenantId: string;
  officer: string;
  leader: string;
  kinds: { instance: number; officeTask: number; leaderTask: number };
}

/** One engine, open for approvals. Instances are known by number, from 1 to what `stock` was asked for. */
export interface Approvals {
  stock(count: number): Promise<void>;
  /** The office passes its task: answered once that is durable. */
  office(number: number): Promise<void>;
  /** The leader approves: answered once that is durable. */
  leader(number: number): Promise<void>;
  close(): Promise<void>;
}

/** What the bench lends to a subject that is asked by HTTP, so that all are asked by the same client. */
export interface Lent {
  HttpLines: typeof HttpLines;
}

/** What the module of a subject exports. */
export interface ApprovalsModule {
  open(settings: ApprovalSettings, lent: Lent): Promise<Approvals>;
}
