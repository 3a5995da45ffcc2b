import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ProposalResult, ProposalView } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { ReasonDialog, type Order } from '../operations/reason-dialog';
import { Session } from '../session/session';
import { Announcements } from '../surface/announcements';
import { Failure } from '../surface/failure';
import { Say, UnitName } from '../wording/say';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { PermissionNames } from './permission-names';

const MARKS = { open: 'state state--near', approved: 'state state--done', refused: 'state', withdrawn: 'state' };

/** One proposal: who gets or loses what, who asked and why, what became of it; and the decision, for who may decide. */
@Component({
  selector: 'kp-proposal-card',
  imports: [Failure, PermissionNames, ReasonDialog, Say, TranslocoDirective, UnitName, Written],
  templateUrl: './proposal-card.html',
  host: { class: 'proposal' },
})
export class ProposalCard {
  readonly proposal = input.required<ProposalView>();
  readonly decided = output<ProposalResult>();

  protected readonly isRefusing = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  protected readonly mark = computed(() => MARKS[this.proposal().status]);
  protected readonly mayDecide = computed(() => this.isOpen() && this.session.may('account.approve') && !this.isOwn());
  protected readonly mayWithdraw = computed(() => this.isOpen() && this.session.may('account.propose') && this.isOwn());
  private readonly isOpen = computed(() => this.proposal().status === 'open');
  private readonly isOwn = computed(() => this.proposal().proposedBy?.accountId === this.session.who()?.accountId);
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected readonly refusalOf = (answer: string): Order => ({
    path: `proposals/${this.proposal().proposalId}/decision`,
    body: { verdict: 'refuse', answer },
  });

  protected approve(): Promise<void> {
    return this.send(`proposals/${this.proposal().proposalId}/decision`, { verdict: 'approve' });
  }

  protected withdraw(): Promise<void> {
    return this.send(`proposals/${this.proposal().proposalId}/withdrawal`, {});
  }

  protected tell(answer: object): void {
    const result = answer as ProposalResult;
    this.announcements.say(this.words.of(`accounts.told.${result.status}`));
    this.decided.emit(result);
  }

  private async send(path: string, body: object): Promise<void> {
    this.error.set(null);
    try {
      const result = await this.press.run({ path, body }, (key) => this.api.post<ProposalResult>(path, body, key));
      if (result) this.tell(result);
    } catch (error) {
      this.error.set(error);
    }
  }
}
