import { Injectable } from '@nestjs/common';
import type { WrittenStep } from '#engine';
import { RecentTexts } from '#platform';
import { openedBy } from './task-opener.js';
import type { TaskRow } from './task-row.js';

/** How much all of them together may take, in bytes: about as many as the engine keeps copies of cases. */
const ROOM = 24 * 1024 * 1024;

/** A task as it was opened by a step, and so open. */
export interface KnownTask {
  task: TaskRow;
  /** The moment of that step: a task is what it was then as long as it is the last step of its case. */
  at: Date;
}

/** The tasks that this process opened last, so that their answers need not read them. */
@Injectable()
export class KnownTasks {
  readonly #tasks = new RecentTexts(ROOM);

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
      this.#tasks.set(row.task_id, JSON.stringify([task, step.at.getTime()]));
    }
  }

  get(taskId: string): KnownTask | undefined {
    const text = this.#tasks.get(taskId);
    if (text === undefined) return undefined;
    const [task, at] = JSON.parse(text) as [TaskRow, number];
    return { task, at: new Date(at) };
  }
}
