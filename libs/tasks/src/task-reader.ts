import { Injectable } from '@nestjs/common';
import { INSTANCE_COLUMNS, InstanceLoader, type InstanceRow, type LoadedInstance } from '#engine';
import { Database, MicroBatch, type Sql } from '#platform';
import { KnownTasks } from './known-tasks.js';
import type { TaskRow } from './task-row.js';

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

/** A task with the case to which it belongs, as both stand. */
export interface FoundTask {
  task: TaskRow;
  instance: LoadedInstance;
}

type Row = InstanceRow & {
  no: number;
  task_id: string;
  task_entry: number;
  task_state: string;
  task_name: string;
  task_desk: string;
  task_status: TaskRow['status'];
  task_outcome: string | null;
  task_done_at: Date | null;
  done_by_name_zh: string | null;
  done_by_name_en: string | null;
};

/** `OFFSET 0` keeps the planner from any join that reads a whole table, however small it was when the plan was made. */
const MANY = `
  SELECT q.no::integer AS no, t.task_id, t.entry AS task_entry, t.state AS task_state, t.name AS task_name, t.desk AS task_desk,
    t.status AS task_status, t.outcome AS task_outcome, t.done_at AS task_done_at, a.name_zh AS done_by_name_zh, a.name_en AS done_by_name_en,
    ${INSTANCE_COLUMNS}
  FROM unnest($1::uuid[]) WITH ORDINALITY AS q(task_id, no)
  CROSS JOIN LATERAL (SELECT * FROM tasks WHERE task_id = q.task_id OFFSET 0) t
  CROSS JOIN LATERAL (SELECT * FROM instances WHERE instance_id = t.instance_id OFFSET 0) i
  LEFT JOIN LATERAL (SELECT name_zh, name_en FROM accounts WHERE account_id = t.done_by OFFSET 0) a ON true`;

/** Reads tasks for answers, those of many answers together. */
@Injectable()
export class TaskReader {
  readonly #batch = new MicroBatch<string, Row | null>((ids) => this.#read(ids), { lanes: 2, most: 256 });

  constructor(
    private readonly database: Database,
    private readonly instances: InstanceLoader,
    private readonly known: KnownTasks,
  ) {}

  /**
   * The task on one of these desks, with its case; null where there is none. Both from memory, where this process opened the task
   * with the last step of the case that it knows of: then the case's `asOf` says so.
   */
  async find(tenantId: string, taskId: string, desks: readonly string[]): Promise<FoundTask | null> {
    return (await this.#recall(tenantId, taskId, desks)) ?? this.findNow(tenantId, taskId, desks);
  }

  /** The same, as both stand. */
  async findNow(tenantId: string, taskId: string, desks: readonly string[]): Promise<FoundTask | null> {
    const row = await this.#batch.add(taskId);
    if (row?.tenant_id !== tenantId || !desks.includes(row.task_desk)) return null;
    const task: TaskRow = {
      task_id: row.task_id,
      tenant_id: row.tenant_id,
      instance_id: row.instance_id,
      entry: row.task_entry,
      state: row.task_state,
      name: row.task_name,
      desk: row.task_desk,
      status: row.task_status,
      outcome: row.task_outcome,
      done_at: row.task_done_at,
      done_by_name_zh: row.done_by_name_zh,
      done_by_name_en: row.done_by_name_en,
    };
    return { task, instance: await this.instances.loaded(row, this.database) };
  }

  /** What the tasks of one stay in a state, opened side by side, were answered, in the order of the answers. */
  siblings(sql: Sql, task: TaskRow): Promise<SiblingRow[]> {
    return sql.prepared(
      `SELECT task_id, unit_id, status, outcome, opinion, answer, done_by, done_at FROM tasks
       WHERE instance_id = $1 AND entry = $2 AND state = $3 AND name = $4 ORDER BY done_at`,
      [task.instance_id, task.entry, task.state, task.name],
    );
  }

  async #recall(tenantId: string, taskId: string, desks: readonly string[]): Promise<FoundTask | null> {
    const known = this.known.get(taskId);
    if (!known || !desks.includes(known.task.desk)) return null;
    const instance = await this.instances.recall({ tenantId, instanceId: known.task.instance_id });
    return instance?.asOf?.getTime() === known.at.getTime() ? { task: known.task, instance } : null;
  }

  async #read(ids: string[]): Promise<(Row | null)[]> {
    const rows = await this.database.prepared<Row>(MANY, [ids]);
    const found = new Map(rows.map((row) => [row.no, row]));
    return ids.map((_, index) => found.get(index + 1) ?? null);
  }
}
