import type { From, RowSet } from '#platform';
import { OF_INSTANCES } from './step-statement.js';
import type { JournalWrite, StepWrite } from './step-write.js';

/** What steps that move instances take for granted outside of them: only what one of them does is asked. */
export interface Conditions {
  timer: boolean;
  message: boolean;
  key: boolean;
}

/** What the journal keeps of a step that is not in its instance; one row holds both, for each row of a statement has its price. */
const ENTRY: RowSet['columns'] = {
  keep_until: 'date',
  kind: 'text',
  event: 'text',
  sent: 'text',
  from_states: 'text[]',
  actor_id: 'uuid',
  actor_post: 'text',
  actor_unit: 'uuid',
  on_behalf_of: 'uuid',
  task_id: 'uuid',
  opinion: 'text',
  reason: 'text',
  given: 'jsonb',
  changed: 'jsonb',
};

/** Steps of instances that they move on; `as_of` of those that were decided on a copy; `hash` and `answer` of those with a key. */
export const MOVED: RowSet = {
  name: 'steps_made',
  columns: {
    instance_id: 'uuid',
    tenant_id: 'uuid',
    before: 'integer',
    as_of: 'timestamptz',
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
    timer_id: 'uuid',
    timer_fence: 'integer',
    message_id: 'uuid',
    message_fence: 'integer',
    key: 'text',
    hash: 'text',
    answer: 'json',
    ...ENTRY,
  },
};

/** Answers the rows themselves of the steps that it moved, so that what else is written of them need not look them up. */
export const moved = (from: From, { timer, message, key }: Conditions): string => {
  const conditions = [
    `i.instance_id = ${OF_INSTANCES} AND i.instance_id = s.instance_id AND i.revision = s.before AND (s.as_of IS NULL OR i.changed_at = s.as_of)`,
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
  ];
  return `
  UPDATE instances i SET revision = i.revision + 1, version = s.version, states = s.states,
    value = s.value, history = s.history, subject = s.subject, unit_id = s.unit_id, status = s.status, suspended_at = s.suspended_at,
    ending = s.ending, output = s.output, correlation = s.correlation, children = s.children, changed_at = s.at,
    ended_at = CASE WHEN s.status = 'done' THEN s.at END
  FROM ${from('s')}
  WHERE ${conditions.join(' AND ')}
  RETURNING s.*`;
};

/** Steps that begin instances. */
export const BORN: RowSet = {
  name: 'cases_born',
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
    ...ENTRY,
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

/** The entries of steps: of `rows`, an item of a FROM clause with the alias `r`. */
export const journal = (rows: string, seq: string): string => `
  INSERT INTO journal (instance_id, seq, keep_until, tenant_id, at, kind, event, sent, version, from_states, to_states, actor_id, actor_post,
    actor_unit, on_behalf_of, task_id, opinion, reason, given, changed)
  SELECT r.instance_id, ${seq}, r.keep_until, r.tenant_id, r.at, r.kind, r.event, r.sent, r.version, r.from_states, r.states, r.actor_id, r.actor_post,
    r.actor_unit, r.on_behalf_of, r.task_id, r.opinion, r.reason, r.given, r.changed
  FROM ${rows}`;

/** The keys of steps, with what they answered. */
export const commands = (rows: string): string => `
  INSERT INTO commands (tenant_id, key, hash, answer)
  SELECT r.tenant_id, r.key, r.hash, r.answer FROM ${rows} WHERE r.key IS NOT NULL`;

export function movedRow({ instance, journal: entry, command }: StepWrite): object {
  return {
    instance_id: instance.instanceId,
    tenant_id: instance.tenantId,
    before: instance.before,
    as_of: instance.asOf,
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
    timer_id: instance.timer?.id,
    timer_fence: instance.timer?.fence,
    message_id: instance.message?.id,
    message_fence: instance.message?.fence,
    key: command?.key,
    hash: command?.hash,
    answer: command?.answer,
    ...entryRow(entry),
  };
}

export function bornRow({ instance, journal: entry }: StepWrite): object {
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
    ...entryRow(entry),
  };
}

function entryRow(entry: JournalWrite): object {
  return {
    keep_until: entry.keepUntil,
    kind: entry.kind,
    event: entry.event,
    sent: entry.sent,
    from_states: entry.from,
    actor_id: entry.actor.accountId,
    actor_post: entry.actor.post,
    actor_unit: entry.actor.unitId,
    on_behalf_of: entry.actor.onBehalfOf,
    task_id: entry.taskId,
    opinion: entry.opinion,
    reason: entry.reason,
    given: entry.given,
    changed: entry.changed,
  };
}
