import { newId, type Sql } from '#platform';
import type { Actor, NewMessage, NewTimer, RowWriter } from './effects.js';

/** Everything that one step writes. */
export interface StepWrite {
  instance: InstanceWrite;
  journal: JournalWrite;
  timers: NewTimer[];
  /** Chart events whose timers no longer count. */
  timersCancelled: string[];
  messages: NewMessage[];
  rows: Record<string, object[]>;
  command: { key: string; hash: string; answer: unknown } | null;
}

/** An instance as it stands after the step; `before` is the revision that it had, 0 for a new one. */
export interface InstanceWrite {
  instanceId: string;
  tenantId: string;
  before: number;
  workflow: string;
  version: number;
  titleZh: string;
  titleEn: string;
  unitId: string | null;
  recordId: string | null;
  states: string[];
  value: unknown;
  history: unknown;
  subject: unknown;
  status: 'running' | 'done';
  ending: string | null;
  startedBy: string | null;
  startKey: string;
  at: Date;
}

export interface JournalWrite {
  kind: 'start' | 'step' | 'answer' | 'timer';
  event: string;
  from: string[];
  to: string[];
  actor: Actor;
  taskId: string | null;
  opinion: string | null;
  given: Record<string, unknown>;
  changed: Record<string, unknown>;
}

const MOVED = `
  UPDATE instances i SET revision = i.revision + 1, states = ARRAY(SELECT jsonb_array_elements_text(s.states)), value = s.value,
    history = s.history, subject = s.subject, unit_id = s.unit_id, status = s.status, ending = s.ending, changed_at = s.at,
    ended_at = CASE WHEN s.status = 'done' THEN s.at END
  FROM jsonb_to_recordset($1::jsonb) AS s(instance_id uuid, before integer, unit_id uuid, states jsonb, value jsonb, history jsonb, subject jsonb,
    status text, ending text, at timestamptz)
  WHERE i.instance_id = s.instance_id AND i.revision = s.before
  RETURNING i.instance_id`;

const BORN = `
  INSERT INTO instances (instance_id, tenant_id, workflow, version, title_zh, title_en, unit_id, record_id, states, value, history,
    subject, revision, status, ending, started_by, start_key, started_at, changed_at, ended_at)
  SELECT s.instance_id, s.tenant_id, s.workflow, s.version, s.title_zh, s.title_en, s.unit_id, s.record_id,
    ARRAY(SELECT jsonb_array_elements_text(s.states)), s.value, s.history, s.subject, 1, s.status, s.ending, s.started_by, s.start_key,
    s.at, s.at, CASE WHEN s.status = 'done' THEN s.at END
  FROM jsonb_to_recordset($2::jsonb) AS s(instance_id uuid, tenant_id uuid, workflow text, version integer, title_zh text, title_en text,
    unit_id uuid, record_id uuid, states jsonb, value jsonb, history jsonb, subject jsonb, status text, ending text, started_by uuid,
    start_key text, at timestamptz)
  ON CONFLICT (tenant_id, start_key) DO NOTHING
  RETURNING instance_id`;

const JOURNAL = `
  INSERT INTO journal (instance_id, seq, tenant_id, at, kind, event, from_states, to_states, actor_id, actor_post, actor_unit, task_id,
    opinion, given, changed)
  SELECT r.instance_id, r.seq, r.tenant_id, r.at, r.kind, r.event, ARRAY(SELECT jsonb_array_elements_text(r.from_states)),
    ARRAY(SELECT jsonb_array_elements_text(r.to_states)), r.actor_id, r.actor_post, r.actor_unit, r.task_id, r.opinion, r.given, r.changed
  FROM jsonb_to_recordset($3::jsonb) AS r(instance_id uuid, seq integer, tenant_id uuid, at timestamptz, kind text, event text,
    from_states jsonb, to_states jsonb, actor_id uuid, actor_post text, actor_unit uuid, task_id uuid, opinion text, given jsonb, changed jsonb)
  JOIN ok USING (instance_id)`;

const TIMERS_GONE = `
  DELETE FROM timers t USING jsonb_to_recordset($4::jsonb) AS d(instance_id uuid, name text), ok
  WHERE d.instance_id = ok.instance_id AND t.instance_id = d.instance_id AND t.kind = 'after' AND t.name = d.name`;

const TIMERS_SET = `
  INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
  SELECT r.timer_id, r.tenant_id, r.instance_id, r.kind, r.name, r.task_id, r.payload, r.due_at
  FROM jsonb_to_recordset($5::jsonb) AS r(timer_id uuid, tenant_id uuid, instance_id uuid, kind text, name text, task_id uuid, payload jsonb,
    due_at timestamptz)
  JOIN ok USING (instance_id)`;

const MESSAGES = `
  INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
  SELECT r.message_id, r.tenant_id, r.instance_id, r.kind, r.payload, r.made_at
  FROM jsonb_to_recordset($6::jsonb) AS r(message_id uuid, tenant_id uuid, instance_id uuid, kind text, payload jsonb, made_at timestamptz)
  JOIN ok USING (instance_id)`;

const COMMANDS = `
  INSERT INTO commands (tenant_id, key, hash, answer)
  SELECT r.tenant_id, r.key, r.hash, r.answer
  FROM jsonb_to_recordset($7::jsonb) AS r(instance_id uuid, tenant_id uuid, key text, hash text, answer json)
  JOIN ok USING (instance_id)`;

/**
 * Writes any number of steps of different instances in one statement. A step whose instance has meanwhile moved on
 * (its revision is not `before`), or whose start key was used, leaves no row at all.
 */
export class StepWriter {
  readonly #statement: string;

  constructor(private readonly writers: RowWriter[]) {
    const own = writers.map((writer, index) => `w_${writer.name} AS (${writer.statement(`$${index + 8}`)})`);
    this.#statement = `
      WITH moved AS (${MOVED}), born AS (${BORN}), ok AS (SELECT instance_id FROM moved UNION ALL SELECT instance_id FROM born),
        journal_added AS (${JOURNAL}), timers_gone AS (${TIMERS_GONE}), timers_set AS (${TIMERS_SET}),
        messages_added AS (${MESSAGES}), commands_added AS (${COMMANDS})${own.map((cte) => `, ${cte}`).join('')}
      SELECT instance_id FROM ok`;
  }

  /** The ids of the instances that were written. */
  async write(sql: Sql, steps: StepWrite[]): Promise<Set<string>> {
    const written = await sql.query<{ instance_id: string }>(this.#statement, [
      JSON.stringify(steps.filter((step) => step.instance.before > 0).map((step) => instanceRow(step.instance))),
      JSON.stringify(steps.filter((step) => step.instance.before === 0).map((step) => instanceRow(step.instance))),
      JSON.stringify(steps.map(journalRow)),
      JSON.stringify(
        steps.flatMap((step) => step.timersCancelled.map((name) => ({ instance_id: step.instance.instanceId, name }))),
      ),
      JSON.stringify(steps.flatMap(timerRows)),
      JSON.stringify(steps.flatMap(messageRows)),
      JSON.stringify(steps.flatMap((step) => (step.command ? [{ ...keys(step), ...step.command }] : []))),
      ...this.writers.map((writer) =>
        JSON.stringify(
          steps.flatMap((step) => (step.rows[writer.name] ?? []).map((row) => ({ ...keys(step), ...row }))),
        ),
      ),
    ]);
    return new Set(written.map((row) => row.instance_id));
  }
}

function keys(step: StepWrite): { instance_id: string; tenant_id: string } {
  return { instance_id: step.instance.instanceId, tenant_id: step.instance.tenantId };
}

function instanceRow(instance: InstanceWrite): object {
  return {
    instance_id: instance.instanceId,
    tenant_id: instance.tenantId,
    before: instance.before,
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
    at: instance.at,
    kind: journal.kind,
    event: journal.event,
    from_states: journal.from,
    to_states: journal.to,
    actor_id: journal.actor.accountId,
    actor_post: journal.actor.post,
    actor_unit: journal.actor.unitId,
    task_id: journal.taskId,
    opinion: journal.opinion,
    given: journal.given,
    changed: journal.changed,
  };
}

function timerRows(step: StepWrite): object[] {
  return step.timers.map((timer) => ({
    ...keys(step),
    timer_id: newId(),
    kind: timer.kind,
    name: timer.name,
    task_id: timer.taskId,
    payload: timer.payload,
    due_at: timer.dueAt,
  }));
}

function messageRows(step: StepWrite): object[] {
  return step.messages.map((message) => ({
    ...keys(step),
    message_id: newId(),
    kind: message.kind,
    payload: message.payload,
    made_at: step.instance.at,
  }));
}
