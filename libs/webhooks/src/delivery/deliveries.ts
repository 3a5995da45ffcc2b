import type { DeliveryView } from '#contracts';
import type { Sql } from '#platform';
import { webhookMissing } from '../subscriptions/refusals.js';

const STANDINGS = { ready: 'waiting', sent: 'delivered', dead: 'failed', dropped: 'dropped' } as const;

interface Row extends Omit<DeliveryView, 'madeAt' | 'standing' | 'at'> {
  madeAt: Date;
  sortAt: string;
  status: keyof typeof STANDINGS;
  at: Date | null;
}

/** A delivery, and its place in the list. */
export type ListedDelivery = DeliveryView & { sortAt: string };

/** Messages of a web hook, the newest first, those after a place in the list; refused with `webhook.missing`. */
export async function deliveriesOf(
  sql: Sql,
  tenantId: string,
  webhookId: string,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<ListedDelivery[]> {
  const [found] = await sql.query(
    `SELECT FROM webhooks WHERE tenant_id = $1 AND webhook_id = $2 AND removed_at IS NULL`,
    [tenantId, webhookId],
  );
  if (!found) throw webhookMissing();
  const rows = await sql.query<Row>(
    `SELECT d.message_id AS "messageId", d.happening, o.instance_id AS "instanceId", d.made_at AS "madeAt", d.made_at::text AS "sortAt",
       o.status, o.attempts, d.answered, o.last_error AS problem,
       CASE o.status WHEN 'sent' THEN o.sent_at WHEN 'ready' THEN o.run_at END AS at
     FROM webhook_deliveries d JOIN outbox o USING (message_id)
     WHERE d.tenant_id = $1 AND d.webhook_id = $2 AND ($3::timestamptz IS NULL OR (d.made_at, d.message_id) < ($3, $4::uuid))
     ORDER BY d.made_at DESC, d.message_id DESC LIMIT $5`,
    [tenantId, webhookId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows.map(({ status, madeAt, at, ...row }) => ({
    ...row,
    madeAt: madeAt.toISOString(),
    standing: STANDINGS[status],
    at: at?.toISOString() ?? null,
  }));
}
