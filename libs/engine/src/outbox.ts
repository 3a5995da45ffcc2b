import { Injectable, Logger } from '@nestjs/common';
import { Database, withinTenants } from '#platform';

/** A message that is to leave now. */
export interface DueMessage {
  messageId: string;
  tenantId: string;
  instanceId: string | null;
  kind: string;
  payload: Record<string, unknown>;
  madeAt: Date;
  attempts: number;
}

/** Sends messages of a kind; throws where it did not work, and is then asked again later. */
export interface Deliverer {
  kind: string;
  deliver(message: DueMessage): Promise<void>;
}

/** No shorter than a deliverer may take for one message: those of a claim leave side by side. */
const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 10;
const BATCH = 5;

/** Lets messages leave after the commit, at least once: leased, fenced, with growing pauses, dead after ten attempts. */
@Injectable()
export class Outbox {
  readonly #log = new Logger(Outbox.name);
  readonly #deliverers = new Map<string, Deliverer>();

  constructor(private readonly database: Database) {}

  register(deliverer: Deliverer): void {
    this.#deliverers.set(deliverer.kind, deliverer);
  }

  /** Sends what is ready, until nothing is left; how many left. */
  async deliverReady(): Promise<number> {
    let sent = 0;
    for (let ready = await this.#claimNext(); ready.length > 0; ready = await this.#claimNext()) {
      const left = await Promise.all(
        ready.map((message) => withinTenants([message.tenantId], () => this.#deliverOne(message))),
      );
      sent += left.reduce((sum, one) => sum + one, 0);
    }
    return sent;
  }

  /** What was tried before is taken up alone: one that kills the process takes nothing else with it twice. */
  async #claimNext(): Promise<(DueMessage & { fence: number })[]> {
    const fresh = await this.#claim('fresh', BATCH);
    return fresh.length > 0 ? fresh : this.#claim('tried', 1);
  }

  async #claim(which: 'fresh' | 'tried', most: number): Promise<(DueMessage & { fence: number })[]> {
    const rows = await this.database.query<{
      message_id: string;
      tenant_id: string;
      instance_id: string | null;
      kind: string;
      payload: Record<string, unknown>;
      made_at: Date;
      attempts: number;
      fence: number;
    }>(
      `UPDATE outbox SET lease_until = now() + make_interval(secs => $1), fence = fence + 1, attempts = attempts + 1,
         status = CASE WHEN attempts >= $3 THEN 'dead' ELSE status END
       WHERE message_id IN (
         SELECT message_id FROM outbox WHERE status = 'ready' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
           AND (attempts > 0) = $4
         ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING message_id, tenant_id, instance_id, kind, payload, made_at, attempts, fence`,
      [LEASE_SECONDS, most, MAX_ATTEMPTS, which === 'tried'],
    );
    return rows
      .sort(
        (one, other) =>
          one.made_at.getTime() - other.made_at.getTime() || one.message_id.localeCompare(other.message_id),
      )
      .map((row) => ({
        messageId: row.message_id,
        tenantId: row.tenant_id,
        instanceId: row.instance_id,
        kind: row.kind,
        payload: row.payload,
        madeAt: row.made_at,
        attempts: row.attempts,
        fence: row.fence,
      }));
  }

  async #deliverOne(message: DueMessage & { fence: number }): Promise<number> {
    try {
      const deliverer = this.#deliverers.get(message.kind);
      if (!deliverer) throw new Error(`nothing delivers messages of kind ${message.kind}`);
      await deliverer.deliver(message);
    } catch (error) {
      // Delivery failed outside: the message stays, and is tried again after a pause that doubles.
      await this.database.query(
        `UPDATE outbox SET last_error = $3, lease_until = NULL, run_at = now() + make_interval(secs => least(3600, 2 ^ attempts) * (0.8 + 0.4 * random())),
           status = CASE WHEN attempts >= $4 THEN 'dead' ELSE 'ready' END
         WHERE message_id = $1 AND fence = $2`,
        [message.messageId, message.fence, String(error), MAX_ATTEMPTS],
      );
      this.#log.warn(`message ${message.messageId} did not leave at attempt ${message.attempts}: ${String(error)}`);
      return 0;
    }
    await this.database.query(
      `UPDATE outbox SET status = 'sent', sent_at = now(), lease_until = NULL, last_error = NULL WHERE message_id = $1 AND fence = $2`,
      [message.messageId, message.fence],
    );
    return 1;
  }
}
