import { Module, type OnModuleInit } from '@nestjs/common';
import { Effects, EngineModule, Outbox } from '#engine';
import { OrganisationModule } from '#organisation';
import { MailRequests } from './mail-requests.js';
import { Mailbox } from './mailbox.js';
import { Mailer } from './mailer.js';

/** Mail to people. Needs `MailSettings` from the composition root. */
@Module({
  imports: [EngineModule, OrganisationModule],
  providers: [Mailbox, Mailer, MailRequests],
  exports: [Mailbox],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly effects: Effects,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly requests: MailRequests,
  ) {}

  onModuleInit(): void {
    this.effects.listen(this.requests);
    this.outbox.register(this.mailer);
  }
}
