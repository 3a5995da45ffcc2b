import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { MailView } from '#contracts';
import { Clock, Database, newId, withinTenants } from '#platform';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const MAX_BYTES = 1_000_000;
const KEEP = `INSERT INTO mailbox_mails (mail_id, tenant_id, received_at, sender, recipients, subject, body, message_id, instance_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const UUID = /^[0-9a-f-]{36}$/;

/** The built-in mailbox: an SMTP server on the loopback that keeps what it receives, for a page to show. */
@Injectable()
export class Mailbox implements OnModuleDestroy {
  #server: SMTPServer | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Begins to listen on a free port of the loopback; answers the URL to send mail to. */
  async open(): Promise<string> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      size: MAX_BYTES,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#keep(
            Buffer.concat(chunks),
            session.envelope.rcptTo.map((address) => address.address),
          ).then(
            () => done(),
            (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
          );
        });
      },
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }

  /** Mails received, newest first. */
  async page(
    tenantId: string,
    cursor: { at: string; id: string } | null,
    limit: number,
  ): Promise<(MailView & { sortAt: string })[]> {
    const rows = await this.database.query<{
      mail_id: string;
      received_at: Date;
      sender: string;
      recipients: string[];
      subject: string;
      body: string;
      message_id: string;
      instance_id: string | null;
      sort_at: string;
    }>(
      `SELECT mail_id, received_at, sender, recipients, subject, body, message_id, instance_id, received_at::text AS sort_at FROM mailbox_mails
       WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (received_at, mail_id) < ($2, $3::uuid)) ORDER BY received_at DESC, mail_id DESC LIMIT $4`,
      [tenantId, cursor?.at ?? null, cursor?.id ?? null, limit],
    );
    return rows.map((row) => ({
      mailId: row.mail_id,
      receivedAt: row.received_at.toISOString(),
      from: row.sender,
      to: row.recipients,
      subject: row.subject,
      text: row.body,
      messageId: row.message_id,
      instanceId: row.instance_id,
      sortAt: row.sort_at,
    }));
  }

  async onModuleDestroy(): Promise<void> {
    const server = this.#server;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #keep(raw: Buffer, recipients: string[]): Promise<void> {
    const mail = await PostalMime.parse(raw);
    const header = (name: string): string => mail.headers.find((one) => one.key === name)?.value ?? '';
    const tenantId = header('x-kaoping-tenant');
    if (!UUID.test(tenantId)) throw new Error('554 this mailbox takes only the mail of this product');
    const instanceId = header('x-kaoping-case');
    const row = [
      newId(),
      tenantId,
      mail.date ?? this.clock.now(),
      mail.from?.address ?? '',
      recipients,
      mail.subject ?? '',
      mail.text ?? '',
      mail.messageId ?? '',
      UUID.test(instanceId) ? instanceId : null,
    ];
    await withinTenants([tenantId], () => this.database.query(KEEP, row));
  }
}
