import { Injectable } from '@nestjs/common';
import type { WrittenStep } from '#engine';
import { Recent } from '#platform';
import { openedBy } from './task-opener.js';
import type { TaskRow } from './task-row.js';

/** About as many as the engine keeps copies of ordinary cases. */
const MOST = 10_000;

/** A task as it was opened by a step. */
export interface KnownTask {
  task: TaskRow;
  /** The moment of that step: a task is what it was then as long as it is the last step of its case. */
  at: Date;
}

/** The tasks that this process opened last, so that their answers need not read them. */
@Injectable()
export class KnownTasks {
  readonly #tasks = new Recent<KnownTask>(MOST, () => 1);

  note(step: WrittenStep): void {
    for (const row of openedBy(step)) {
      const task: TaskRow = {
        task_id: row.task_id,
        tenant_id: step.tenantId,
        instance_id: step.instanceId,
        entry: row.entry,
        state: row.state,
        name: row.name,
        desk: row.desk,
        status: 'open',
        outcome: null,
        done_at: null,
        done_by_name_zh: null,
        done_by_name_en: null,
      };
      this.#tasks.set(row.task_id, { task, at: step.at });
    }
  }

  get(taskId: string): KnownTask | undefined {
    return this.#tasks.get(taskId);
  }
}
