import type { JournalKind } from '#contracts';
import { newId, type Sql } from '#platform';
import type { Claimed, InstanceStatus } from './commands.js';

import type { Actor, Guard, NewEvent, NewMessage, NewTimer, RowWriter } from './effects.js';
import type { ChildrenRun, Parentage } from './parentage.js';

/** Everything that one step writes. */
export interface StepWrite {
  instance: InstanceWrite;
  journal: JournalWrite;
  timers: NewTimer[];
  /** Chart events whose timers no longer count. */
  timersCancelled: string[];
  /** What is to leave the system. */
  messages: NewMessage[];
  /** Events for cases: for the parent, for children, for the case itself. */
  events: NewEvent[];
  /** States whose children are to be cancelled. */
  childrenCancelled: string[];
  rows: Record<string, object[]>;
  command: { key: string; hash: string; answer: unknown } | null;
  /** The instances that the step starts; they begin with it, or not at all. */
  born: StepWrite[];
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
  status: InstanceStatus;
  suspendedAt: Date | null;
  ending: string | null;
  output: unknown;
  correlation: string | null;
  parent: Parentage | null;
  children: Record<string, ChildrenRun>;
  startedBy: string | null;
  startKey: string;
  at: Date;
  guards: Record<string, string>;
  timer: Claimed | null;
  message: Claimed | null;
}

export interface JournalWrite {
  kind: JournalKind;
  event: string;
  sent: string | null;
  from: string[];
  to: string[];
  actor: Actor;
  taskId: string | null;
  opinion: string | null;
  reason: string | null;
  given: Record<string, unknown>;
  changed: Record<string, unknown>;
  /** First of the month after which the entry may go, `YYYY-MM-DD`. */
  keepUntil: string;
}

const STEP = `s(instance_id uuid, tenant_id uuid, before integer, workflow text, version integer, title_zh text, title_en text, unit_id uuid,
    record_id uuid, states jsonb, value jsonb, history jsonb, subject jsonb, status text, suspended_at timestamptz, ending text, output jsonb,
    correlation text, parent_id uuid, parent_state text, parent_entry integer, child_no integer, started_by uuid, start_key text, at timestamptz,
    guards jsonb, timer_id uuid, timer_fence integer, message_id uuid, message_fence integer, children jsonb)`;

const moved = (guards: readonly Guard[]): string => `
  UPDATE instances i SET revision = i.revision + 1, version = s.version, states = ARRAY(SELECT jsonb_array_elements_text(s.states)),
    value = s.value, history = s.history, subject = s.subject, unit_id = s.unit_id, status = s.status, suspended_at = s.suspended_at,
    ending = s.ending, output = s.output, correlation = s.correlation, children = s.children, changed_at = s.at, ended_at = CASE WHEN s.status = 'done' THEN s.at END
  FROM jsonb_to_recordset($1::jsonb) AS ${STEP}
  WHERE i.instance_id = s.instance_id AND i.revision = s.before
    AND (s.timer_id IS NULL OR EXISTS (SELECT FROM timers t WHERE t.timer_id = s.timer_id AND t.fence = s.timer_fence))
    AND (s.message_id IS NULL OR EXISTS (SELECT FROM messages m WHERE m.message_id = s.message_id AND m.fence = s.message_fence))
    ${guards.map(({ name, holds }) => `AND (s.guards ->> '${name}' IS NULL OR ${holds(`(s.guards ->> '${name}')`)})`).join(' ')}
  RETURNING i.instance_id, s.timer_id, s.message_id`;

const BORN = `
  INSERT INTO instances (instance_id, tenant_id, workflow, version, title_zh, title_en, unit_id, record_id, states, value, history,
    subject, revision, status, ending, output, correlation, parent_id, parent_state, parent_entry, child_no, children, started_by, start_key, started_at,
    changed_at, ended_at)
  SELECT s.instance_id, s.tenant_id, s.workflow, s.version, s.title_zh, s.title_en, s.unit_id, s.record_id,
    ARRAY(SELECT jsonb_array_elements_text(s.states)), s.value, s.history, s.subject, 1, s.status, s.ending, s.output, s.correlation,
    s.parent_id, s.parent_state, s.parent_entry, s.child_no, s.children, s.started_by, s.start_key, s.at, s.at, CASE WHEN s.status = 'done' THEN s.at END
  FROM jsonb_to_recordset($2::jsonb) AS ${STEP}
  WHERE s.parent_id IS NULL OR EXISTS (SELECT FROM moved m WHERE m.instance_id = s.parent_id)
  ON CONFLICT (tenant_id, start_key) DO NOTHING
  RETURNING instance_id`;

const JOURNAL = `
  INSERT INTO journal (instance_id, seq, keep_until, tenant_id, at, kind, event, sent, version, from_states, to_states, actor_id, actor_post,
    actor_unit, on_behalf_of, task_id, opinion, reason, given, changed)
  SELECT r.instance_id, r.seq, r.keep_until, r.tenant_id, r.at, r.kind, r.event, r.sent, r.version,
    ARRAY(SELECT jsonb_array_elements_text(r.from_states)), ARRAY(SELECT jsonb_array_elements_text(r.to_states)), r.actor_id, r.actor_post,
    r.actor_unit, r.on_behalf_of, r.task_id, r.opinion, r.reason, r.given, r.changed
  FROM jsonb_to_recordset($3::jsonb) AS r(instance_id uuid, seq integer, keep_until date, tenant_id uuid, at timestamptz, kind text, event text,
    sent text, version integer, from_states jsonb, to_states jsonb, actor_id uuid, actor_post text, actor_unit uuid, on_behalf_of uuid,
    task_id uuid, opinion text, reason text, given jsonb, changed jsonb)
  JOIN ok USING (instance_id)`;

/** Whoever claimed it meanwhile: once the step counts, its timer is gone, and so are those that it cancels. */
const TIMERS_GONE = `
  DELETE FROM timers t USING (
    SELECT m.timer_id FROM moved m WHERE m.timer_id IS NOT NULL
    UNION
    SELECT c.timer_id FROM jsonb_to_recordset($4::jsonb) AS d(instance_id uuid, name text) JOIN ok USING (instance_id)
      JOIN timers c ON c.instance_id = d.instance_id AND c.kind = 'after' AND c.name = d.name) gone
  WHERE t.timer_id = gone.timer_id`;

const TIMERS_SET = `
  INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
  SELECT r.timer_id, r.tenant_id, r.instance_id, r.kind, r.name, r.task_id, r.payload, r.due_at
  FROM jsonb_to_recordset($5::jsonb) AS r(timer_id uuid, tenant_id uuid, instance_id uuid, kind text, name text, task_id uuid, payload jsonb,
    due_at timestamptz)
  JOIN ok USING (instance_id)`;

const OUTBOX = `
  INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
  SELECT r.message_id, r.tenant_id, r.instance_id, r.kind, r.payload, r.made_at
  FROM jsonb_to_recordset($6::jsonb) AS r(message_id uuid, tenant_id uuid, instance_id uuid, kind text, payload jsonb, made_at timestamptz)
  JOIN ok USING (instance_id)`;

const COMMANDS = `
  INSERT INTO commands (tenant_id, key, hash, answer)
  SELECT r.tenant_id, r.key, r.hash, r.answer
  FROM jsonb_to_recordset($7::jsonb) AS r(instance_id uuid, tenant_id uuid, key text, hash text, answer json)
  JOIN ok USING (instance_id)`;

/** A message that was not wanted before may be now: its fence rises, so that nobody lays it aside on what he saw earlier. */
const EVENTS_WOKEN = `
  UPDATE messages e SET ready = true, fence = e.fence + 1, lease_until = NULL FROM moved m
  WHERE e.instance_id = m.instance_id AND NOT e.dead AND m.message_id IS DISTINCT FROM e.message_id`;

const EVENTS_TAKEN = `DELETE FROM messages e USING moved m WHERE e.message_id = m.message_id`;

const EVENTS_ADDED = `
  INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at)
  SELECT r.message_id, r.tenant_id, r.workflow, r.addressee, r.event, r.data, 'child', r.made_at
  FROM jsonb_to_recordset($8::jsonb) AS r(instance_id uuid, message_id uuid, tenant_id uuid, workflow text, addressee uuid, event text, data jsonb,
    made_at timestamptz)
  JOIN ok USING (instance_id)`;

const CHILDREN_CANCELLED = `
  INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at)
  SELECT gen_random_uuid(), c.tenant_id, c.workflow, c.instance_id, 'case.cancel', '{}', 'child', r.made_at
  FROM jsonb_to_recordset($9::jsonb) AS r(instance_id uuid, state text, made_at timestamptz) JOIN ok USING (instance_id)
  JOIN instances c ON c.parent_id = r.instance_id AND c.parent_state = r.state AND c.status <> 'done'`;

const OWN_PARAMETERS = 9;

/**
 * Writes any number of steps of different instances in one statement. A step whose instance has meanwhile moved on
 * (its revision is not `before`), whose guards do not hold, or whose start key was used, leaves no row at all.
 */
export class StepWriter {
  readonly #statement: string;
  readonly #months = new Set<string>();

  constructor(
    private readonly writers: RowWriter[],
    guards: readonly Guard[],
  ) {
    const own = writers.map(
      (writer, index) => `w_${writer.name} AS (${writer.statement(`$${index + OWN_PARAMETERS + 1}`)})`,
    );
    this.#statement = `
      WITH moved AS (${moved(guards)}), born AS (${BORN}), ok AS (SELECT instance_id FROM moved UNION ALL SELECT instance_id FROM born),
        journal_added AS (${JOURNAL}), timers_gone AS (${TIMERS_GONE}), timers_set AS (${TIMERS_SET}), outbox_added AS (${OUTBOX}),
        commands_added AS (${COMMANDS}), events_woken AS (${EVENTS_WOKEN}), events_taken AS (${EVENTS_TAKEN}),
        events_added AS (${EVENTS_ADDED}), children_cancelled AS (${CHILDREN_CANCELLED})${own.map((cte) => `, ${cte}`).join('')}
      SELECT instance_id FROM ok`;
  }

  /** The ids of the instances that were written. Sorted by id, so that batches of two processes cannot wait for each other. */
  async write(sql: Sql, steps: StepWrite[]): Promise<Set<string>> {
    const all = steps
      .flatMap((step) => [step, ...step.born])
      .sort((one, other) => (one.instance.instanceId < other.instance.instanceId ? -1 : 1));
    await this.#openMonths(sql, all);
    const written = await sql.prepared<{ instance_id: string }>(this.#statement, [
      json(all.filter((step) => step.instance.before > 0).map((step) => instanceRow(step.instance))),
      json(all.filter((step) => step.instance.before === 0).map((step) => instanceRow(step.instance))),
      json(all.map(journalRow)),
      json(
        all.flatMap((step) => step.timersCancelled.map((name) => ({ instance_id: step.instance.instanceId, name }))),
      ),
      json(all.flatMap(timerRows)),
      json(all.flatMap(outboxRows)),
      json(all.flatMap((step) => (step.command ? [{ ...keys(step), ...step.command }] : []))),
      json(all.flatMap(eventRows)),
      json(
        all.flatMap((step) =>
          step.childrenCancelled.map((state) => ({ ...keys(step), state, made_at: step.instance.at })),
        ),
      ),
      ...this.writers.map((writer) =>
        json(all.flatMap((step) => (step.rows[writer.name] ?? []).map((row) => ({ ...keys(step), ...row })))),
      ),
    ]);
    return new Set(written.map((row) => row.instance_id));
  }

  /** The journal has a partition for every month in which entries end. */
  async #openMonths(sql: Sql, steps: StepWrite[]): Promise<void> {
    for (const { journal } of steps) {
      if (this.#months.has(journal.keepUntil)) continue;
      await sql.query(`SELECT journal_month($1)`, [journal.keepUntil]);
      this.#months.add(journal.keepUntil);
    }
  }
}

function json(rows: object[]): string {
  return rows.length === 0 ? '[]' : JSON.stringify(rows);
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
    suspended_at: instance.suspendedAt,
    ending: instance.ending,
    output: instance.output,
    correlation: instance.correlation,
    parent_id: instance.parent?.instanceId,
    parent_state: instance.parent?.state,
    parent_entry: instance.parent?.entry,
    child_no: instance.parent?.no,
    started_by: instance.startedBy,
    start_key: instance.startKey,
    at: instance.at,
    guards: instance.guards,
    timer_id: instance.timer?.id,
    timer_fence: instance.timer?.fence,
    message_id: instance.message?.id,
    message_fence: instance.message?.fence,
    children: instance.children,
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

function outboxRows(step: StepWrite): object[] {
  return step.messages.map((message) => ({
    ...keys(step),
    message_id: newId(),
    kind: message.kind,
    payload: message.payload,
    made_at: step.instance.at,
  }));
}

function eventRows(step: StepWrite): object[] {
  return step.events.map((event) => ({
    ...keys(step),
    message_id: newId(),
    workflow: event.workflow,
    addressee: event.to,
    event: event.event,
    data: event.data,
    made_at: step.instance.at,
  }));
}
