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
  /** Its messages leave in turns of their own (`deliverReady(kind)`), for they may take long. */
  isApart?: boolean;
  deliver(message: DueMessage): Promise<void>;
}

/** Thrown by a deliverer that cannot send now, for no fault of the message: it is asked again later, and no attempt is lost. */
export class NotNow extends Error {
  constructor(readonly seconds: number) {
    super(`not before ${seconds} seconds`);
  }
}

const LEASE_SECONDS = 30;
/** As long as a deliverer may take for one message: those of a claim leave side by side, and within the lease. */
const DELIVERY_SECONDS = 25;
/** After so many attempts a message is given up. */
export const LAST_ATTEMPT = 10;
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

  /** Sends what is ready, until nothing is left; how many left. Of a kind that is apart, or of all the others. */
  async deliverReady(apart: string | null = null): Promise<number> {
    let sent = 0;
    for (let ready = await this.#claimNext(apart); ready.length > 0; ready = await this.#claimNext(apart)) {
      const left = await Promise.all(
        ready.map((message) => withinTenants([message.tenantId], () => this.#deliverOne(message))),
      );
      sent += left.reduce((sum, one) => sum + one, 0);
    }
    return sent;
  }

  /** What was tried before is taken up alone: one that kills the process takes nothing else with it twice. */
  async #claimNext(apart: string | null): Promise<(DueMessage & { fence: number })[]> {
    const fresh = await this.#claim('fresh', apart, BATCH);
    return fresh.length > 0 ? fresh : this.#claim('tried', apart, 1);
  }

  async #claim(
    which: 'fresh' | 'tried',
    apart: string | null,
    most: number,
  ): Promise<(DueMessage & { fence: number })[]> {
    const others = [...this.#deliverers.values()].filter(({ isApart }) => isApart).map(({ kind }) => kind);
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
           AND (attempts > 0) = $4 AND CASE WHEN $5::text IS NULL THEN kind <> ALL ($6::text[]) ELSE kind = $5 END
         ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING message_id, tenant_id, instance_id, kind, payload, made_at, attempts, fence`,
      [LEASE_SECONDS, most, LAST_ATTEMPT, which === 'tried', apart, others],
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
      await inTime(deliverer.deliver(message));
    } catch (error) {
      if (error instanceof NotNow) return this.#rest(message, error.seconds);
      // Delivery failed outside: the message stays, and is tried again after a pause that doubles.
      await this.database.query(
        `UPDATE outbox SET last_error = $3, lease_until = NULL, run_at = now() + make_interval(secs => least(3600, 2 ^ attempts) * (0.8 + 0.4 * random())),
           status = CASE WHEN attempts >= $4 THEN 'dead' ELSE 'ready' END
         WHERE message_id = $1 AND fence = $2`,
        [message.messageId, message.fence, String(error), LAST_ATTEMPT],
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

  async #rest(message: DueMessage & { fence: number }, seconds: number): Promise<number> {
    await this.database.query(
      `UPDATE outbox SET attempts = attempts - 1, status = 'ready', lease_until = NULL, run_at = now() + make_interval(secs => $3)
       WHERE message_id = $1 AND fence = $2`,
      [message.messageId, message.fence, seconds],
    );
    return 0;
  }
}

/** What does not end must not keep others from leaving. */
async function inTime(delivering: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`not done in ${DELIVERY_SECONDS} seconds`)),
    DELIVERY_SECONDS * 1000,
  );
  try {
    await Promise.race([delivering, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
