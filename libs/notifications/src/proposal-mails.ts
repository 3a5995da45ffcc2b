import { Injectable } from '@nestjs/common';
import type { Deliverer, DueMessage } from '#engine';
import {
  Organisation,
  ProposalList,
  type ProposalFacts,
  type ProposalListener,
  type ProposalNews,
} from '#organisation';
import { Clock, Database, newId, type Sql } from '#platform';
import { MailSender } from './mail-sender.js';
import { MailSettings } from './mail-settings.js';
import { proposalText } from './proposal-words.js';

/**
 * Mail about changes to accounts and posts: to those who approve when one waits, to whoever asked when it is decided. It names no
 * account: what is asked for stands on the page.
 */
@Injectable()
export class ProposalMails implements Deliverer, ProposalListener {
  readonly kind = 'proposal.mail';

  constructor(
    private readonly settings: MailSettings,
    private readonly sender: MailSender,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organisation: Organisation,
    private readonly proposals: ProposalList,
  ) {}

  async onProposal(sql: Sql, { tenantId, proposalId, status }: ProposalNews): Promise<void> {
    if (status === 'withdrawn') return;
    await sql.query(`insert into outbox (message_id, tenant_id, kind, payload, made_at) values ($1, $2, $3, $4, $5)`, [
      newId(),
      tenantId,
      this.kind,
      JSON.stringify({ proposalId, status }),
      this.clock.now(),
    ]);
  }

  async deliver(message: DueMessage): Promise<void> {
    const { proposalId, status } = message.payload as Pick<ProposalNews, 'proposalId' | 'status'>;
    const facts = await this.proposals.factsOf(this.database, message.tenantId, proposalId);
    // Decided before its mail left: there is nothing to ask for any more.
    if (facts?.status !== status) return;
    const to = await this.#recipients(message.tenantId, facts);
    if (to.length === 0) return;
    await this.sender.send(message, { to, ...proposalText(facts, `${this.settings.publicUrl}/proposals`) });
  }

  async #recipients(tenantId: string, { status, proposer }: ProposalFacts): Promise<string[]> {
    if (status !== 'open') return proposer.email ? [proposer.email] : [];
    const holders = await this.organisation.holders(this.database, tenantId, 'security.administrator', null);
    return [
      ...new Set(
        holders.filter(({ accountId }) => accountId !== proposer.accountId).flatMap(({ email }) => email || []),
      ),
    ];
  }
}
