import { Injectable } from '@nestjs/common';
import type { Happening } from '#contracts';
import { DefinitionLibrary } from '#engine';
import { Clock, Database, withinTenants, type Sql } from '#platform';
import { writeMessages, type WebhookMessage } from '../delivery/webhook-messages.js';
import { WebhookGate } from '../webhook-gate.js';
import { happeningsOf, overdue, type Told } from './happenings-of.js';
import { before, linesAfter, tasksDueBetween, tasksOpenedBy, type Place, type Since } from './journal-lines.js';

/** What is looked for, and from where on. */
interface Subscription extends Place, Since {
  webhookId: string;
  tenantId: string;
  happenings: Happening[];
  workflow: string | null;
  overdueUntil: Date;
}

const LINES = 100;
/** As many messages may wait for a receiver; what more there is waits in the journal. */
const MOST_WAITING = 100;
/** So many transactions may pass before the place is moved on though nothing was found. */
const IDLE_TRANSACTIONS = 1_000;
const OVERDUE_EVERY_MS = 60_000;

/**
 * Turns what the journal says into messages for web hooks, once and in the order of transactions: each web hook has its place in the
 * journal, which moves in the transaction that writes its messages. So a step costs nothing more, whoever listens, and none
 * is ever left out.
 */
@Injectable()
export class WebhookCollector {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly clock: Clock,
    private readonly gate: WebhookGate,
  ) {}

  /** Writes the messages that are due, until nothing is left or enough wait; how many. Nothing, while web hooks are off. */
  async collect(): Promise<number> {
    if (this.gate.hosts.length === 0) return 0;
    const active = await this.database.query<{ webhookId: string; tenantId: string }>(
      `SELECT webhook_id AS "webhookId", tenant_id AS "tenantId" FROM webhooks WHERE standing = 'active' ORDER BY webhook_id`,
    );
    let written = 0;
    for (const { webhookId, tenantId } of active)
      written += await withinTenants([tenantId], () => this.#collectFor(webhookId));
    return written;
  }

  async #collectFor(webhookId: string): Promise<number> {
    let written = 0;
    for (;;) {
      const portion = await this.database.transaction((sql) => this.#collectSome(sql, webhookId));
      written += portion?.written ?? 0;
      if (!portion?.isMore) return written;
    }
  }

  /** Null where another worker is at it, or enough messages wait. */
  async #collectSome(sql: Sql, webhookId: string): Promise<{ written: number; isMore: boolean } | null> {
    const [found] = await sql.query<Subscription & { horizon: string; waiting: number }>(
      `SELECT webhook_id AS "webhookId", tenant_id AS "tenantId", happenings, workflow, overdue_until AS "overdueUntil",
         first_xact AS "firstXact", open_xacts AS "openXacts",
         told_xact AS xact, told_instance AS "instanceId", told_seq AS seq, oldest_open_xact() AS horizon,
         (SELECT count(*)::integer FROM (
            SELECT message_id FROM webhook_deliveries d WHERE d.webhook_id = w.webhook_id ORDER BY made_at DESC, message_id DESC LIMIT ${2 * MOST_WAITING}) newest
          JOIN outbox USING (message_id) WHERE status = 'ready') AS waiting
       FROM webhooks w WHERE webhook_id = $1 AND standing = 'active' FOR UPDATE OF w SKIP LOCKED`,
      [webhookId],
    );
    if (!found || found.waiting >= MOST_WAITING) return null;
    // Along their indexes, whatever the statistics of tables say that grow.
    for (const other of ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'jit'])
      await sql.query(`SET LOCAL ${other} = off`);
    const { messages, upTo, isMore } = await this.#fromJournal(sql, found, found.horizon);
    const late = await this.#overdue(sql, found);
    const chosen = [...messages, ...late.messages];
    await writeMessages(sql, found, chosen);
    await sql.query(
      `UPDATE webhooks SET told_xact = $2, told_instance = $3, told_seq = $4, overdue_until = $5
       WHERE webhook_id = $1 AND (told_xact, told_instance, told_seq, overdue_until) IS DISTINCT FROM ($2::bigint, $3::uuid, $4::integer, $5::timestamptz)`,
      [webhookId, upTo.xact, upTo.instanceId, upTo.seq, late.until],
    );
    return { written: chosen.length, isMore };
  }

  async #fromJournal(
    sql: Sql,
    subscription: Subscription,
    horizon: string,
  ): Promise<{ messages: WebhookMessage[]; upTo: Place; isMore: boolean }> {
    const lines = await linesAfter(sql, subscription, subscription, horizon, LINES);
    const last = lines.at(-1);
    const isMore = lines.length === LINES;
    if (!last) return { messages: [], upTo: restingPlace(subscription, horizon), isMore };
    const tasks = await tasksOpenedBy(sql, subscription.tenantId, lines);
    const messages: WebhookMessage[] = [];
    for (const line of lines) {
      const chart = await this.definitions.chart(subscription.tenantId, line.workflow, line.version, sql);
      const opened = (tasks.get(`${line.instanceId}/${line.seq}`) ?? []).map(({ entry: _, ...task }) => task);
      for (const told of happeningsOf(line, opened, chart))
        if (isWanted(subscription, told)) messages.push({ instanceId: line.instanceId, told });
    }
    return { messages, upTo: last, isMore };
  }

  async #overdue(sql: Sql, subscription: Subscription): Promise<{ messages: WebhookMessage[]; until: Date }> {
    const now = this.clock.now();
    const since = subscription.overdueUntil;
    if (now.getTime() - since.getTime() < OVERDUE_EVERY_MS) return { messages: [], until: since };
    if (!subscription.happenings.includes('task.overdue')) return { messages: [], until: now };
    const tasks = await tasksDueBetween(sql, subscription, since, now);
    return { messages: tasks.map((task) => ({ instanceId: task.instanceId, told: overdue(task) })), until: now };
  }
}

function isWanted({ happenings }: Subscription, { type }: Told): boolean {
  return type !== 'webhook.test' && happenings.includes(type);
}

/** Where nothing was found, the place moves on now and then, so that the next look does not begin long ago. */
function restingPlace({ xact, instanceId, seq }: Place, horizon: string): Place {
  return Number(horizon) - Number(xact) > IDLE_TRANSACTIONS ? before(horizon) : { xact, instanceId, seq };
}
