import { newId, type From, type RowSet } from '#platform';
import type { Guard, NewTimer } from './effects.js';
import type { InstanceWrite, StepWrite } from './step-write.js';

/** Whether the step of a row was written. Hashed: every other way to ask compares all rows with all steps. */
export const written = (alias: string): string => `(${alias}.instance_id IN (SELECT instance_id FROM ok)) IS TRUE`;

/**
 * The instances of the statement, as an array: what a table is looked up by must be a list of keys, never a join, whose plan
 * could read the whole table.
 */
export const OF_INSTANCES = `ANY ($1::uuid[])`;

/** The keys of rows, as an array, likewise: for tables that are looked up by another key. */
export const keysOf = (from: From, key: string): string => `ANY (ARRAY(SELECT k.${key} FROM ${from('k')}))`;

/** What steps that move instances take for granted outside of them: only what one of them does is asked. */
export interface Conditions {
  timer: boolean;
  message: boolean;
  key: boolean;
  guards: readonly Guard[];
}

/** Instances that a step moves on. */
export const MOVED: RowSet = {
  name: 'moved',
  columns: {
    instance_id: 'uuid',
    before: 'integer',
    version: 'integer',
    unit_id: 'uuid',
    states: 'text[]',
    value: 'jsonb',
    history: 'jsonb',
    subject: 'jsonb',
    status: 'text',
    suspended_at: 'timestamptz',
    ending: 'text',
    output: 'jsonb',
    correlation: 'text',
    children: 'jsonb',
    at: 'timestamptz',
    guards: 'jsonb',
    timer_id: 'uuid',
    timer_fence: 'integer',
    message_id: 'uuid',
    message_fence: 'integer',
    tenant_id: 'uuid',
    key: 'text',
  },
};

export const moved = (from: From, { timer, message, key, guards }: Conditions): string => {
  const conditions = [
    `i.instance_id = ${OF_INSTANCES} AND i.instance_id = s.instance_id AND i.revision = s.before`,
    ...(timer
      ? [
          `(s.timer_id IS NULL OR EXISTS (SELECT FROM timers t WHERE t.timer_id = s.timer_id AND t.fence = s.timer_fence OFFSET 0))`,
        ]
      : []),
    ...(message
      ? [
          `(s.message_id IS NULL OR EXISTS (SELECT FROM messages m WHERE m.message_id = s.message_id AND m.fence = s.message_fence OFFSET 0))`,
        ]
      : []),
    ...(key
      ? [
          `(s.key IS NULL OR NOT EXISTS (SELECT FROM commands c WHERE c.tenant_id = s.tenant_id AND c.key = s.key OFFSET 0))`,
        ]
      : []),
    ...guards.map(({ name, holds }) => `(s.guards ->> '${name}' IS NULL OR ${holds(`(s.guards ->> '${name}')`)})`),
  ];
  return `
  UPDATE instances i SET revision = i.revision + 1, version = s.version, states = s.states,
    value = s.value, history = s.history, subject = s.subject, unit_id = s.unit_id, status = s.status, suspended_at = s.suspended_at,
    ending = s.ending, output = s.output, correlation = s.correlation, children = s.children, changed_at = s.at,
    ended_at = CASE WHEN s.status = 'done' THEN s.at END
  FROM ${from('s')}
  WHERE ${conditions.join(' AND ')}
  RETURNING i.instance_id`;
};

/** Instances that a step begins. */
export const BORN: RowSet = {
  name: 'born',
  columns: {
    instance_id: 'uuid',
    tenant_id: 'uuid',
    workflow: 'text',
    version: 'integer',
    title_zh: 'text',
    title_en: 'text',
    unit_id: 'uuid',
    record_id: 'uuid',
    states: 'text[]',
    value: 'jsonb',
    history: 'jsonb',
    subject: 'jsonb',
    status: 'text',
    ending: 'text',
    output: 'jsonb',
    correlation: 'text',
    parent_id: 'uuid',
    parent_state: 'text',
    parent_entry: 'integer',
    child_no: 'integer',
    children: 'jsonb',
    started_by: 'uuid',
    start_key: 'text',
    at: 'timestamptz',
  },
};

/** A child is born with the step of its parent, or not at all. */
export const born = (from: From, withParents: boolean): string => `
  INSERT INTO instances (instance_id, tenant_id, workflow, version, title_zh, title_en, unit_id, record_id, states, value, history,
    subject, revision, status, ending, output, correlation, parent_id, parent_state, parent_entry, child_no, children, started_by, start_key,
    started_at, changed_at, ended_at)
  SELECT s.instance_id, s.tenant_id, s.workflow, s.version, s.title_zh, s.title_en, s.unit_id, s.record_id,
    s.states, s.value, s.history, s.subject, 1, s.status, s.ending, s.output, s.correlation,
    s.parent_id, s.parent_state, s.parent_entry, s.child_no, s.children, s.started_by, s.start_key, s.at, s.at,
    CASE WHEN s.status = 'done' THEN s.at END
  FROM ${from('s')}
  WHERE s.parent_id IS NULL${withParents ? ' OR (s.parent_id IN (SELECT instance_id FROM moved)) IS TRUE' : ''}
  ON CONFLICT (tenant_id, start_key) DO NOTHING
  RETURNING instance_id`;

/** A part of the statement: rows of some kind, and how they are written; left out where no step has any. */
export interface Part extends RowSet {
  rows(step: StepWrite): object[];
  statement: (from: From) => string;
}

export const OWN_PARTS: Part[] = [
  {
    name: 'journal_added',
    rows: (step) => [journalRow(step)],
    columns: {
      instance_id: 'uuid',
      seq: 'integer',
      keep_until: 'date',
      tenant_id: 'uuid',
      at: 'timestamptz',
      kind: 'text',
      event: 'text',
      sent: 'text',
      version: 'integer',
      from_states: 'text[]',
      to_states: 'text[]',
      actor_id: 'uuid',
      actor_post: 'text',
      actor_unit: 'uuid',
      on_behalf_of: 'uuid',
      task_id: 'uuid',
      opinion: 'text',
      reason: 'text',
      given: 'jsonb',
      changed: 'jsonb',
    },
    statement: (from) => `
      INSERT INTO journal (instance_id, seq, keep_until, tenant_id, at, kind, event, sent, version, from_states, to_states, actor_id, actor_post,
        actor_unit, on_behalf_of, task_id, opinion, reason, given, changed)
      SELECT r.instance_id, r.seq, r.keep_until, r.tenant_id, r.at, r.kind, r.event, r.sent, r.version,
        r.from_states, r.to_states, r.actor_id, r.actor_post, r.actor_unit, r.on_behalf_of, r.task_id, r.opinion, r.reason, r.given, r.changed
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    // The timer that the step consumed, whoever claimed it meanwhile; those of states that were left; what the task layer names.
    name: 'timers_gone',
    rows: (step) => [
      ...(step.instance.timer ? [{ ...keys(step), timer_id: step.instance.timer.id }] : []),
      ...step.timersCancelled.map((name) => ({ ...keys(step), kind: 'after', name })),
      ...step.timersGone.map(({ kind, taskId, state }) => ({ ...keys(step), kind, task_id: taskId, state })),
    ],
    columns: { instance_id: 'uuid', timer_id: 'uuid', kind: 'text', name: 'text', task_id: 'uuid', state: 'text' },
    statement: (from) => `
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
    statement: (from) => `
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
    statement: (from) => `
      INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
      SELECT r.message_id, r.tenant_id, r.instance_id, r.kind, r.payload, r.made_at
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    name: 'commands_added',
    rows: (step) => (step.command ? [{ ...keys(step), ...step.command }] : []),
    columns: { instance_id: 'uuid', tenant_id: 'uuid', key: 'text', hash: 'text', answer: 'json' },
    statement: (from) => `
      INSERT INTO commands (tenant_id, key, hash, answer)
      SELECT r.tenant_id, r.key, r.hash, r.answer
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    // A message that was not wanted before may be now: its fence rises, so that nobody lays it aside on what he saw earlier.
    name: 'events_woken',
    rows: (step) => (step.hears ? [{ ...keys(step), but: step.instance.message?.id }] : []),
    columns: { instance_id: 'uuid', but: 'uuid' },
    statement: (from) => `
      UPDATE messages e SET ready = true, fence = e.fence + 1, lease_until = NULL
      FROM ${from('r')}
      WHERE ${written('r')} AND e.instance_id = ${OF_INSTANCES} AND e.instance_id = r.instance_id AND NOT e.dead
        AND e.message_id IS DISTINCT FROM r.but`,
  },
  {
    name: 'events_taken',
    rows: (step) => (step.instance.message ? [{ ...keys(step), message_id: step.instance.message.id }] : []),
    columns: { instance_id: 'uuid', message_id: 'uuid' },
    statement: (from) => `
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
    statement: (from) => `
      INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at)
      SELECT r.message_id, r.tenant_id, r.workflow, r.addressee, r.event, r.data, 'child', r.made_at
      FROM ${from('r')}
      WHERE ${written('r')}`,
  },
  {
    name: 'children_cancelled',
    rows: (step) => step.childrenCancelled.map((state) => ({ ...keys(step), state, made_at: step.instance.at })),
    columns: { instance_id: 'uuid', tenant_id: 'uuid', state: 'text', made_at: 'timestamptz' },
    statement: (from) => `
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

export function movedRow({ instance, command }: StepWrite): object {
  return {
    instance_id: instance.instanceId,
    tenant_id: instance.tenantId,
    key: command?.key,
    before: instance.before,
    version: instance.version,
    unit_id: instance.unitId,
    states: instance.states,
    value: instance.value,
    history: instance.history,
    subject: instance.subject,
    status: instance.status,
    suspended_at: instance.suspendedAt,
    ending: instance.ending,
    output: instance.output,
    correlation: instance.correlation,
    children: instance.children,
    at: instance.at,
    guards: instance.guards,
    timer_id: instance.timer?.id,
    timer_fence: instance.timer?.fence,
    message_id: instance.message?.id,
    message_fence: instance.message?.fence,
  };
}

export function bornRow(instance: InstanceWrite): object {
  return {
    instance_id: instance.instanceId,
    tenant_id: instance.tenantId,
    workflow: instance.workflow,
    version: instance.version,
    title_zh: instance.titleZh,
    title_en: instance.titleEn,
    unit_id: instance.unitId,
    record_id: instance.recordId,
    states: instance.states,
    value: instance.value,
    history: instance.history,
    subject: instance.subject,
    status: instance.status,
    ending: instance.ending,
    output: instance.output,
    correlation: instance.correlation,
    parent_id: instance.parent?.instanceId,
    parent_state: instance.parent?.state,
    parent_entry: instance.parent?.entry,
    child_no: instance.parent?.no,
    children: instance.children,
    started_by: instance.startedBy,
    start_key: instance.startKey,
    at: instance.at,
  };
}

function journalRow(step: StepWrite): object {
  const { journal, instance } = step;
  return {
    ...keys(step),
    seq: instance.before + 1,
    keep_until: journal.keepUntil,
    at: instance.at,
    kind: journal.kind,
    event: journal.event,
    sent: journal.sent,
    version: instance.version,
    from_states: journal.from,
    to_states: journal.to,
    actor_id: journal.actor.accountId,
    actor_post: journal.actor.post,
    actor_unit: journal.actor.unitId,
    on_behalf_of: journal.actor.onBehalfOf,
    task_id: journal.taskId,
    opinion: journal.opinion,
    reason: journal.reason,
    given: journal.given,
    changed: journal.changed,
  };
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
