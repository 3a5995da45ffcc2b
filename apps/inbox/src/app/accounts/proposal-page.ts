import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ProposalPage as Page, ProposalResult, ProposalView } from '#contracts';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { FirstPasswords } from './first-passwords';
import { ProposalCard } from './proposal-card';

const STATUSES = ['open', 'approved', 'refused', 'withdrawn'];

/** What administrators asked for: what waits for a decision first, and what was decided. */
@Component({
  selector: 'kp-proposal-page',
  imports: [Empty, Failure, FirstPasswords, ProposalCard, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './proposal-page.html',
})
export class ProposalPage {
  readonly status = input<string>();

  protected readonly rows = signal<ProposalView[] | null>(null);
  protected readonly open = signal(0);
  protected readonly cursor = signal<string | null>(null);
  protected readonly made = signal<ProposalResult | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly chosen = computed(() => this.status() ?? 'open');
  protected readonly statuses = STATUSES;
  private readonly api = inject(Api);

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      this.chosen();
      untracked(() => void this.fetch());
    });
  }

  protected fetch(): Promise<void> {
    return this.ask({}, (page) => this.rows.set(page.rows));
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.rows.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  protected async decided(result: ProposalResult): Promise<void> {
    this.made.set(result);
    await this.fetch();
  }

  private async ask(beyond: Query, take: (page: Page) => void): Promise<void> {
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<Page>('proposals', { status: this.chosen(), ...beyond });
      take(page);
      this.open.set(page.open);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isLoading.set(false);
    }
  }
}
