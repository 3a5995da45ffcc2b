import { newId, type From, type RowSet } from '#platform';
import type { NewTimer, Written } from './effects.js';
import type { StepWrite } from './step-write.js';

/** Of one step among several. Hashed: every other way to ask compares all rows with all steps. */
export const OF_MANY: Written = (alias) => `(${alias}.instance_id IN (SELECT instance_id FROM ok)) IS TRUE`;

/** Of the only step: there is nothing to look up. */
export const OF_ONE: Written = () => `EXISTS (SELECT FROM ok)`;

/**
 * The instances of the statement, as an array: what a table is looked up by must be a list of keys, never a join, whose plan
 * could read the whole table.
 */
export const OF_INSTANCES = `ANY ($1::uuid[])`;

/** The keys of rows, as an array, likewise: for tables that are looked up by another key. */
export const keysOf = (from: From, key: string): string => `ANY (ARRAY(SELECT k.${key} FROM ${from('k')}))`;

/** A part of the statement: rows of some kind, and how they are written; left out where no step has any. */
export interface Part extends RowSet {
  rows(step: StepWrite): object[];
  statement: (from: From, written: Written) => string;
}

export const OWN_PARTS: Part[] = [
  {
    // The timer that the step consumed, whoever claimed it meanwhile; those of states that were left; what the task layer names.
    name: 'timers_gone',
    rows: (step) => [
      ...(step.instance.timer ? [{ ...keys(step), timer_id: step.instance.timer.id }] : []),
      ...step.timersCancelled.map((name) => ({ ...keys(step), kind: 'after', name })),
      ...step.timersGone.map(({ kind, taskId, state }) => ({ ...keys(step), kind, task_id: taskId, state })),
    ],
    columns: { instance_id: 'uuid', timer_id: 'uuid', kind: 'text', name: 'text', task_id: 'uuid', state: 'text' },
    statement: (from, written) => `
      DELETE FROM timers t
      USING ${from('r')}
      WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id
        AND (t.timer_id = r.timer_id OR t.kind = r.kind AND (t.name = r.name OR t.task_id = r.task_id OR t.payload ->> 'state' = r.state))`,
  },
  {
    name: 'timers_set',
    rows: (step) => step.timers.map((timer) => ({ ...keys(step), ...timerRow(timer) })),
    columns: {
      timer_id: 'uuid',
      tenant_id: 'uuid',
      instance_id: 'uuid',
      kind: 'text',
      name: 'text',
      task_id: 'uuid',
      payload: 'jsonb',
      due_at: 'timestamptz',
    },
    statement: (from, written) => `
      INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
      SELECT r.timer_id, r.tenant_id, r.instance_id, r.kind, r.name, r.task_id, r.payload, r.due_at
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    name: 'outbox_added',
    rows: (step) =>
      step.messages.map(({ kind, payload }) => ({
        ...keys(step),
        message_id: newId(),
        kind,
        payload,
        made_at: step.instance.at,
      })),
    columns: {
      message_id: 'uuid',
      tenant_id: 'uuid',
      instance_id: 'uuid',
      kind: 'text',
      payload: 'jsonb',
      made_at: 'timestamptz',
    },
    statement: (from, written) => `
      INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
      SELECT r.message_id, r.tenant_id, r.instance_id, r.kind, r.payload, r.made_at
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    // A message that was not wanted before may be now: its fence rises, so that nobody lays it aside on what he saw earlier.
    name: 'events_woken',
    rows: (step) => (step.hears ? [{ ...keys(step), but: step.instance.message?.id }] : []),
    columns: { instance_id: 'uuid', but: 'uuid' },
    statement: (from, written) => `
      UPDATE messages e SET ready = true, fence = e.fence + 1, lease_until = NULL
      FROM ${from('r')}
      WHERE ${written('r')} AND e.instance_id = ${OF_INSTANCES} AND e.instance_id = r.instance_id AND NOT e.dead
        AND e.message_id IS DISTINCT FROM r.but`,
  },
  {
    name: 'events_taken',
    rows: (step) => (step.instance.message ? [{ ...keys(step), message_id: step.instance.message.id }] : []),
    columns: { instance_id: 'uuid', message_id: 'uuid' },
    statement: (from, written) => `
      DELETE FROM messages e USING ${from('r')}
      WHERE ${written('r')} AND e.message_id = ${keysOf(from, 'message_id')} AND e.message_id = r.message_id`,
  },
  {
    name: 'events_added',
    rows: (step) =>
      step.events.map(({ to, workflow, event, data }) => ({
        ...keys(step),
        message_id: newId(),
        workflow,
        addressee: to,
        event,
        data,
        made_at: step.instance.at,
      })),
    columns: {
      instance_id: 'uuid',
      message_id: 'uuid',
      tenant_id: 'uuid',
      workflow: 'text',
      addressee: 'uuid',
      event: 'text',
      data: 'jsonb',
      made_at: 'timestamptz',
    },
    statement: (from, written) => `
      INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at)
      SELECT r.message_id, r.tenant_id, r.workflow, r.addressee, r.event, r.data, 'child', r.made_at
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    name: 'children_cancelled',
    rows: (step) => step.childrenCancelled.map((state) => ({ ...keys(step), state, made_at: step.instance.at })),
    columns: { instance_id: 'uuid', tenant_id: 'uuid', state: 'text', made_at: 'timestamptz' },
    statement: (from, written) => `
      INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at)
      SELECT gen_random_uuid(), r.tenant_id, c.workflow, c.instance_id, 'case.cancel', '{}', 'child', r.made_at
      FROM ${from('r')}
      CROSS JOIN LATERAL (
        SELECT instance_id, workflow FROM instances
        WHERE parent_id = r.instance_id AND parent_state = r.state AND status <> 'done' OFFSET 0) c
      WHERE ${written('r')}`,
  },
];

/** What every row of a step begins with. */
export function keys(step: StepWrite): { instance_id: string; tenant_id: string } {
  return { instance_id: step.instance.instanceId, tenant_id: step.instance.tenantId };
}

function timerRow(timer: NewTimer): object {
  return {
    timer_id: newId(),
    kind: timer.kind,
    name: timer.name,
    task_id: timer.taskId,
    payload: timer.payload,
    due_at: timer.dueAt,
  };
}
