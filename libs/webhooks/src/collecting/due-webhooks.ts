import type { Sql } from '#platform';

/** A web hook for which there is something to do. */
export interface DueWebhook {
  webhookId: string;
  tenantId: string;
}

/** As many messages may wait for a receiver; what more there is waits in the journal. */
const MOST_WAITING = 100;
/** So many transactions may pass before the place is moved on though there is nothing to tell. */
const IDLE_TRANSACTIONS = 1_000;

/**
 * The web hooks that have something to be told, or whose place is to move on, or that were last looked at for overdue tasks before
 * an instant. Nothing is locked and nothing written, for most of the time there are none.
 */
export function dueWebhooks(sql: Sql, lookedBefore: Date): Promise<DueWebhook[]> {
  return sql.query<DueWebhook>(
    `SELECT webhook_id AS "webhookId", tenant_id AS "tenantId" FROM webhooks w, (SELECT oldest_open_xact() AS horizon) h
     WHERE standing = 'active' AND removed_at IS NULL
       AND (overdue_until <= $1 OR horizon - told_xact > ${IDLE_TRANSACTIONS} OR (horizon > told_xact AND EXISTS (
         SELECT FROM journal j JOIN instances i USING (instance_id)
         WHERE j.tenant_id = w.tenant_id AND (j.xact, j.instance_id, j.seq) > (w.told_xact, w.told_instance, w.told_seq) AND j.xact < h.horizon
           AND (w.workflow IS NULL OR i.workflow = w.workflow))))
       AND (SELECT count(*) FROM (
          SELECT message_id FROM webhook_deliveries d WHERE d.webhook_id = w.webhook_id ORDER BY d.made_at DESC, d.message_id DESC LIMIT ${2 * MOST_WAITING}) newest
        JOIN outbox USING (message_id) WHERE status = 'ready') < ${MOST_WAITING}
     ORDER BY webhook_id`,
    [lookedBefore],
  );
}
