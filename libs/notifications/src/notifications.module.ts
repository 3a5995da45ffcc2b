import { Module, type OnModuleInit } from '@nestjs/common';
import { Effects, EngineModule, Outbox } from '#engine';
import { OrganisationModule, Proposals } from '#organisation';
import { MailRequests } from './mail-requests.js';
import { MailSender } from './mail-sender.js';
import { Mailbox } from './mailbox.js';
import { Mailer } from './mailer.js';
import { ProposalMails } from './proposal-mails.js';

/** Mail to people. Needs `MailSettings` from the composition root. */
@Module({
  imports: [EngineModule, OrganisationModule],
  providers: [Mailbox, Mailer, MailRequests, MailSender, ProposalMails],
  exports: [Mailbox],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly effects: Effects,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly requests: MailRequests,
    private readonly proposals: Proposals,
    private readonly proposalMails: ProposalMails,
  ) {}

  onModuleInit(): void {
    this.effects.listen(this.requests);
    this.outbox.register(this.mailer);
    this.proposals.listen(this.proposalMails);
    this.outbox.register(this.proposalMails);
  }
}
