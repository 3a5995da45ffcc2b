import { Injectable, Logger } from '@nestjs/common';
import { readAlongIndexes } from '#audit';
import type { Happening } from '#contracts';
import { DefinitionLibrary } from '#engine';
import { Clock, Database, withinTenants, type Sql } from '#platform';
import { writeMessages, type WebhookMessage } from '../delivery/webhook-messages.js';
import { WebhookGate } from '../webhook-gate.js';
import { dueWebhooks, type DueWebhook } from './due-webhooks.js';
import { happeningsOf, overdue } from './happenings-of.js';
import {
  before,
  LAST_TASK,
  linesAfter,
  tasksDueBetween,
  tasksOpenedBy,
  type Deadline,
  type Place,
  type Since,
} from './journal-lines.js';

/** What is looked for, and from where on. */
interface Subscription extends Place, Since, Deadline {
  webhookId: string;
  tenantId: string;
  happenings: Happening[];
  workflow: string | null;
}

/** As many lines, and as many tasks, are told at a time. */
const LINES = 100;
/** As many transactions, of whomever, are looked through at a time: a look must end soon, for its own holds up the horizon. */
const SPAN = 100_000;
/** Not of the last minute, in which a step may still commit that opens a task already overdue. */
const SETTLED_MS = 60_000;
const OVERDUE_EVERY_MS = 60_000;

/**
 * Turns what the journal says into messages for web hooks, once and in the order of transactions: each web hook has its place in the
 * journal, which moves in the transaction that writes its messages. So a step costs nothing more, whoever listens, and none
 * is ever left out.
 */
@Injectable()
export class WebhookCollector {
  readonly #log = new Logger(WebhookCollector.name);

  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly clock: Clock,
    private readonly gate: WebhookGate,
  ) {}

  /**
   * Writes the messages that are due, until nothing is left or enough wait; how many. Nothing, while web hooks are off. They take
   * turns, and what goes wrong with one is left for the next call.
   */
  async collect(): Promise<number> {
    if (this.gate.hosts.length === 0) return 0;
    let written = 0;
    const failed = new Set<string>();
    for (let isMore = true; isMore;) {
      isMore = false;
      for (const { webhookId, tenantId } of await this.#due()) {
        if (failed.has(webhookId)) continue;
        try {
          const portion = await withinTenants([tenantId], () =>
            this.database.transaction((sql) => this.#collectSome(sql, webhookId)),
          );
          written += portion?.written ?? 0;
          isMore ||= portion?.isMore ?? false;
        } catch (error) {
          failed.add(webhookId);
          this.#log.error(`web hook ${webhookId} is not told: ${String(error)}`);
        }
      }
    }
    return written;
  }

  #due(): Promise<DueWebhook[]> {
    return this.database.transaction(async (sql) => {
      await readAlongIndexes(sql);
      return dueWebhooks(sql, new Date(this.#settled().getTime() - OVERDUE_EVERY_MS));
    });
  }

  #settled(): Date {
    return new Date(this.clock.now().getTime() - SETTLED_MS);
  }

  /** Null where another worker is at it. */
  async #collectSome(sql: Sql, webhookId: string): Promise<{ written: number; isMore: boolean } | null> {
    const [found] = await sql.query<Subscription & { horizon: string; isFar: boolean }>(
      `SELECT webhook_id AS "webhookId", tenant_id AS "tenantId", happenings, workflow, overdue_until AS "dueAt", overdue_task AS "taskId",
         first_xact AS "firstXact", open_xacts AS "openXacts",
         told_xact AS xact, told_instance AS "instanceId", told_seq AS seq,
         least(oldest_open_xact(), told_xact + ${SPAN}) AS horizon, told_xact + ${SPAN} < oldest_open_xact() AS "isFar"
       FROM webhooks w WHERE webhook_id = $1 AND standing = 'active' AND removed_at IS NULL FOR UPDATE OF w SKIP LOCKED`,
      [webhookId],
    );
    if (!found) return null;
    await readAlongIndexes(sql);
    const { messages, upTo, isFull } = await this.#fromJournal(sql, found, found.horizon);
    const late = await this.#overdue(sql, found);
    const chosen = [...messages, ...late.messages];
    await writeMessages(sql, found, chosen);
    await sql.query(
      `UPDATE webhooks SET told_xact = $2, told_instance = $3, told_seq = $4, overdue_until = $5, overdue_task = $6 WHERE webhook_id = $1`,
      [webhookId, upTo.xact, upTo.instanceId, upTo.seq, late.upTo.dueAt, late.upTo.taskId],
    );
    return { written: chosen.length, isMore: isFull || late.isFull || found.isFar };
  }

  async #fromJournal(
    sql: Sql,
    subscription: Subscription,
    horizon: string,
  ): Promise<{ messages: WebhookMessage[]; upTo: Place; isFull: boolean }> {
    const lines = await linesAfter(sql, subscription, subscription, horizon, LINES);
    const tasks = await tasksOpenedBy(sql, subscription.tenantId, lines);
    const messages: WebhookMessage[] = [];
    for (const line of lines) {
      const chart = await this.definitions.chart(subscription.tenantId, line.workflow, line.version, sql);
      const opened = (tasks.get(`${line.instanceId}/${line.seq}`) ?? []).map(({ entry: _, ...task }) => task);
      for (const told of happeningsOf(line, opened, chart))
        if (subscription.happenings.includes(told.type)) messages.push({ instanceId: line.instanceId, told });
    }
    const last = lines.at(-1);
    const isFull = lines.length === LINES;
    return { messages, upTo: isFull && last ? last : before(horizon), isFull };
  }

  async #overdue(
    sql: Sql,
    subscription: Subscription,
  ): Promise<{ messages: WebhookMessage[]; upTo: Deadline; isFull: boolean }> {
    const settled = this.#settled();
    if (settled.getTime() - subscription.dueAt.getTime() < OVERDUE_EVERY_MS)
      return { messages: [], upTo: subscription, isFull: false };
    const isWanted = subscription.happenings.includes('task.overdue');
    const tasks = isWanted ? await tasksDueBetween(sql, subscription, subscription, settled, LINES) : [];
    const messages = tasks.map((task) => ({ instanceId: task.instanceId, told: overdue(task) }));
    const last = tasks.at(-1);
    const isFull = tasks.length === LINES;
    return {
      messages,
      upTo: isFull && last?.dueAt ? { ...last, dueAt: last.dueAt } : { dueAt: settled, taskId: LAST_TASK },
      isFull,
    };
  }
}
