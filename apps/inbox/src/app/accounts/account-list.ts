import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AccountPage, AccountRow, PostView, ProposalResult } from '#contracts';
import { Api } from '../http/api';
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

const TYPING_PAUSE = 250;
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

  protected readonly rows = signal<AccountRow[] | null>(null);
  protected readonly posts = signal<PostView[]>([]);
  protected readonly cursor = signal<string | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly asking = signal<'add' | 'token' | null>(null);
  protected readonly made = signal<ProposalResult | null>(null);
  protected readonly statuses = STATUSES;
  protected readonly session = inject(Session);
  private readonly query = computed<Query>(() => {
    const said = { q: this.q(), post: this.post(), status: this.status() };
    return { limit: 50, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)) };
  });
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private pause: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor() {
    const clock = inject(ProductClock);
    this.api.get<PostView[]>('posts').then(
      (posts) => this.posts.set(posts),
      (error: unknown) => this.error.set(error),
    );
    effect(() => {
      clock.moved();
      this.query();
      untracked(() => void this.fetch());
    });
  }

  protected search(event: Event, words: string): void {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.go({ q: words.trim() || null }), TYPING_PAUSE);
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected fetch(): Promise<void> {
    return this.ask({}, (page) => this.rows.set(page.rows));
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.rows.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  private async ask(beyond: Query, take: (page: AccountPage) => void): Promise<void> {
    const turn = ++this.asked;
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<AccountPage>('accounts', { ...this.query(), ...beyond });
      if (turn !== this.asked) return;
      take(page);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    } finally {
      if (turn === this.asked) this.isLoading.set(false);
    }
  }
}
