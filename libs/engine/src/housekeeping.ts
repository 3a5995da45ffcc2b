import { Injectable } from '@nestjs/common';
import { Database } from '#platform';

/** What was cleared away. */
export interface Cleared {
  commands: number;
  messages: number;
}

/** A key that nobody has used for so long is not sent again. */
const KEYS_KEPT = '30 days';
/** The mail page shows what left; the history of a case does not need it. */
const SENT_KEPT = '180 days';
const CHUNK = 5_000;

/** Clears away what has done its work, a little at a time, by the database's clock. */
@Injectable()
export class Housekeeping {
  constructor(private readonly database: Database) {}

  /** Forgets old keys of commands, and messages that left long ago. */
  async clear(): Promise<Cleared> {
    return {
      commands: await this.#inChunks(
        `DELETE FROM commands WHERE (tenant_id, key) IN (
           SELECT tenant_id, key FROM commands WHERE made_at < now() - interval '${KEYS_KEPT}' ORDER BY made_at LIMIT ${CHUNK}) RETURNING 1`,
      ),
      messages: await this.#inChunks(
        `DELETE FROM outbox WHERE message_id IN (
           SELECT message_id FROM outbox WHERE status = 'sent' AND sent_at < now() - interval '${SENT_KEPT}' ORDER BY sent_at LIMIT ${CHUNK}) RETURNING 1`,
      ),
    };
  }

  async #inChunks(statement: string): Promise<number> {
    let all = 0;
    for (;;) {
      const { length } = await this.database.query(statement);
      all += length;
      if (length < CHUNK) return all;
    }
  }
}
