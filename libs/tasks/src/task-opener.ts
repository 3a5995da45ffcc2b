import { Injectable } from '@nestjs/common';
import { resolveSpan, type WorkingCalendar } from '#calendar';
import { deskOf, type Rung, type TaskSpec } from '#contracts';
import {
  OF_INSTANCES,
  type NewTimer,
  type RowWriter,
  type Step,
  type StepListener,
  type StepRows,
  type TimerMatch,
  type WrittenStep,
} from '#engine';
import { DomainError, newId, type Sql } from '#platform';
import { tasksOf, type Chart, type PlacedTask } from '#statechart';
import { reminds, RUNG } from './ladder.js';
import { carriedRows, carryWriters } from './task-carrier.js';

/** What a step says of a task that it opens. */
export interface OpenedRow {
  task_id: string;
  entry: number;
  state: string;
  name: string;
  desk: string;
  due_at: Date | 'infinity';
}

/** The tasks that a written step has opened. */
export function openedBy({ rows }: WrittenStep): readonly OpenedRow[] {
  return (rows[OPENED.name] ?? []) as readonly OpenedRow[];
}

const OPENED: RowWriter = {
  name: 'tasks_added',
  columns: {
    task_id: 'uuid',
    tenant_id: 'uuid',
    instance_id: 'uuid',
    entry: 'integer',
    workflow: 'text',
    version: 'integer',
    state: 'text',
    name: 'text',
    desk: 'text',
    post: 'text',
    unit_id: 'uuid',
    opened_at: 'timestamptz',
    due_at: 'timestamptz',
    provisional: 'boolean',
  },
  statement: (from, written) => `
    INSERT INTO tasks (task_id, tenant_id, instance_id, entry, workflow, version, state, name, desk, post, unit_id, opened_at, due_at, provisional, status)
    SELECT r.task_id, r.tenant_id, r.instance_id, r.entry, r.workflow, r.version, r.state, r.name, r.desk, r.post, r.unit_id, r.opened_at,
      r.due_at, r.provisional, 'open'
    FROM ${from('r')}
    WHERE ${written('r')}`,
};

/** Tasks that end: answered, whose draft has served, or taken back with their state. */
const ENDED: RowWriter = {
  name: 'tasks_ended',
  columns: {
    instance_id: 'uuid',
    status: 'text',
    task_id: 'uuid',
    state: 'text',
    but: 'uuid',
    outcome: 'text',
    opinion: 'text',
    answer: 'jsonb',
    done_by: 'uuid',
    at: 'timestamptz',
  },
  statement: (from, written) => `
    UPDATE tasks t SET status = r.status, outcome = r.outcome, opinion = r.opinion, answer = r.answer, done_by = r.done_by, done_at = r.at,
      draft = CASE WHEN r.status = 'cancelled' THEN t.draft END
    FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id AND t.status = 'open'
      AND (t.task_id = r.task_id OR t.state = r.state AND t.task_id IS DISTINCT FROM r.but)`,
};

/** What was typed goes where the answer leaves the task open. So does what the task took over, which counts only at revision 0. */
const DRAFTS_GONE: RowWriter = {
  name: 'drafts_gone',
  columns: { instance_id: 'uuid', task_id: 'uuid' },
  statement: (from, written) => `
    UPDATE tasks t SET draft = NULL, draft_revision = t.draft_revision + 1, draft_by = NULL, draft_at = NULL
    FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.task_id = r.task_id AND (t.draft IS NOT NULL OR t.draft_revision = 0)`,
};

/** The row that ends an answered task. */
export function answeredRow(task: {
  taskId: string;
  outcome: string;
  opinion: string | null;
  answer: Record<string, unknown>;
  doneBy: string;
  at: Date;
}): object {
  const { taskId, doneBy, ...rest } = task;
  return { ...rest, status: 'done', task_id: taskId, done_by: doneBy };
}

/** The reminders of one task. */
export function rungsOf(taskId: string): TimerMatch {
  return { kind: RUNG, taskId };
}

/** The deadlines of open tasks move when their case goes on after a suspension. */
const MOVED: RowWriter = {
  name: 'tasks_moved',
  columns: { instance_id: 'uuid', task_id: 'uuid', due_at: 'timestamptz' },
  statement: (from, written) => `
    UPDATE tasks t SET due_at = r.due_at FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.task_id = r.task_id AND t.status = 'open'`,
};

/** Opens the tasks of states that are entered, with their ladders of reminders, and closes those of states that are left. */
@Injectable()
export class TaskOpener implements StepListener {
  readonly writers = [OPENED, ENDED, DRAFTS_GONE, MOVED, ...carryWriters];

  onStep(step: Step, chart: Chart, calendar: WorkingCalendar): StepRows {
    // The task that is answered with this very step ends as done, not as taken back.
    const left = step.exited.map((state) => ({ state, status: 'cancelled', at: step.at, but: step.taskId }));
    const opened = step.entered
      .flatMap((state) => tasksOf(chart, state))
      .flatMap((task) => openings(step, task, chart, calendar));
    return {
      rows: { tasks_ended: left, tasks_added: opened.map((opening) => opening.row) },
      timers: opened.flatMap((opening) => opening.timers),
      timersGone: step.exited.filter((state) => reminds(chart, state)).map((state) => ({ kind: RUNG, state })),
    };
  }

  async onResume(sql: Sql, instanceId: string, moved: (dueAt: Date) => Date): Promise<Record<string, object[]>> {
    const rows = await sql.query<{ task_id: string; due_at: Date }>(
      `SELECT task_id, due_at FROM tasks WHERE instance_id = $1 AND status = 'open' AND due_at < 'infinity'`,
      [instanceId],
    );
    return { tasks_moved: rows.map((row) => ({ task_id: row.task_id, due_at: moved(row.due_at) })) };
  }

  onMigrate = carriedRows;

  onEffect(): null {
    return null;
  }
}

function openings(
  step: Step,
  task: PlacedTask,
  chart: Chart,
  calendar: WorkingCalendar,
): { row: object; timers: NewTimer[] }[] {
  return unitsAsked(step, task).map((unitId) => {
    const taskId = newId();
    const desk = deskOf(task.spec.people.post, unitId);
    const due = task.spec.deadline ? resolveSpan(task.spec.deadline, step.at, step.subject, calendar) : null;
    const ladder = task.spec.ladder ? (chart.definition.ladders[task.spec.ladder] ?? []) : [];
    const facts = { state: task.state, task: task.spec.name, desk, unitId, post: task.spec.people.post };
    return {
      row: {
        task_id: taskId,
        entry: step.seq,
        workflow: step.workflow,
        version: step.version,
        state: task.state,
        name: task.spec.name,
        desk,
        post: task.spec.people.post,
        unit_id: unitId,
        opened_at: step.at,
        due_at: due ? due.dueAt : 'infinity',
        provisional: due?.provisional ?? false,
      },
      timers: due ? ladder.flatMap((rung) => rungTimer(rung, taskId, due.dueAt, step.at, facts, calendar)) : [],
    };
  });
}

/**
 * A reminder whose moment is past when the task opens is left out: nobody is reminded of what he just received. One that
 * repeats begins with its next turn.
 */
function rungTimer(
  rung: Rung,
  taskId: string,
  dueAt: Date,
  now: Date,
  facts: Record<string, unknown>,
  calendar: WorkingCalendar,
): NewTimer[] {
  const first = calendar.rungAt(dueAt, rung.workingDays);
  if (rung.workingDays < 0 && first <= now && rung.everyMonths === undefined) return [];
  const at = rung.everyMonths === undefined ? first : nextTurn(first, rung.everyMonths, now);
  return [{ kind: RUNG, name: rung.name, taskId, payload: { ...facts, rung, dueAt: dueAt.toISOString() }, dueAt: at }];
}

function nextTurn(first: Date, everyMonths: number, now: Date): Date {
  const turn = new Date(first);
  while (turn <= now) turn.setUTCMonth(turn.getUTCMonth() + everyMonths);
  return turn;
}

function unitsAsked(step: Step, task: PlacedTask): (string | null)[] {
  const { of } = task.spec.people;
  if (!of) return [null];
  const named = step.subject[of];
  const units = (Array.isArray(named) ? named : [named]).filter(
    (unit): unit is string => typeof unit === 'string' && unit !== '',
  );
  if (task.spec.each) return units;
  const [first] = units;
  if (first) return [first];
  throw noUnit(step, task.spec);
}

function noUnit(step: Step, spec: TaskSpec): DomainError {
  return new DomainError('conflict', 'task.no-unit', {
    zh: `“${step.title.zh}”没有写明由哪个单位“${spec.title.zh}”，请先选定责任单位。`,
    en: `“${step.title.en}” names no unit for “${spec.title.en}”. Choose the responsible unit first.`,
  });
}
