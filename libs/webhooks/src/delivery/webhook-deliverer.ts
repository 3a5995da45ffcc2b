import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { WebhookStanding } from '#contracts';
import { LAST_ATTEMPT, NotNow, type Deliverer, type DueMessage } from '#engine';
import { Database, SecretBox } from '#platform';
import { WebhookGate } from '../webhook-gate.js';
import { signedHeaders } from './signature.js';
import { WEBHOOK_MESSAGE, type WebhookPayload } from './webhook-messages.js';

interface Receiver {
  address: string;
  /** The present secret, and for a while the one before it. */
  sealed: Buffer[];
  standing: WebhookStanding;
  /** It failed another message, and when it may be asked again is to come. */
  isFailing: boolean;
  hasFailed: boolean;
  /** By the database's clock, for receivers compare it with theirs. */
  seconds: number;
}

/** So long a message rests whose receiver has just failed another. */
const REST_SECONDS = 30;
/** So long one whose receiver is not to be told at all, as things stand; going on wakes it at once. */
const STANDSTILL_SECONDS = 1_200;

/** Sends signed messages to receivers. One that answers 410 is not told any more, nor one that took nothing through all attempts of a message. */
@Injectable()
export class WebhookDeliverer implements Deliverer {
  readonly kind = WEBHOOK_MESSAGE;
  /** A receiver that does not answer must hold up no mail. */
  readonly isApart = true;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly gate: WebhookGate,
    private readonly operations: OperationLog,
  ) {}

  async deliver(message: DueMessage): Promise<void> {
    const { webhookId, told } = message.payload as unknown as WebhookPayload;
    const receiver = await this.#receiver(webhookId);
    // Removed meanwhile, and its messages with it.
    if (!receiver) return;
    if (this.gate.hosts.length === 0) throw new NotNow(STANDSTILL_SECONDS);
    const isTest = told.type === 'webhook.test';
    if (receiver.standing !== 'active' && !isTest) throw new NotNow(STANDSTILL_SECONDS);
    // While one message fails, the others do not each wait for the receiver to fail them.
    const isFirst = message.attempts === 1 && !isTest;
    if (isFirst && receiver.isFailing) throw new NotNow(REST_SECONDS);
    try {
      const status = await this.#send(message, webhookId, receiver, JSON.stringify(told));
      if (status === 410) await this.#stop(message.tenantId, webhookId, 'gone');
      if (status === 410 && !isTest) throw new NotNow(STANDSTILL_SECONDS);
      if (status < 200 || status > 299) throw new Error(`${new URL(receiver.address).host} answers ${status}`);
      if (receiver.hasFailed) await this.#takesAgain(webhookId);
    } catch (error) {
      if (error instanceof NotNow) throw error;
      // One message is tried again and again; those that only found the receiver still failing lose no attempt.
      if ((await this.#failsToo(message, webhookId)) && isFirst) throw new NotNow(REST_SECONDS);
      await this.#stopIfSilent(message, webhookId);
      throw error;
    }
  }

  async #send(message: DueMessage, webhookId: string, receiver: Receiver, body: string): Promise<number> {
    const secrets = receiver.sealed.flatMap((sealed) => this.box.open(sealed, webhookId) ?? []);
    if (secrets.length < receiver.sealed.length)
      throw new Error('the secret cannot be opened with the key of this process (KEY_FILE)');
    const headers = signedHeaders(secrets, message.messageId, receiver.seconds, body);
    return this.#post(message.messageId, receiver.address, headers, body);
  }

  async #takesAgain(webhookId: string): Promise<void> {
    await this.database.query(`UPDATE webhooks SET failing_until = NULL WHERE webhook_id = $1`, [webhookId]);
  }

  /** Notes that the receiver fails; whether another message found out before. */
  async #failsToo({ messageId, tenantId }: DueMessage, webhookId: string): Promise<boolean> {
    const [noted] = await this.database.query<{ isKnown: boolean }>(
      `UPDATE webhooks SET failing_until = now() + make_interval(secs => $2) WHERE webhook_id = $1
       RETURNING coalesce(old.failing_until > now(), false) OR EXISTS (
         SELECT FROM outbox o JOIN webhook_deliveries d USING (message_id)
         WHERE o.status = 'ready' AND o.tenant_id = $3 AND o.kind = '${WEBHOOK_MESSAGE}' AND o.last_error IS NOT NULL AND d.webhook_id = $1 AND d.message_id <> $4) AS "isKnown"`,
      [webhookId, REST_SECONDS, tenantId, messageId],
    );
    return noted?.isKnown ?? false;
  }

  async #receiver(webhookId: string): Promise<Receiver | undefined> {
    const [found] = await this.database.query<Receiver>(
      `SELECT address, standing, coalesce(failing_until > now(), false) AS "isFailing", failing_until IS NOT NULL AS "hasFailed", floor(extract(epoch FROM now()))::float8 AS seconds,
         CASE WHEN former_until > now() THEN ARRAY[sealed_secret, former_secret] ELSE ARRAY[sealed_secret] END AS sealed
       FROM webhooks WHERE webhook_id = $1 AND removed_at IS NULL`,
      [webhookId],
    );
    return found;
  }

  /** What was answered is kept, for people to see; of a body nothing is. */
  async #post(messageId: string, address: string, headers: Record<string, string>, body: string): Promise<number> {
    let status: number | null = null;
    try {
      status = await this.gate.post(address, { ...headers, 'content-type': 'application/json' }, body);
      return status;
    } finally {
      await this.database.query(`UPDATE webhook_deliveries SET answered = $2 WHERE message_id = $1`, [
        messageId,
        status,
      ]);
    }
  }

  /** With the last attempt of a message since whose making nothing was taken, the others wait, instead of failing one by one. */
  async #stopIfSilent(message: DueMessage, webhookId: string): Promise<void> {
    if (message.attempts < LAST_ATTEMPT) return;
    const [taken] = await this.database.query(
      `SELECT FROM webhook_deliveries mine JOIN webhook_deliveries d ON d.webhook_id = mine.webhook_id JOIN outbox o ON o.message_id = d.message_id
       WHERE mine.message_id = $1 AND o.status = 'sent' AND o.sent_at > mine.made_at LIMIT 1`,
      [message.messageId],
    );
    if (!taken) await this.#stop(message.tenantId, webhookId, 'silent');
  }

  async #stop(tenantId: string, webhookId: string, standing: 'gone' | 'silent'): Promise<void> {
    await this.database.transaction(async (sql) => {
      const stopped = await sql.query(
        `UPDATE webhooks SET standing = $2 WHERE webhook_id = $1 AND standing = 'active' RETURNING 1`,
        [webhookId, standing],
      );
      if (stopped.length === 0) return;
      const object = { kind: 'webhook', id: webhookId };
      await this.operations.note(sql, { tenantId, action: 'webhook.stopped', object, details: { standing } });
    });
  }
}
