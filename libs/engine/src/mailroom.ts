import { Injectable, Logger } from '@nestjs/common';
import { resolveSpan } from '#calendar';
import type { Text } from '#contracts';
import { Clock, Database, DomainError, newId, withinTenants, type Sql } from '#platform';
import { CalendarSource } from './calendar-source.js';
import { CaseOperations } from './case-operations.js';
import { CANCEL } from './children.js';
import type { LoadedInstance, Plan } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import { SYSTEM, type Actor } from './effects.js';
import { ClaimGone, Engine } from './engine.js';
import { answeredBefore, once, type CommandKey } from './idempotency.js';
import { childrenPlan, claimOf, messagePlan, NotYet, outsidePlan, Unwanted, type Message } from './message-plans.js';

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

/** What became of an event from outside. */
export interface Correlated {
  /** Null where it was delivered without being kept first. */
  messageId: string | null;
  /** False while it is kept, until a state takes it. */
  delivered: boolean;
}

/** Of several cases with one value, the one that began first. */
const ADDRESSEE = `
  SELECT instance_id FROM instances WHERE tenant_id = $1 AND workflow = $2 AND correlation = $3 AND status <> 'done'
  ORDER BY started_at LIMIT 1`;

const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 8;
const CLAIM = 200;

/** Longer than any step takes to write: one that was at work when a message was laid aside may not have seen it. */
const SECOND_LOOK_SECONDS = 60;

/**
 * One message of a case at a time, in the order in which they came; what ends the case waits for none. Beside those that
 * are ready, those that were laid aside a while ago and have not been looked at since.
 */
const CLAIMED = `
  WITH ready AS (
    SELECT m.message_id FROM messages m
    WHERE m.ready AND NOT m.dead AND m.instance_id IS NOT NULL AND (m.lease_until IS NULL OR m.lease_until < now())
      AND (m.event = '${CANCEL}' OR NOT EXISTS (
        SELECT FROM messages e WHERE e.instance_id = m.instance_id AND e.ready AND NOT e.dead
          AND (e.made_at, e.message_id) < (m.made_at, m.message_id)))
    ORDER BY m.made_at LIMIT $3 FOR UPDATE SKIP LOCKED),
  laid_aside AS (
    SELECT message_id FROM messages WHERE NOT ready AND NOT dead AND lease_until < now() ORDER BY lease_until LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE messages m SET lease_until = now() + make_interval(secs => $1), fence = m.fence + 1, attempts = m.attempts + 1,
    dead = m.attempts + 1 >= $2
  WHERE m.message_id = ANY (ARRAY(SELECT message_id FROM ready UNION ALL SELECT message_id FROM laid_aside))
  RETURNING m.message_id, m.tenant_id, m.instance_id, m.event, m.data, m.source, m.expires_at, m.fence, NOT m.ready AS is_second_look`;

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
  async correlate(message: Correlation): Promise<Correlated> {
    const { definition } = await this.definitions.newest(message.tenantId, message.workflow);
    const { messages = {} } = definition;
    const spec = Object.hasOwn(messages, message.event) ? messages[message.event] : undefined;
    if (!spec || definition.correlation === undefined) throw unknownMessage(message.event);
    if (spec.early === 'refuse') return this.#deliverNow(message, spec.title);
    const at = this.clock.now();
    const calendar = await this.calendars.of(message.tenantId);
    const expiresAt = spec.keepFor ? resolveSpan(spec.keepFor, at, message.data, calendar).dueAt : null;
    const messageId = await this.#keep(message, at, expiresAt);
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

  async #deliverNow(message: Correlation, title: Text): Promise<Correlated> {
    const { tenantId, key, event, data, actor } = message;
    const done: Correlated = { messageId: null, delivered: true };
    if (await answeredBefore(this.database, tenantId, key)) return done;
    const [found] = await this.database.query<{ instance_id: string }>(ADDRESSEE, [
      tenantId,
      message.workflow,
      message.correlation,
    ]);
    if (!found) {
      // The same message may have ended its case meanwhile.
      if (await answeredBefore(this.database, tenantId, key)) return done;
      throw early(title);
    }
    try {
      await this.engine.run({
        tenantId,
        instanceId: found.instance_id,
        key,
        plan: (instance) => Promise.resolve(messagePlan(instance, event, data, actor)),
      });
      return done;
    } catch (error) {
      throw error instanceof NotYet ? early(title) : error;
    }
  }

  async #keep(message: Correlation, at: Date, expiresAt: Date | null): Promise<string> {
    const { tenantId, workflow, correlation, event, data, actor } = message;
    const kept = await once(this.database, tenantId, message.key, async (sql) => {
      const messageId = newId();
      await sql.query(
        `INSERT INTO messages (message_id, tenant_id, workflow, correlation, instance_id, event, data, source, made_at, expires_at)
         VALUES ($4, $1, $2, $3, (${ADDRESSEE}), $5, $6::jsonb, 'outside', $7, $8)`,
        [tenantId, workflow, correlation, messageId, event, JSON.stringify({ given: data, actor }), at, expiresAt],
      );
      return { messageId };
    });
    return kept.messageId;
  }

  async #deliverAll(): Promise<number> {
    let delivered = 0;
    await this.#address();
    for (let ready = await this.#claim(); ready.length > 0; ready = await this.#claim()) {
      const brought = await Promise.all(
        ready.map((message) => withinTenants([message.tenantId], () => this.#deliverOne(message))),
      );
      delivered += brought.filter(Boolean).length;
    }
    return delivered;
  }

  /** Messages that came before their case find it once it has begun; those that nobody wanted in time go. */
  async #address(): Promise<void> {
    await this.database.prepared(
      `WITH expired AS (DELETE FROM messages WHERE instance_id IS NULL AND expires_at < $1)
       UPDATE messages m SET instance_id = a.instance_id, ready = true
       FROM (
         SELECT DISTINCT ON (n.message_id) n.message_id, i.instance_id FROM messages n
         JOIN instances i ON i.tenant_id = n.tenant_id AND i.workflow = n.workflow AND i.correlation = n.correlation AND i.status <> 'done'
         WHERE n.instance_id IS NULL AND (n.expires_at IS NULL OR n.expires_at >= $1)
         ORDER BY n.message_id, i.started_at) a
       WHERE m.message_id = a.message_id AND m.instance_id IS NULL`,
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
      expires_at: Date | null;
      fence: number;
      is_second_look: boolean;
    }>(CLAIMED, [LEASE_SECONDS, MAX_ATTEMPTS, CLAIM]);
    return rows.map((row) => ({
      messageId: row.message_id,
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      event: row.event,
      data: row.data,
      source: row.source,
      expiresAt: row.expires_at,
      fence: row.fence,
      isSecondLook: row.is_second_look,
    }));
  }

  /** Whether the message made a step. */
  async #deliverOne(message: Message): Promise<boolean> {
    try {
      await this.engine.run({
        tenantId: message.tenantId,
        instanceId: message.instanceId,
        whileSuspended: message.event === CANCEL,
        plan: (instance, sql) => this.#plan(message, instance, sql),
      });
      return true;
    } catch (error) {
      if (error instanceof Unwanted) await this.#remove(message, error.alike);
      else if (error instanceof ClaimGone || error instanceof NotYet || isSuspended(error))
        await this.#layAside(message);
      else await this.#failed(message, error);
      return false;
    }
  }

  async #plan(message: Message, instance: LoadedInstance, sql: Sql): Promise<Plan> {
    if (instance.status === 'done') throw new Unwanted();
    if (message.expiresAt !== null && message.expiresAt < this.clock.now()) throw new Unwanted();
    if (message.source === 'outside') return outsidePlan(message, instance);
    if (message.event === CANCEL)
      return { ...this.operations.cancelPlan(instance, SYSTEM, null), message: claimOf(message) };
    return childrenPlan(message, instance, sql);
  }

  async #remove(message: Message, alike: string[]): Promise<void> {
    await this.database.query(`DELETE FROM messages WHERE message_id = $1 AND fence = $2 OR message_id = ANY($3)`, [
      message.messageId,
      message.fence,
      alike,
    ]);
  }

  /**
   * Until the next step of the case. Where a step was faster it has raised the fence, and the message stays ready. In
   * neither case was it an attempt.
   */
  async #layAside(message: Message): Promise<void> {
    await this.database.query(
      `UPDATE messages SET ready = ready AND fence <> $2, dead = false,
         attempts = CASE WHEN fence = $2 THEN 0 ELSE greatest(0, attempts - 1) END,
         lease_until = CASE WHEN fence <> $2 THEN lease_until WHEN $3 THEN NULL ELSE now() + make_interval(secs => $4) END
       WHERE message_id = $1`,
      [message.messageId, message.fence, message.isSecondLook, SECOND_LOOK_SECONDS],
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

function isSuspended(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'case.suspended';
}

function unknownMessage(event: string): DomainError {
  return new DomainError('missing', 'message.unknown', {
    zh: `流程没有约定“${event}”这种外来消息。请在流程定义的 messages 中核对名称。`,
    en: `The workflow knows no message “${event}” from outside. Check the name in the definition's messages.`,
  });
}

function early(title: Text): DomainError {
  return new DomainError('conflict', 'message.early', {
    zh: `事项尚未开始或当前环节不接收“${title.zh}”，且流程约定不予留存。请待事项进入相应环节后再发。`,
    en: `The case has not begun, or its present step takes no “${title.en}”, and the workflow keeps none. Send it again once the case has got there.`,
  });
}
