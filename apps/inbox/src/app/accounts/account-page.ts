import { Component, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AccountDetail, HoldingView, PostView, ProposalResult } from '#contracts';
import { Api } from '../http/api';
import { ReasonDialog, type Order } from '../operations/reason-dialog';
import { Session } from '../session/session';
import { ProductClock } from '../shell/product-clock';
import { Announcements } from '../surface/announcements';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { PageTitle } from '../wording/page-title';
import { Say, UnitName } from '../wording/say';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { FirstPasswords } from './first-passwords';
import { PermissionNames } from './permission-names';
import { ProposalCard } from './proposal-card';
import { ProposalDialog, type ProposalAct } from './proposal-dialog';

const MARKS = { past: 'state', now: 'state state--done', 'to-come': 'state state--near' };

/** One account: what it holds, held and will hold, and every proposal about it. */
@Component({
  selector: 'kp-account-page',
  imports: [
    Failure,
    FirstPasswords,
    Icon,
    PermissionNames,
    ProposalCard,
    ProposalDialog,
    ReasonDialog,
    RouterLink,
    Say,
    Skeleton,
    TranslocoDirective,
    UnitName,
    Written,
  ],
  templateUrl: './account-page.html',
})
export class AccountPage {
  readonly accountId = input.required<string>();

  protected readonly account = signal<AccountDetail | null>(null);
  protected readonly posts = signal<PostView[]>([]);
  protected readonly asking = signal<{ act: ProposalAct; holding: HoldingView | null } | null>(null);
  protected readonly isLocking = signal(false);
  protected readonly isRevoking = signal(false);
  protected readonly made = signal<ProposalResult | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly session = inject(Session);
  protected readonly marks = MARKS;
  private readonly api = inject(Api);
  private readonly title = inject(PageTitle);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      this.accountId();
      untracked(() => void this.fetch());
    });
    effect(() => {
      const account = this.account();
      if (account) this.title.name(this.words.in(account.name));
    });
  }

  protected readonly lockOf = (reason: string): Order => ({
    path: `accounts/${this.accountId()}/lock`,
    body: { reason },
  });

  protected readonly revocationOf = (reason: string): Order => ({
    path: `accounts/${this.accountId()}/token/revocation`,
    body: { reason },
  });

  protected ask(act: ProposalAct, holding: HoldingView | null = null): void {
    this.asking.set({ act, holding });
  }

  protected async told(words: string): Promise<void> {
    this.announcements.say(this.words.of(words));
    await this.fetch();
  }

  protected async changed(result: ProposalResult): Promise<void> {
    this.made.set(result);
    await this.fetch();
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      const [account, posts] = await Promise.all([
        this.api.get<AccountDetail>(`accounts/${this.accountId()}`),
        this.api.get<PostView[]>('posts'),
      ]);
      this.account.set(account);
      this.posts.set(posts);
    } catch (error) {
      this.error.set(error);
    }
  }
}
