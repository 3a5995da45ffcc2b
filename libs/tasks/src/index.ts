import { Tasks1700000003000 } from './migrations/1700000003000-tasks.js';
import { DraftsInTasks1700000013000 } from './migrations/1700000013000-drafts-in-tasks.js';
import { TaskRows1700000015000 } from './migrations/1700000015000-task-rows.js';
import { TasksAdded1700000049000 } from './migrations/1700000049000-tasks-added.js';
import { OpenTasksIndex1700000016000 } from './migrations/1700000016000-open-tasks-index.js';
import { TaskHandEntity } from './task-hand.entity.js';
import { TaskEntity } from './task.entity.js';

export type { GivenAnswer } from './answer-check.js';
export * from './answers.js';
export * from './case-list.js';
export * from './cases.js';
export * from './drafts.js';
export { checkedFields } from './form-answers.js';
export { noteHand } from './hands.js';
export * from './panels.js';
export * from './histories.js';
export * from './inbox.js';
export * from './reader.js';
export * from './rights.js';
export * from './sight.js';
export * from './subject-changes.js';
export { answeredRow, openedBy, TaskOpener } from './task-opener.js';
export * from './tasks.module.js';

export const entities = [TaskEntity, TaskHandEntity];
export const migrations = [
  Tasks1700000003000,
  DraftsInTasks1700000013000,
  TaskRows1700000015000,
  OpenTasksIndex1700000016000,
  TasksAdded1700000049000,
];
export * from './cursor.js';
