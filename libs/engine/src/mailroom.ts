import { Injectable, Logger } from '@nestjs/common';
import { resolveSpan } from '#calendar';
import type { ChildrenSpec } from '#contracts';
import { Clock, Database, DomainError, newId } from '#platform';
import { takes } from '#statechart';
import { CalendarSource } from './calendar-source.js';
import { CaseOperations } from './case-operations.js';
import { CANCEL, CHILD_ENDED, doneEventOf, neededOf, newChildren, START_CHILDREN } from './children.js';
import type { Claimed, LoadedInstance, Plan } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import { SYSTEM, type Actor } from './effects.js';
import { ClaimGone, Engine } from './engine.js';
import { answeredBefore, keepAnswer, type CommandKey } from './idempotency.js';

/** An event from outside that finds its case by the value of the workflow's `correlation` field. */
export interface Correlation {
  tenantId: string;
  workflow: string;
  correlation: string;
  event: string;
  /** Merged into the subject when the chart takes the event. */
  data: Record<string, unknown>;
  actor: Actor;
  key: CommandKey;
}

interface Message {
  messageId: string;
  tenantId: string;
  instanceId: string;
  event: string;
  data: Record<string, unknown>;
  source: 'outside' | 'child';
  fence: number;
}

const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 8;
const CLAIM = 200;

/** Nobody waits for the message any more. */
class Unwanted extends Error {}
/** The case does not take it now, but may later. */
class NotYet extends Error {}

/** Brings events to cases: those from outside, and those between parents and children. */
@Injectable()
export class Mailroom {
  readonly #log = new Logger(Mailroom.name);
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly engine: Engine,
    private readonly operations: CaseOperations,
    private readonly definitions: DefinitionLibrary,
    private readonly calendars: CalendarSource,
  ) {}

  /**
   * Takes an event from outside. Where the case takes it now, it is delivered before this answers. One that is early is
   * kept until a state takes it, or refused with `message.early`, as the definition says; so is one whose case has not
   * begun. An event that the definition does not name is refused with `message.unknown`.
   */
  async correlate(message: Correlation): Promise<{ messageId: string; delivered: boolean }> {
    const chart = await this.definitions.newest(message.tenantId, message.workflow);
    const spec = chart.definition.messages?.[message.event];
    if (!spec || chart.definition.correlation === undefined) throw unknownMessage(message.event);
    const at = this.clock.now();
    const calendar = await this.calendars.of(message.tenantId);
    const expiresAt = spec.keepFor ? resolveSpan(spec.keepFor, at, message.data, calendar).dueAt : null;
    const { messageId } = await this.database.transaction(async (sql) => {
      const before = await answeredBefore<{ messageId: string }>(sql, message.tenantId, message.key);
      if (before) return before;
      const [found] = await sql.query<{ instance_id: string }>(
        `SELECT instance_id FROM instances WHERE tenant_id = $1 AND workflow = $2 AND correlation = $3 AND status <> 'done'
         ORDER BY started_at LIMIT 1`,
        [message.tenantId, message.workflow, message.correlation],
      );
      if (spec.early === 'refuse' && !(found && (await this.#isWanted(message, found.instance_id))))
        throw early(spec.title);
      const answer = { messageId: newId() };
      await sql.query(
        `INSERT INTO messages (message_id, tenant_id, workflow, correlation, instance_id, event, data, source, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, 'outside', $8, $9)`,
        [
          answer.messageId,
          message.tenantId,
          message.workflow,
          message.correlation,
          found?.instance_id ?? null,
          message.event,
          JSON.stringify({ given: message.data, actor: message.actor }),
          at,
          expiresAt,
        ],
      );
      await keepAnswer(sql, message.tenantId, message.key, answer);
      return answer;
    });
    await this.deliverReady();
    const [left] = await this.database.query(`SELECT FROM messages WHERE message_id = $1`, [messageId]);
    return { messageId, delivered: !left };
  }

  /** Brings everything that is ready to its case, until nothing is left; within one process one after the other. */
  deliverReady(): Promise<number> {
    const delivered = this.#turn.then(() => this.#deliverAll());
    this.#turn = delivered.catch(() => undefined);
    return delivered;
  }

  async #deliverAll(): Promise<number> {
    let delivered = 0;
    await this.#address();
    for (let ready = await this.#claim(); ready.length > 0; ready = await this.#claim()) {
      const ofCases = Map.groupBy(ready, (message) => message.instanceId);
      await Promise.all(
        [...ofCases.values()].map(async (messages) => {
          for (const message of messages) delivered += await this.#deliverOne(message);
        }),
      );
    }
    return delivered;
  }

  /** Messages that came before their case find it once it has begun; those that nobody wanted in time go. */
  async #address(): Promise<void> {
    await this.database.prepared(
      `WITH expired AS (DELETE FROM messages WHERE instance_id IS NULL AND expires_at < $1)
       UPDATE messages m SET instance_id = i.instance_id, ready = true FROM instances i
       WHERE m.instance_id IS NULL AND (m.expires_at IS NULL OR m.expires_at >= $1) AND i.tenant_id = m.tenant_id AND i.workflow = m.workflow
         AND i.correlation = m.correlation AND i.status <> 'done'`,
      [this.clock.now()],
    );
  }

  async #claim(): Promise<Message[]> {
    const rows = await this.database.prepared<{
      message_id: string;
      tenant_id: string;
      instance_id: string;
      event: string;
      data: Record<string, unknown>;
      source: 'outside' | 'child';
      made_at: Date;
      fence: number;
    }>(
      `UPDATE messages m SET lease_until = now() + make_interval(secs => $1), fence = m.fence + 1, attempts = m.attempts + 1,
         dead = m.attempts + 1 >= $2
       FROM (SELECT message_id FROM messages WHERE ready AND NOT dead AND instance_id IS NOT NULL AND (lease_until IS NULL OR lease_until < now())
         ORDER BY made_at LIMIT $3 FOR UPDATE SKIP LOCKED) due
       WHERE m.message_id = due.message_id
       RETURNING m.message_id, m.tenant_id, m.instance_id, m.event, m.data, m.source, m.made_at, m.fence`,
      [LEASE_SECONDS, MAX_ATTEMPTS, CLAIM],
    );
    return rows
      .sort(
        (one, other) => one.made_at.getTime() - other.made_at.getTime() || (one.message_id < other.message_id ? -1 : 1),
      )
      .map((row) => ({
        messageId: row.message_id,
        tenantId: row.tenant_id,
        instanceId: row.instance_id,
        event: row.event,
        data: row.data,
        source: row.source,
        fence: row.fence,
      }));
  }

  async #deliverOne(message: Message): Promise<number> {
    try {
      await this.engine.run({
        tenantId: message.tenantId,
        instanceId: message.instanceId,
        whileSuspended: message.event === CANCEL,
        plan: (instance) => this.#plan(message, instance),
      });
      return 1;
    } catch (error) {
      if (error instanceof ClaimGone) return 0;
      if (error instanceof Unwanted) await this.#remove(message);
      else if (error instanceof NotYet || isSuspended(error)) await this.#layAside(message);
      else await this.#failed(message, error);
      return 0;
    }
  }

  async #plan(message: Message, instance: LoadedInstance): Promise<Plan> {
    const claim: Claimed = { id: message.messageId, fence: message.fence };
    if (instance.status === 'done') throw new Unwanted();
    if (message.source === 'outside') return outsidePlan(message, instance, claim);
    if (message.event === CANCEL) return { ...this.operations.cancelPlan(instance, SYSTEM, null), message: claim };
    const state = stateNamed(message, instance);
    const run = state === null ? undefined : instance.children[state];
    const spec = state === null ? undefined : instance.chart.states.get(state)?.meta.children;
    if (state === null || !run || !spec) throw new Unwanted();
    const isOfThisStay = message.data['added'] === true || message.data['entry'] === run.entry;
    if (!isOfThisStay) throw new Unwanted();
    if (message.event === START_CHILDREN) return startPlan(message, instance, state, spec, claim);
    if (message.event === CHILD_ENDED) return this.#endedPlan(instance, state, spec, claim);
    throw new Error(`nothing brings ${message.event} to a case`);
  }

  async #endedPlan(instance: LoadedInstance, state: string, spec: ChildrenSpec, claim: Claimed): Promise<Plan> {
    const run = instance.children[state];
    if (run?.started == null) throw new NotYet();
    const ended = await this.database.query<{ output: unknown }>(
      `SELECT output FROM instances WHERE parent_id = $1 AND parent_state = $2 AND parent_entry = $3 AND status = 'done'
       ORDER BY ended_at, child_no`,
      [instance.instanceId, state, run.entry],
    );
    if (ended.length < neededOf(spec, run.started)) throw new Unwanted();
    const outputs = ended.map((child) => child.output ?? {});
    return waitOver(instance, spec, outputs, claim);
  }

  async #isWanted(message: Correlation, instanceId: string): Promise<boolean> {
    const [row] = await this.database.query<{
      value: unknown;
      history: Record<string, unknown>;
      subject: Record<string, unknown>;
      version: number;
    }>(`SELECT value, history, subject, version FROM instances WHERE instance_id = $1`, [instanceId]);
    if (!row) return false;
    const chart = await this.definitions.chart(message.tenantId, message.workflow, row.version);
    const position = { value: row.value, history: row.history, subject: { ...row.subject, ...message.data } };
    return takes(chart, position, message.event);
  }

  async #remove(message: Message): Promise<void> {
    await this.database.query(`DELETE FROM messages WHERE message_id = $1 AND fence = $2`, [
      message.messageId,
      message.fence,
    ]);
  }

  /** Until the next step of the case; a step that was faster has raised the fence, and the message stays ready. */
  async #layAside(message: Message): Promise<void> {
    await this.database.query(
      `UPDATE messages SET ready = false, attempts = 0, dead = false, lease_until = NULL WHERE message_id = $1 AND fence = $2`,
      [message.messageId, message.fence],
    );
  }

  async #failed(message: Message, error: unknown): Promise<void> {
    await this.database.query(
      `UPDATE messages SET last_error = $3, lease_until = now() + make_interval(secs => least(3600, 2 ^ attempts) * (0.8 + 0.4 * random()))
       WHERE message_id = $1 AND fence = $2`,
      [message.messageId, message.fence, String(error)],
    );
    this.#log.warn(`message ${message.event} did not reach case ${message.instanceId}: ${String(error)}`);
  }
}

function outsidePlan(message: Message, instance: LoadedInstance, claim: Claimed): Plan {
  const { given, actor } = message.data as { given: Record<string, unknown>; actor: Actor };
  const position = { ...instance.position, subject: { ...instance.position.subject, ...given } };
  if (!takes(instance.chart, position, message.event)) throw new NotYet();
  return { event: message.event, name: message.event, kind: 'message', actor, given, message: claim };
}

/** Which state a message between cases is about; the one that has children where the definition names none. */
function stateNamed(message: Message, instance: LoadedInstance): string | null {
  const { state } = message.data;
  if (typeof state === 'string') return state;
  return Object.keys(instance.children)[0] ?? null;
}

function startPlan(
  message: Message,
  instance: LoadedInstance,
  state: string,
  spec: ChildrenSpec,
  claim: Claimed,
): Plan {
  const isAdded = message.data['added'] === true;
  const listed = isAdded
    ? message.data['listed']
    : spec.each === undefined
      ? null
      : (instance.position.subject[spec.each] ?? []);
  const named = message.data['entry'];
  const entry = isAdded && typeof named === 'string' ? named : spec.entry;
  const start = newChildren(instance, state, spec, { listed, ...(entry !== undefined && { entry }) });
  if (start.length === 0 && !isAdded) {
    return { ...waitOver(instance, spec, [], claim), name: START_CHILDREN };
  }
  return {
    event: null,
    name: START_CHILDREN,
    kind: 'child',
    actor: SYSTEM,
    children: { state, start },
    message: claim,
  };
}

function waitOver(instance: LoadedInstance, spec: ChildrenSpec, outputs: unknown[], claim: Claimed): Plan {
  const event = doneEventOf(spec);
  const given = spec.collect === undefined ? {} : { [spec.collect]: outputs };
  const position = { ...instance.position, subject: { ...instance.position.subject, ...given } };
  if (!takes(instance.chart, position, event)) throw new NotYet();
  return { event, name: event, kind: 'child', actor: SYSTEM, given, message: claim };
}

function isSuspended(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'case.suspended';
}

function unknownMessage(event: string): DomainError {
  return new DomainError('missing', 'message.unknown', {
    zh: `流程没有约定“${event}”这种外来消息。请在流程定义的 messages 中核对名称。`,
    en: `The workflow knows no message “${event}” from outside. Check the name in the definition's messages.`,
  });
}

function early(title: { zh: string; en: string }): DomainError {
  return new DomainError('conflict', 'message.early', {
    zh: `事项尚未开始或当前环节不接收“${title.zh}”，且流程约定不予留存。请待事项进入相应环节后再发。`,
    en: `The case has not begun, or its present step takes no “${title.en}”, and the workflow keeps none. Send it again once the case has got there.`,
  });
}
