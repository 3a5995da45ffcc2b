import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { WebhookOrder, WebhookView } from '#contracts';
import { DefinitionLibrary } from '#engine';
import { Clock, newId, SecretBox, type Sql } from '#platform';
import { drawnSecret, secretText } from '../delivery/signature.js';
import { writeMessages } from '../delivery/webhook-messages.js';
import { WebhookGate } from '../webhook-gate.js';
import { tooMany, webhookMissing } from './refusals.js';

const MOST = 20;
/** So long messages are signed with the former secret, too. */
const FORMER_HOURS = 24;

/** The web hooks of a tenant. What is done to them is done in the transaction that is passed, and noted in the operation log. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly box: SecretBox,
    private readonly operations: OperationLog,
    private readonly gate: WebhookGate,
    private readonly definitions: DefinitionLibrary,
    private readonly clock: Clock,
  ) {}

  /** The oldest first; they are few. */
  async list(sql: Sql, tenantId: string): Promise<WebhookView[]> {
    const rows = await sql.query<Omit<WebhookView, 'madeAt'> & { madeAt: Date }>(
      `SELECT webhook_id AS "webhookId", name, address, happenings, workflow, standing, made_at AS "madeAt"
       FROM webhooks WHERE tenant_id = $1 AND removed_at IS NULL ORDER BY made_at, webhook_id`,
      [tenantId],
    );
    return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
  }

  /** Tells another system from now on; refused with `webhook.many`, as an address is by the gate, and `definition.missing`. */
  async add(sql: Sql, tenantId: string, order: WebhookOrder): Promise<{ webhookId: string; secret: string }> {
    await this.#mustBePossible(tenantId, order);
    // Two that are made at the same time count each other.
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`webhooks ${tenantId}`]);
    const [{ count } = { count: 0 }] = await sql.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM webhooks WHERE tenant_id = $1 AND removed_at IS NULL`,
      [tenantId],
    );
    if (count >= MOST) throw tooMany(MOST);
    const webhookId = newId();
    const secret = drawnSecret();
    await sql.query(
      `INSERT INTO webhooks (webhook_id, tenant_id, name, address, happenings, workflow, sealed_secret, overdue_until, first_xact, open_xacts)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, pg_snapshot_xmax(now)::text::bigint + ahead,
         ARRAY(SELECT open::text::bigint + ahead FROM pg_snapshot_xip(now) AS open)
       FROM (SELECT pg_current_snapshot() AS now, oldest_open_xact() - pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS ahead) s`,
      [webhookId, tenantId, ...columnsOf(order), this.box.seal(secret, webhookId), this.clock.now()],
    );
    await this.#note(sql, tenantId, webhookId, 'added', factsOf(order));
    return { webhookId, secret: secretText(secret) };
  }

  /** Tells another address, or of other things; refused as in `add`. */
  async change(sql: Sql, tenantId: string, webhookId: string, order: WebhookOrder): Promise<void> {
    await this.#mustBePossible(tenantId, order);
    const changed = await sql.query(
      `UPDATE webhooks SET name = $3, address = $4, happenings = $5, workflow = $6 WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL RETURNING 1`,
      [tenantId, webhookId, ...columnsOf(order)],
    );
    if (changed.length === 0) throw webhookMissing();
    await this.#note(sql, tenantId, webhookId, 'changed', factsOf(order));
  }

  /** Tells it nothing until it goes on: what happens meanwhile is told then. */
  async pause(sql: Sql, tenantId: string, webhookId: string): Promise<void> {
    await this.#stand(sql, tenantId, webhookId, 'paused');
    await this.#note(sql, tenantId, webhookId, 'paused');
  }

  /** Goes on where it stopped; what waits is tried at once. */
  async resume(sql: Sql, tenantId: string, webhookId: string): Promise<void> {
    await this.#stand(sql, tenantId, webhookId, 'active');
    await sql.query(
      `UPDATE outbox SET run_at = now() WHERE status = 'ready' AND run_at > now() AND message_id IN (
         SELECT message_id FROM webhook_deliveries WHERE webhook_id = $1)`,
      [webhookId],
    );
    await this.#note(sql, tenantId, webhookId, 'resumed');
  }

  /** Draws another secret; for a day messages are signed with both. */
  async renewSecret(sql: Sql, tenantId: string, webhookId: string): Promise<{ webhookId: string; secret: string }> {
    const secret = drawnSecret();
    const renewed = await sql.query(
      `UPDATE webhooks SET former_secret = sealed_secret, former_until = now() + make_interval(hours => $4), sealed_secret = $3
       WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL RETURNING 1`,
      [tenantId, webhookId, this.box.seal(secret, webhookId), FORMER_HOURS],
    );
    if (renewed.length === 0) throw webhookMissing();
    await this.#note(sql, tenantId, webhookId, 'secret-renewed');
    return { webhookId, secret: secretText(secret) };
  }

  /** Sends a message that tells of nothing, the same way as all others; a web hook that is paused is sent it, too. */
  async test(sql: Sql, tenantId: string, webhookId: string): Promise<void> {
    const [found] = await sql.query<{ address: string }>(
      `SELECT address FROM webhooks WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL FOR SHARE`,
      [tenantId, webhookId],
    );
    if (!found) throw webhookMissing();
    this.gate.check(found.address);
    const told = { type: 'webhook.test', timestamp: this.clock.now().toISOString(), data: { webhookId } } as const;
    await writeMessages(sql, { webhookId, tenantId }, [{ instanceId: null, told }]);
    await this.#note(sql, tenantId, webhookId, 'tested');
  }

  /** Removes it with everything that was sent, or waits; housekeeping clears that away. Its secrets go at once. */
  async remove(sql: Sql, tenantId: string, webhookId: string): Promise<void> {
    const [found] = await sql.query<{ name: string; address: string }>(
      `UPDATE webhooks SET removed_at = now(), sealed_secret = '', former_secret = NULL
       WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL RETURNING name, address`,
      [tenantId, webhookId],
    );
    if (!found) throw webhookMissing();
    await this.#note(sql, tenantId, webhookId, 'removed', { name: found.name, host: new URL(found.address).host });
  }

  async #mustBePossible(tenantId: string, { address, workflow }: WebhookOrder): Promise<void> {
    this.gate.check(address);
    if (workflow !== null) await this.definitions.newest(tenantId, workflow);
  }

  async #stand(sql: Sql, tenantId: string, webhookId: string, standing: 'active' | 'paused'): Promise<void> {
    const changed = await sql.query(
      `UPDATE webhooks SET standing = $3, failing_until = NULL WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL RETURNING 1`,
      [tenantId, webhookId, standing],
    );
    if (changed.length === 0) throw webhookMissing();
  }

  #note(sql: Sql, tenantId: string, webhookId: string, what: string, details = {}): Promise<void> {
    const object = { kind: 'webhook', id: webhookId };
    return this.operations.note(sql, { tenantId, action: `webhook.${what}`, object, details });
  }
}

function columnsOf({ name, address, happenings, workflow }: WebhookOrder): unknown[] {
  return [name, address, [...new Set(happenings)], workflow];
}

/** An address for whoever need not know it whole: its query may hold a key. */
export function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

/** What the operation log keeps. */
function factsOf({ name, address, happenings, workflow }: WebhookOrder): Record<string, unknown> {
  return { name, address: withoutQuery(address), happenings, workflow };
}
