import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { DueMessage } from '#engine';
import { MailSettings } from './mail-settings.js';
import { mailTransport } from './mail-transport.js';

/** Hands mail to an SMTP server: one message for all its recipients, under a Message-ID that a repeated attempt keeps. */
@Injectable()
export class MailSender implements OnModuleDestroy {
  #transport: ReturnType<typeof mailTransport> | null = null;

  constructor(private readonly settings: MailSettings) {}

  async send(message: DueMessage, mail: { to: string[]; subject: string; text: string }): Promise<void> {
    this.#transport ??= mailTransport(this.settings);
    await this.#transport.sendMail({
      ...mail,
      from: this.settings.from,
      date: message.madeAt,
      messageId: `<${message.messageId}@kaoping>`,
      headers: {
        'X-Kaoping-Case': message.instanceId ?? '',
        'X-Kaoping-Tenant': message.tenantId,
        'Auto-Submitted': 'auto-generated',
      },
    });
  }

  onModuleDestroy(): void {
    this.#transport?.close();
  }
}
