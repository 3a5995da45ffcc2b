import { Injectable } from '@nestjs/common';
import { Database, MicroBatch, type Sql } from '#platform';

/** A task as an answer finds it. */
export interface TaskRow {
  task_id: string;
  tenant_id: string;
  instance_id: string;
  entry: number;
  state: string;
  name: string;
  desk: string;
  status: 'open' | 'done' | 'cancelled';
  done_by_name_zh: string | null;
  done_by_name_en: string | null;
  done_at: Date | null;
  outcome: string | null;
}

/** A task that was opened side by side with another. */
export interface SiblingRow {
  task_id: string;
  unit_id: string | null;
  status: 'open' | 'done' | 'cancelled';
  outcome: string | null;
  opinion: string | null;
  answer: unknown;
  done_by: string | null;
  done_at: Date | null;
}

const MANY = `
  SELECT q.no, q.task_id, t.tenant_id, t.instance_id, t.entry, t.state, t.name, t.desk, t.status, t.outcome, t.done_at,
    a.name_zh AS done_by_name_zh, a.name_en AS done_by_name_en
  FROM unnest($1::uuid[]) WITH ORDINALITY AS q(task_id, no) 
  LEFT JOIN LATERAL (SELECT * FROM tasks WHERE task_id = q.task_id OFFSET 0) t ON true
  LEFT JOIN LATERAL (SELECT name_zh, name_en FROM accounts WHERE account_id = t.done_by OFFSET 0) a ON true
  ORDER BY q.no`;

/** Reads tasks for answers, those of many answers together. */
@Injectable()
export class TaskReader {
  readonly #batch = new MicroBatch<string, TaskRow | null>((ids) => this.#read(ids), { lanes: 2, most: 256 });

  constructor(private readonly database: Database) {}

  /** The task on one of these desks; null where there is none. */
  async find(tenantId: string, taskId: string, desks: readonly string[]): Promise<TaskRow | null> {
    const task = await this.#batch.add(taskId);
    return task?.tenant_id === tenantId && desks.includes(task.desk) ? task : null;
  }

  /** What the tasks of one stay in a state, opened side by side, were answered, in the order of the answers. */
  siblings(sql: Sql, task: TaskRow): Promise<SiblingRow[]> {
    return sql.prepared(
      `SELECT task_id, unit_id, status, outcome, opinion, answer, done_by, done_at FROM tasks
       WHERE instance_id = $1 AND entry = $2 AND state = $3 AND name = $4 ORDER BY done_at`,
      [task.instance_id, task.entry, task.state, task.name],
    );
  }

  async #read(taskIds: string[]): Promise<(TaskRow | null)[]> {
    const rows = await this.database.prepared<TaskRow | { task_id: string; instance_id: null }>(MANY, [taskIds]);
    return rows.map((row) => (row.instance_id === null ? null : row));
  }
}
