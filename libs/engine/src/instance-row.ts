import type { InstanceStatus } from './commands.js';
import type { ChildrenRun } from './parentage.js';

/** An instance as a statement over `INSTANCE_COLUMNS` answers it. */
export interface InstanceRow {
  instance_id: string;
  tenant_id: string;
  workflow: string;
  version: number;
  title_zh: string;
  title_en: string;
  unit_id: string | null;
  record_id: string | null;
  states: string[];
  value: unknown;
  history: Record<string, unknown>;
  subject: Record<string, unknown>;
  revision: number;
  status: InstanceStatus;
  suspended_at: Date | null;
  started_at: Date;
  parent_id: string | null;
  parent_state: string | null;
  parent_entry: number | null;
  child_no: number | null;
  children: Record<string, ChildrenRun>;
  /** When the step was made that left a copy as it is; nothing for what was just read. */
  as_of?: Date;
}
