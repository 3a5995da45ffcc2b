import { Injectable } from '@nestjs/common';
import { Database } from '#platform';

/** So long the page of a web hook shows what was delivered. */
const DELIVERED_KEPT = '30 days';
const CHUNK = 5_000;

/** Clears away messages that were delivered long ago, and web hooks that were removed, a little at a time. */
@Injectable()
export class WebhookHousekeeping {
  constructor(private readonly database: Database) {}

  /** How many messages went. */
  async clear(): Promise<number> {
    const all = await this.database.query<{ webhookId: string; isRemoved: boolean }>(
      `SELECT webhook_id AS "webhookId", removed_at IS NOT NULL AS "isRemoved" FROM webhooks`,
    );
    let cleared = 0;
    for (const { webhookId, isRemoved } of all) {
      const long = `now() - interval '${DELIVERED_KEPT}'`;
      const which = isRemoved ? 'true' : `d.made_at < ${long} AND o.status = 'sent' AND o.sent_at < ${long}`;
      cleared += await this.#inChunks(webhookId, which);
      if (isRemoved) await this.database.query(`DELETE FROM webhooks WHERE webhook_id = $1`, [webhookId]);
    }
    return cleared;
  }

  /** Deliveries go with the messages of the outbox. */
  async #inChunks(webhookId: string, which: string): Promise<number> {
    let all = 0;
    for (;;) {
      const { length } = await this.database.query(
        `DELETE FROM outbox WHERE message_id IN (
           SELECT message_id FROM webhook_deliveries d JOIN outbox o USING (message_id) WHERE d.webhook_id = $1 AND ${which}
           ORDER BY d.made_at LIMIT ${CHUNK}) RETURNING 1`,
        [webhookId],
      );
      all += length;
      if (length < CHUNK) return all;
    }
  }
}
