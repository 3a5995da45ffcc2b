import { newId, type Sql } from '#platform';
import type { Told } from '../collecting/happenings-of.js';

/** The kind of messages of the outbox that go to web hooks. */
export const WEBHOOK_MESSAGE = 'webhook';

/** What a web hook is to be told. */
export interface WebhookMessage {
  instanceId: string | null;
  told: Told;
}

/** What a message of the outbox holds: to whom, and what is sent. */
export interface WebhookPayload {
  webhookId: string;
  told: Told;
}

/** Hands messages to the outbox, to leave after the commit. */
export async function writeMessages(
  sql: Sql,
  { webhookId, tenantId }: { webhookId: string; tenantId: string },
  messages: readonly WebhookMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ instanceId, told }) => ({ message_id: newId(), instance_id: instanceId, told }));
  await sql.query(
    `WITH added AS (
       INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
       SELECT message_id, $1, instance_id, '${WEBHOOK_MESSAGE}', jsonb_build_object('webhookId', $2::uuid, 'told', told), (told ->> 'timestamp')::timestamptz
       FROM jsonb_to_recordset($3::jsonb) AS r (message_id uuid, instance_id uuid, told jsonb)
       RETURNING message_id, payload)
     INSERT INTO webhook_deliveries (message_id, tenant_id, webhook_id, happening)
     SELECT message_id, $1, $2, payload -> 'told' ->> 'type' FROM added`,
    [tenantId, webhookId, JSON.stringify(rows)],
  );
}
