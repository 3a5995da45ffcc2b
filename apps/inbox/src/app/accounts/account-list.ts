import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AccountPage, AccountRow, PostView, ProposalResult } from '#contracts';
import { AddressFilters } from '../form/address-filters';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import type { Query } from '../http/query';
import { Session } from '../session/session';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Say, UnitName } from '../wording/say';
import { FirstPasswords } from './first-passwords';
import { ProposalDialog } from './proposal-dialog';

const STATUSES = ['', 'active', 'disabled'];

/** Who can sign in, and what they hold now. */
@Component({
  selector: 'kp-account-list',
  imports: [
    Empty,
    Failure,
    FirstPasswords,
    Icon,
    ProposalDialog,
    RouterLink,
    Say,
    Skeleton,
    TranslocoDirective,
    UnitName,
  ],
  templateUrl: './account-list.html',
})
export class AccountList {
  readonly q = input<string>();
  readonly post = input<string>();
  readonly status = input<string>();

  protected readonly posts = signal<PostView[]>([]);
  protected readonly asking = signal<'add' | 'token' | null>(null);
  protected readonly made = signal<ProposalResult | null>(null);
  protected readonly statuses = STATUSES;
  protected readonly session = inject(Session);
  private readonly query = computed<Query>(() => {
    const said = { q: this.q(), post: this.post(), status: this.status() };
    return { limit: 50, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)) };
  });
  protected readonly filters = new AddressFilters();
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<AccountRow, AccountPage>((beyond) =>
    this.api.get<AccountPage>('accounts', { ...this.query(), ...beyond }),
  );

  constructor() {
    const clock = inject(ProductClock);
    this.api.get<PostView[]>('posts').then(
      (posts) => this.posts.set(posts),
      (error: unknown) => this.list.error.set(error),
    );
    effect(() => {
      clock.moved();
      this.query();
      untracked(() => void this.list.fetch());
    });
  }
}
